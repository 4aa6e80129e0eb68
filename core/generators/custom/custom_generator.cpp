#include "core/generators/custom/custom_generator.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/generators/custom/custom_limits.h"
#include "core/generators/hosted/https_url.h"
#include "core/generators/hosted/picture_download.h"
#include "core/generators/hosted/poll_schedule.h"
#include "core/storage/blob_streams.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

namespace headroom::generators::custom {

namespace {

using hosted::Problem;
using nlohmann::json;
using std::chrono::milliseconds;

/// Handles: work that the model gave an id, and pictures that came with the answer to an order.
constexpr std::string_view workPrefix = "work ";
constexpr std::string_view atOncePrefix = "at once ";

/// Another one for each attempt: the same would only bring the same result again.
std::uint32_t seedOf(const GenerationRequest& request, std::string_view attemptId) {
    const std::string digest =
        sha256(std::to_string(request.seed) + request.headshots.front().id.text() + std::string(attemptId));
    std::uint32_t seed = 0;
    for (const char byte : digest.substr(0, 4))
        seed = seed << 8 | static_cast<unsigned char>(byte);
    return seed & 0x7fff'ffffU; // what every library takes
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

/// Where it begins in the request's photos: headshots of one style take turns.
std::size_t firstPhoto(const GenerationRequest& request) {
    return static_cast<std::size_t>(request.headshots.front().ordinal) % request.photos.size();
}

} // namespace

class CustomGenerator::Run {
public:
    Run(const GenerationRequest& request, const CustomOptions& options)
        : schedule_(options.pollFirst, options.pollLongest)
        , wanted_(request.headshots.front())
        , photo_(request.photos[firstPhoto(request)].id)
        , file_(request.folder / (wanted_.id.text() + ".result"))
        , cost_(options.cost)
        , silence_(options.silence)
        , lastAnswer_(std::chrono::steady_clock::now()) {}

    hosted::PollSchedule& schedule() { return schedule_; }
    bool over() const { return over_; }
    double progress() const { return over_ ? 1.0 : progress_.load(); }
    void heard(double progress) {
        progress_ = progress;
        lastAnswer_ = std::chrono::steady_clock::now();
    }
    bool silentForTooLong() const { return std::chrono::steady_clock::now() - lastAnswer_ > silence_; }

    /// A picture that came with the answer to the order.
    void keep(Image image) { kept_ = std::move(image); }
    std::optional<Image> takeKept() { return std::exchange(kept_, std::nullopt); }

    Fetched made(const Image& image) {
        over_ = true;
        const auto stored = hosted::storePicture(image.bytes, file_);
        if (!stored) return unmade(Problem::Failed, describe(stored.error()));
        Fetched fetched{.made = {}, .unmade = {}, .finished = true};
        // Its size is the judge's business.
        fetched.made.push_back({wanted_.id, photo_, stored->file, stored->mediaType, 1, 1, "{}", cost_});
        return fetched;
    }
    Fetched unmade(Problem problem, std::string detail) {
        over_ = true;
        Fetched fetched{.made = {}, .unmade = {}, .finished = true};
        fetched.unmade.push_back(hosted::unmade(wanted_.id, problem, std::move(detail)));
        return fetched;
    }

private:
    hosted::PollSchedule schedule_;
    WantedHeadshot wanted_;
    PhotoId photo_;
    std::filesystem::path file_;
    Cost cost_;
    milliseconds silence_;
    std::chrono::steady_clock::time_point lastAnswer_;
    std::optional<Image> kept_;
    std::atomic<double> progress_ = 0;
    std::atomic<bool> over_ = false;
};

Result<std::unique_ptr<CustomGenerator>> CustomGenerator::create(CustomOptions options, http::Client& client,
                                                                 PhotoPreparer& preparer) {
    if (options.styles.empty()) return fail(ErrorCode::InvalidInput, "a custom generator without styles");
    if (options.photos < 1 || options.photos > photosMax)
        return fail(ErrorCode::InvalidInput, "photos of a custom generator");
    auto api = TRY(CustomClient::create(options.access, client));
    return std::unique_ptr<CustomGenerator>(
        new CustomGenerator(std::move(options), std::move(api), preparer));
}

CustomGenerator::~CustomGenerator() = default;

Traits CustomGenerator::traits() const {
    const auto parts = hosted::parseServiceUrl(options_.access.url);
    const bool here = parts && hosted::isLoopbackHost(parts->host);
    return {.headshotsPerSubmit = 1, .photosLeave = !here, .survivesUs = true, .origin = options_.origin};
}

Result<hosted::MultipartForm> CustomGenerator::orderForm(const GenerationRequest& request,
                                                         std::string_view attemptId) {
    const WantedHeadshot& wanted = request.headshots.front();
    const std::size_t count =
        std::min<std::size_t>(request.photos.size(), static_cast<std::size_t>(options_.photos));
    json names = json::array();
    for (std::size_t i = 0; i < count; ++i)
        names.push_back("photo" + std::to_string(i));
    const json order{{"version", 1},
                     {"attempt", attemptId},
                     {"style", wanted.style},
                     {"words", options_.styles.find(wanted.style)->second},
                     {"seed", seedOf(request, attemptId)},
                     {"ordinal", wanted.ordinal},
                     {"count", wanted.styleCount},
                     {"width", 1024},
                     {"height", 1280},
                     {"photos", names},
                     {"callback", options_.callback.empty() ? json() : json(options_.callback)}};
    hosted::MultipartForm form;
    form.addPart("order", {}, "application/json", order.dump());
    const Preparation wantedPhoto{.edgeMax = options_.photoEdge,
                                  .pixelsMax = photoPixelsMax,
                                  .bytesMax = photoBytesMax,
                                  .aspectMax = 3,
                                  .part = PhotoPart::Whole};
    for (std::size_t i = 0; i < count; ++i) {
        const SourcePhoto& photo = request.photos[(firstPhoto(request) + i) % request.photos.size()];
        const auto place = request.folder / ("prepared-" + std::to_string(i));
        TRY(storage::ensureFolder(place));
        const PreparedPhoto prepared = TRY(preparer_.prepare(photo.file, wantedPhoto, place));
        form.addPart("photo" + std::to_string(i), "photo.jpg", "image/jpeg", TRY(contentOf(prepared.file)));
    }
    return form;
}

Result<std::string> CustomGenerator::order(const GenerationRequest& request, std::string_view attemptId) {
    const auto form = TRY(orderForm(request, attemptId));
    auto outcome = api_->order(form, attemptId);
    if (!outcome) return failWith(outcome.error());
    auto run = std::make_shared<Run>(request, options_);
    std::string handle;
    if (auto* image = std::get_if<Image>(&*outcome)) {
        run->keep(std::move(*image));
        handle = std::string(atOncePrefix) + std::string(attemptId);
    } else {
        const Pending& pending = std::get<Pending>(*outcome);
        run->heard(pending.progress);
        handle = std::string(workPrefix) + pending.id;
    }
    runs_.put(handle, std::move(run));
    return handle;
}

Result<std::string> CustomGenerator::submit(const GenerationRequest& request, std::string_view attemptId) {
    if (request.headshots.size() != 1 || request.photos.empty())
        return fail(ErrorCode::InvalidInput, "one headshot at a time, of at least one photo");
    if (!knowsStyle(request.headshots.front().style))
        return fail(ErrorCode::NotFound, "no style " + request.headshots.front().style);
    return order(request, attemptId);
}

Result<std::optional<std::string>> CustomGenerator::findAttempt(std::string_view attemptId) {
    const auto id = api_->findAttempt(attemptId);
    if (!id) return failWith(id.error());
    if (!*id) return std::optional<std::string>();
    return std::optional(std::string(workPrefix) + **id);
}

Result<void> CustomGenerator::resume(const GenerationRequest& request, std::string_view handle) {
    if (request.headshots.size() != 1 || request.photos.empty())
        return fail(ErrorCode::InvalidInput, "one headshot at a time, of at least one photo");
    // A picture that came at once went down with its process: the same order brings it again, or makes it
    // anew.
    if (!handle.starts_with(workPrefix)) return fail(ErrorCode::NotFound, "it came at once");
    runs_.put(std::string(handle), std::make_shared<Run>(request, options_));
    return {};
}

Result<Fetched> CustomGenerator::fetch(std::string_view handle, milliseconds wait) {
    const auto run = runs_.find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work");
    if (run->over()) return Fetched{.made = {}, .unmade = {}, .finished = true};
    if (const auto kept = run->takeKept()) return run->made(*kept);
    if (!run->schedule().waitUntilDue(wait)) return Fetched{};
    auto outcome = api_->result(handle.substr(workPrefix.size()));
    run->schedule().asked();
    if (outcome) {
        if (const auto* image = std::get_if<Image>(&*outcome)) return run->made(*image);
        run->heard(std::get<Pending>(*outcome).progress);
        return Fetched{};
    }
    const Problem problem = outcome.error().problem;
    const bool mayPass = problem == Problem::Busy || problem == Problem::Down || problem == Problem::Unknown;
    if (!mayPass) return run->unmade(problem, outcome.error().detail);
    log::info("generators.custom", "no answer yet", {{"why", outcome.error().detail}});
    // The work may go on there: a later attempt takes it up.
    if (run->silentForTooLong()) return fail(ErrorCode::Unavailable, "the model does not answer");
    return Fetched{};
}

Result<double> CustomGenerator::progress(std::string_view handle) {
    const auto run = runs_.find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work");
    return run->progress();
}

void CustomGenerator::cancel(std::string_view handle) {
    (void)runs_.take(handle);
    if (handle.starts_with(workPrefix)) api_->forget(handle.substr(workPrefix.size()));
}

void CustomGenerator::bringNews(std::string_view id) {
    if (const auto run = runs_.find(std::string(workPrefix) + std::string(id))) run->schedule().bringNews();
}

Result<void> CustomGenerator::check() {
    const auto healthy = api_->health();
    if (!healthy) return failWith(healthy.error());
    return {};
}

} // namespace headroom::generators::custom
