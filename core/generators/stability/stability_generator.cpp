#include "core/generators/stability/stability_generator.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/generators/hosted/hosted_limits.h"
#include "core/generators/hosted/picture_download.h"
#include "core/generators/hosted/poll_schedule.h"
#include "core/storage/blob_streams.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <cstdio>
#include <utility>

namespace headroom::generators::stability {

namespace {

using hosted::Problem;
using std::chrono::milliseconds;

/// What a headshot has at least; below, a result would have to be enlarged.
constexpr int wantedWidth = 1024, wantedHeight = 1280;

constexpr std::string_view cutOutPrefix = "cut-out ";

std::string decimal(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", number);
    return text;
}

/// Another one for each attempt: the same seed would only bring the same result again. 0 means random there.
std::string seedOf(std::uint64_t seed, const WantedHeadshot& wanted, std::string_view attemptId) {
    const std::string digest =
        sha256(std::to_string(seed) + wanted.id.text() + std::string(attemptId)).substr(0, 4);
    std::uint32_t number = 0;
    for (const char byte : digest)
        number = number << 8 | static_cast<unsigned char>(byte);
    return std::to_string(1 + number % 4'294'967'293U);
}

struct PixelSize {
    int width = 0;
    int height = 0;
};

/// Of a PNG, by its header; nothing is decoded here.
std::optional<PixelSize> pngSize(std::string_view bytes) {
    if (hosted::sniffPicture(bytes) != "image/png" || bytes.size() < 24) return std::nullopt;
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
        return value;
    };
    const std::uint32_t width = number(16), height = number(20);
    if (width == 0 || height == 0 || width > 65'535 || height > 65'535) return std::nullopt;
    return PixelSize{static_cast<int>(width), static_cast<int>(height)};
}

Result<std::string> contentOf(const std::filesystem::path& file) {
    storage::FileSource source = TRY(storage::FileSource::open(file));
    std::string bytes;
    std::vector<char> buffer(64 << 10);
    while (const std::size_t count = TRY(source.read(buffer.data(), buffer.size())))
        bytes.append(buffer.data(), count);
    return bytes;
}

Failure failWith(const Trouble& trouble) {
    return fail(hosted::errorOf(trouble.problem, trouble.detail));
}

void addPhoto(hosted::MultipartForm& form, std::string_view field, const std::string& bytes) {
    form.addPart(field, "photo.jpg", "image/jpeg", bytes);
}

} // namespace

/// One headshot, or one that is done already.
class StabilityGenerator::Run {
public:
    Run(const GenerationRequest& request, PhotoId photo, Cost cost, const StabilityTiming& timing)
        : schedule_(milliseconds(timing.poll), milliseconds(timing.poll))
        , wanted_(request.headshots.front())
        , photo_(std::move(photo))
        , cost_(std::move(cost))
        , file_(request.folder / (wanted_.id.text() + ".result"))
        , silence_(timing.silence)
        , lastAnswer_(std::chrono::steady_clock::now()) {}

    /// A cut-out is there before it is fetched.
    void keep(Image image) { kept_ = std::move(image); }
    std::optional<Image> takeKept() { return std::exchange(kept_, std::nullopt); }

    hosted::PollSchedule& schedule() { return schedule_; }
    bool over() const { return over_; }

    /// Stores what was made and says so.
    Fetched made(const Image& result) {
        over_ = true;
        const auto stored = hosted::storePicture(result.bytes, file_);
        if (!stored) return unmade(Problem::Failed, describe(stored.error()));
        const auto size = pngSize(result.bytes).value_or(PixelSize{1, 1});
        Fetched fetched{.made = {}, .unmade = {}, .finished = true};
        fetched.made.push_back({.id = wanted_.id,
                                .photo = photo_,
                                .file = stored->file,
                                .mediaType = stored->mediaType,
                                .width = size.width,
                                .height = size.height,
                                .variantJson = "{}",
                                .cost = cost_});
        return fetched;
    }
    Fetched unmade(Problem problem, std::string detail) {
        over_ = true;
        Fetched fetched{.made = {}, .unmade = {}, .finished = true};
        fetched.unmade.push_back(hosted::unmade(wanted_.id, problem, std::move(detail)));
        // A filtered picture is charged; what failed is not.
        if (problem == Problem::ContentRefused) fetched.unmade.back().cost = cost_;
        return fetched;
    }
    Cost& cost() { return cost_; }

    void heard() { lastAnswer_ = std::chrono::steady_clock::now(); }
    bool silentForTooLong() const {
        return std::chrono::steady_clock::now() - lastAnswer_ > milliseconds(silence_);
    }

private:
    hosted::PollSchedule schedule_;
    WantedHeadshot wanted_;
    PhotoId photo_;
    Cost cost_;
    std::filesystem::path file_;
    std::int64_t silence_;
    std::chrono::steady_clock::time_point lastAnswer_;
    std::optional<Image> kept_;
    std::atomic<bool> over_ = false;
};

Result<std::unique_ptr<StabilityGenerator>> StabilityGenerator::create(StabilityOptions options,
                                                                       http::Client& client,
                                                                       PhotoPreparer& preparer,
                                                                       const Clock& clock) {
    auto api = TRY(StabilityClient::create(options.access, client, clock, options.timing.lockOut));
    return std::unique_ptr<StabilityGenerator>(
        new StabilityGenerator(std::move(options), std::move(api), preparer));
}

StabilityGenerator::~StabilityGenerator() = default;

Traits StabilityGenerator::traits() const {
    return {.headshotsPerSubmit = 1, .photosLeave = true, .survivesUs = true, .origin = Origin::Altered};
}

Result<std::string> StabilityGenerator::preparedBytes(const SourcePhoto& photo, const StyleWish& wish,
                                                      const std::filesystem::path& folder) {
    const Preparation wanted{.edgeMax = options_.mapping.photoEdge(),
                             .pixelsMax =
                                 wish.operation == Operation::CutOut ? cutOutPixelsMax : photoPixelsMax,
                             .bytesMax = photoBytesMax,
                             .aspectMax = photoAspectMax,
                             .part = PhotoPart::Portrait};
    const auto place = folder / "prepared";
    TRY(storage::ensureFolder(place));
    const PreparedPhoto prepared = TRY(preparer_.prepare(photo.file, wanted, place));
    return contentOf(prepared.file);
}

Result<std::string> StabilityGenerator::submit(const GenerationRequest& request, std::string_view attemptId) {
    if (request.headshots.size() != 1 || request.photos.empty())
        return fail(ErrorCode::InvalidInput, "one headshot at a time, of at least one photo");
    const WantedHeadshot& wanted = request.headshots.front();
    const StyleWish* wish = options_.mapping.find(wanted.style);
    if (!wish) return fail(ErrorCode::NotFound, "no style " + wanted.style + " for Stability AI");
    // Photos take turns, so that the headshots of one style differ in what they were made from.
    const SourcePhoto& photo =
        request.photos[static_cast<std::size_t>(wanted.ordinal) % request.photos.size()];
    const std::string bytes = TRY(preparedBytes(photo, *wish, request.folder));
    if (wish->operation == Operation::CutOut) return makeCutOut(request, *wish, photo, bytes, attemptId);
    return beginRelight(request, *wish, photo, bytes, attemptId);
}

Result<std::string> StabilityGenerator::beginRelight(const GenerationRequest& request, const StyleWish& wish,
                                                     const SourcePhoto& photo, const std::string& bytes,
                                                     std::string_view attemptId) {
    const WantedHeadshot& wanted = request.headshots.front();
    hosted::MultipartForm form;
    addPhoto(form, "subject_image", bytes);
    form.addField("background_prompt", wish.backgroundPrompt);
    if (!wish.foregroundPrompt.empty()) form.addField("foreground_prompt", wish.foregroundPrompt);
    if (!wish.negativePrompt.empty()) form.addField("negative_prompt", wish.negativePrompt);
    form.addField("preserve_original_subject", decimal(wish.preserveSubject));
    form.addField("original_background_depth", decimal(wish.backgroundDepth));
    form.addField("keep_original_background", "false");
    const LightSide light = wish.lights[static_cast<std::size_t>(wanted.ordinal) % wish.lights.size()];
    if (light != LightSide::None) {
        form.addField("light_source_direction", stability::name(light));
        form.addField("light_source_strength", decimal(wish.lightStrength));
    }
    form.addField("seed", seedOf(request.seed, wanted, attemptId));
    form.addField("output_format", "png");
    const auto id = api_->beginRelight(form);
    if (!id) return failWith(id.error());
    begun(*id, request, photo.id, wish);
    return *id;
}

Result<std::string> StabilityGenerator::makeCutOut(const GenerationRequest& request, const StyleWish& wish,
                                                   const SourcePhoto& photo, const std::string& bytes,
                                                   std::string_view attemptId) {
    hosted::MultipartForm form;
    addPhoto(form, "image", bytes);
    form.addField("output_format", "png");
    auto image = api_->cutOut(form);
    if (!image) return failWith(image.error());
    std::string handle = std::string(cutOutPrefix) + std::string(attemptId);
    begun(handle, request, photo.id, wish)->keep(std::move(*image));
    return handle;
}

std::shared_ptr<StabilityGenerator::Run> StabilityGenerator::begun(std::string handle,
                                                                   const GenerationRequest& request,
                                                                   const PhotoId& photo,
                                                                   const StyleWish& wish) {
    auto run = std::make_shared<Run>(request, photo, costOf(wish), options_.timing);
    runs_.put(std::move(handle), run);
    return run;
}

Cost StabilityGenerator::costOf(const StyleWish& wish) const {
    const Prices& prices = options_.mapping.prices();
    return {wish.operation == Operation::CutOut ? prices.cutOutMicros : prices.relightMicros,
            prices.currency};
}

Cost StabilityGenerator::expectedCost(std::string_view style) const {
    const StyleWish* wish = options_.mapping.find(style);
    if (!wish) return {};
    Cost cost = costOf(*wish);
    if (options_.upscaling == Upscaling::WhenSmall) cost.micros += options_.mapping.prices().upscaleMicros;
    return cost;
}

Result<std::optional<std::string>> StabilityGenerator::findAttempt(std::string_view) {
    // The service lists nothing, and knows no name of ours for what we asked.
    return std::optional<std::string>();
}

Result<void> StabilityGenerator::resume(const GenerationRequest& request, std::string_view handle) {
    if (request.headshots.size() != 1 || request.photos.empty())
        return fail(ErrorCode::InvalidInput, "one headshot at a time, of at least one photo");
    if (handle.starts_with(cutOutPrefix)) return fail(ErrorCode::NotFound, "cut-outs end with their process");
    const WantedHeadshot& wanted = request.headshots.front();
    const StyleWish* wish = options_.mapping.find(wanted.style);
    if (!wish) return fail(ErrorCode::NotFound, "no style " + wanted.style + " for Stability AI");
    const SourcePhoto& photo =
        request.photos[static_cast<std::size_t>(wanted.ordinal) % request.photos.size()];
    begun(std::string(handle), request, photo.id, *wish);
    return {};
}

Result<Fetched> StabilityGenerator::fetch(std::string_view handle, milliseconds wait) {
    const auto run = runs_.find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work at Stability AI");
    if (run->over()) return Fetched{.made = {}, .unmade = {}, .finished = true};
    if (auto kept = run->takeKept()) return run->made(enlarged(std::move(*kept), run->cost()));
    if (!run->schedule().waitUntilDue(wait)) return Fetched{};
    auto result = api_->result(handle);
    run->schedule().asked();
    if (result) run->heard();
    if (result && !*result) return Fetched{};
    if (result) return run->made(enlarged(std::move(**result), run->cost()));
    const Problem problem = result.error().problem;
    const bool mayPass = problem == Problem::Busy || problem == Problem::Down ||
                         problem == Problem::Unknown ||
                         (problem == Problem::Failed && result.error().status >= 500);
    if (!mayPass) return run->unmade(problem, result.error().detail);
    log::info("generators.stability", "no answer yet", {{"why", result.error().detail}});
    // The work goes on there: a later attempt takes it up.
    if (run->silentForTooLong()) return fail(ErrorCode::Unavailable, "Stability AI does not answer");
    return Fetched{};
}

/// Only what would otherwise be enlarged by us, and never at the price of the headshot.
Image StabilityGenerator::enlarged(Image image, Cost& cost) {
    const auto size = pngSize(image.bytes);
    if (options_.upscaling == Upscaling::Never || !size) return image;
    const bool small = size->width < wantedWidth || size->height < wantedHeight;
    const bool takes = size->width <= upscaleSideMax && size->height <= upscaleSideMax &&
                       static_cast<std::int64_t>(size->width) * size->height <= upscalePixelsMax &&
                       static_cast<std::int64_t>(image.bytes.size()) <= photoBytesMax;
    if (!small || !takes) return image;
    hosted::MultipartForm form;
    form.addPart("image", "result.png", "image/png", image.bytes);
    form.addField("output_format", "png");
    auto larger = api_->upscale(form);
    if (larger) {
        cost.micros += options_.mapping.prices().upscaleMicros;
        return std::move(*larger);
    }
    log::info("generators.stability", "not upscaled", {{"why", larger.error().detail}});
    return image;
}

Result<double> StabilityGenerator::progress(std::string_view handle) {
    const auto run = runs_.find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work at Stability AI");
    return run->over() ? 1.0 : 0.5; // the service does not say
}

void StabilityGenerator::cancel(std::string_view handle) {
    (void)runs_.take(handle); // there is no way to stop it there
}

Result<double> StabilityGenerator::balance() {
    const auto credits = api_->balance();
    if (!credits) return failWith(credits.error());
    return *credits;
}

} // namespace headroom::generators::stability
