#include "core/generators/replicate/replicate_generator.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/generators/hosted/poll_schedule.h"
#include "core/generators/replicate/failure_words.h"
#include "core/generators/replicate/replicate_limits.h"
#include "core/generators/replicate/schema_check.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

// From a request to a picture. How lost work is found again stands in replicate_generator_find.cpp.
namespace headroom::generators::replicate {

using hosted::Problem;
using nlohmann::json;

namespace {

/// The same for every attempt at a headshot, another for each; 31 bits, as many models want.
std::uint32_t seedOf(const GenerationRequest& request, const WantedHeadshot& wanted) {
    const std::string digest =
        sha256(std::to_string(request.seed) + wanted.style + "#" + std::to_string(wanted.ordinal));
    std::uint32_t seed = 0;
    for (const char byte : digest.substr(0, 4))
        seed = seed << 8 | static_cast<unsigned char>(byte);
    return seed & 0x7fffffffU;
}

/// Models that take fewer photos than there are get others for each headshot of a style.
std::vector<std::size_t> chosenPhotos(const StyleMapping& mapping, const GenerationRequest& request,
                                      const WantedHeadshot& wanted) {
    const std::size_t available = request.photos.size();
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < mapping.photosFor(available); ++i)
        chosen.push_back((static_cast<std::size_t>(wanted.ordinal) + i) % available);
    return chosen;
}

/// The model's own time is paid for however it ended; results only when there is one.
Cost costOf(const Price& price, const Prediction& prediction, std::int64_t microsForOutput) {
    const double seconds = prediction.predictSeconds.value_or(0);
    return {microsForOutput + std::llround(static_cast<double>(price.microsPerSecond) * seconds),
            price.currency};
}

} // namespace

ReplicateGenerator::ReplicateGenerator(ReplicateClient client, StyleMapping mapping, PhotoPreparer& preparer,
                                       http::Client& http, GeneratorOptions options)
    : client_(std::move(client))
    , mapping_(std::move(mapping))
    , download_(http, options.outputs, options.sleep)
    , options_(std::move(options))
    , photos_(preparer, mapping_.preparation(), preparedPhotosMax) {
    if (!options_.sleep)
        options_.sleep = [](std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); };
}

ReplicateGenerator::~ReplicateGenerator() = default;

Traits ReplicateGenerator::traits() const {
    Traits traits;
    traits.headshotsPerSubmit = 1;
    traits.submitsAtOnce = submitsAtOnce;
    traits.photosLeave = true;
    traits.survivesUs = true;
    return traits;
}

Cost ReplicateGenerator::expectedCost(std::string_view) const {
    return {mapping_.price().expectedMicros(), mapping_.price().currency};
}

// Is it there, and does it take what we send?

Result<std::string> ReplicateGenerator::askForVersion() {
    const bool pinned = !mapping_.version().empty() && mapping_.version() != "latest";
    const auto answer =
        pinned ? client_.version(mapping_.model(), mapping_.version()) : client_.model(mapping_.model());
    if (!answer && answer.error().problem == Problem::Misconfigured)
        return fail(ErrorCode::InvalidInput, "mapping " + mapping_.name() + ": " + answer.error().detail);
    if (!answer) return fail(hosted::errorOf(answer.error().problem, answer.error().detail));
    const json version = pinned ? *answer : answer->value("latest_version", json());
    if (!version.is_object())
        return fail(ErrorCode::InvalidInput, "mapping " + mapping_.name() + ": " + mapping_.model() +
                                                 " has no version that can be used");
    TRY(checkAgainstSchema(mapping_, version.value("openapi_schema", json())));
    if (mapping_.version().empty()) return std::string();
    const std::string id = textOf(version, "id");
    if (id.empty()) return fail(ErrorCode::InvalidInput, mapping_.model() + " has a version without id");
    return id;
}

Result<std::string> ReplicateGenerator::readyVersion() {
    const std::lock_guard lock(checkMutex_);
    if (checked_) return version_;
    const auto now = std::chrono::steady_clock::now();
    if (now < nextCheck_) return fail(lastCheck_);
    auto version = askForVersion();
    if (!version) {
        lastCheck_ = version.error();
        nextCheck_ = now + std::chrono::milliseconds(checkAgainMs);
        return version;
    }
    checked_ = true;
    version_ = *version;
    return version;
}

Result<void> ReplicateGenerator::check() {
    {
        const std::lock_guard lock(checkMutex_);
        nextCheck_ = {};
    }
    TRY(readyVersion());
    return {};
}

/// A photo as the prediction's input gets it.
struct ReplicateGenerator::Sent {
    std::string url;
    std::string fileId; ///< empty for a data URI
};

struct ReplicateGenerator::Run {
    std::string predictionId;
    HeadshotId headshot;
    PhotoId photo;
    std::filesystem::path file;
    std::vector<Sent> sent;
    std::optional<Prediction> first; ///< what submit() or resume() was told already
    hosted::PollSchedule schedule;
    std::optional<std::chrono::steady_clock::time_point> silentSince;
    std::atomic<double> progress = 0;
    bool over = false;
    bool clean = false;

    Run(std::chrono::milliseconds pollFirst, std::chrono::milliseconds pollLongest)
        : schedule(pollFirst, pollLongest) {}
};

// Submit

Result<std::vector<ReplicateGenerator::Sent>>
ReplicateGenerator::upload(const GenerationRequest& request, const std::vector<std::size_t>& chosen,
                           std::string_view attemptId) {
    std::vector<Sent> sent;
    const json metadata{{"headroom_attempt", attemptId}};
    for (const std::size_t index : chosen) {
        const auto bytes = photos_.get(request.photos[index], request.folder);
        if (!bytes) {
            forget(sent);
            return fail(bytes.error());
        }
        std::string dataUri = "data:image/jpeg;base64," + toBase64(**bytes);
        if (options_.photos == PhotoRoute::DataUri && dataUri.size() <= dataUriBytesMax) {
            sent.push_back({std::move(dataUri), {}});
            continue;
        }
        const std::string name = "photo-" + std::to_string(sent.size() + 1) + ".jpg";
        const auto file = client_.uploadFile(**bytes, name, "image/jpeg", metadata);
        if (!file) {
            forget(sent);
            // Whether the file is there does not matter: nothing costs before the prediction.
            const Problem problem =
                file.error().problem == Problem::Unknown ? Problem::Down : file.error().problem;
            return fail(hosted::errorOf(problem, "upload: " + file.error().detail));
        }
        sent.push_back({file->url, file->id});
    }
    return sent;
}

void ReplicateGenerator::forget(const std::vector<Sent>& sent) {
    for (const Sent& one : sent)
        if (!one.fileId.empty()) (void)client_.deleteFile(one.fileId); // they end by themselves after a day
}

Result<std::string> ReplicateGenerator::submit(const GenerationRequest& request, std::string_view attemptId) {
    if (request.headshots.size() != 1 || request.photos.empty())
        return fail(ErrorCode::InvalidInput, "one headshot at a time, of at least one photo");
    const WantedHeadshot& wanted = request.headshots.front();
    const auto version = readyVersion();
    if (!version && version.error().code == ErrorCode::InvalidInput)
        return fail(hosted::errorOf(Problem::Misconfigured, version.error().detail));
    if (!version) return fail(version.error());
    const auto chosen = chosenPhotos(mapping_, request, wanted);
    const auto sent = TRY(upload(request, chosen, attemptId));
    std::vector<std::string> urls;
    for (const Sent& one : sent)
        urls.push_back(one.url);
    const auto made = client_.create({.model = mapping_.model(), .version = *version},
                                     mapping_.inputFor(wanted.style, urls, seedOf(request, wanted)),
                                     {.waitSeconds = options_.waitSeconds,
                                      .cancelAfterSeconds = mapping_.cancelAfterSeconds(),
                                      .webhook = options_.webhook});
    if (!made) {
        // By its photos it is found if it was made after all.
        if (made.error().problem != Problem::Unknown) forget(sent);
        return fail(hosted::errorOf(made.error().problem, made.error().detail));
    }
    const auto run = std::make_shared<Run>(options_.pollFirst, options_.pollLongest);
    run->predictionId = made->id;
    run->headshot = wanted.id;
    run->photo = request.photos[chosen.front()].id;
    run->file = request.folder / ("result-" + wanted.id.text());
    run->sent = sent;
    run->first = *made;
    runs_.put(made->id, run);
    return made->id;
}

Result<void> ReplicateGenerator::resume(const GenerationRequest& request, std::string_view handle) {
    if (request.headshots.size() != 1 || request.photos.empty())
        return fail(ErrorCode::InvalidInput, "one headshot at a time, of at least one photo");
    const WantedHeadshot& wanted = request.headshots.front();
    auto prediction = client_.get(handle);
    if (!prediction && prediction.error().problem == Problem::Vanished)
        return fail(ErrorCode::NotFound, "replicate has no such prediction");
    if (!prediction) return fail(ErrorCode::Unavailable, prediction.error().detail);
    const auto run = std::make_shared<Run>(options_.pollFirst, options_.pollLongest);
    run->predictionId = handle;
    run->headshot = wanted.id;
    run->photo = request.photos[chosenPhotos(mapping_, request, wanted).front()].id;
    run->file = request.folder / ("result-" + wanted.id.text());
    for (const std::string& text : textsOf(prediction->input))
        if (std::string id = client_.fileIdOf(text); !id.empty()) run->sent.push_back({text, std::move(id)});
    run->first = std::move(*prediction);
    runs_.put(std::string(handle), run);
    return {};
}

// Fetch

Result<Fetched> ReplicateGenerator::fetch(std::string_view handle, std::chrono::milliseconds wait) {
    const auto run = runs_.find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work");
    if (run->over) return Fetched{.made = {}, .unmade = {}, .finished = true};
    if (run->first) {
        const Prediction known = *std::exchange(run->first, std::nullopt);
        return take(*run, known);
    }
    if (!run->schedule.waitUntilDue(wait)) return Fetched{};
    const auto prediction = client_.get(run->predictionId);
    if (prediction) return take(*run, *prediction);
    if (prediction.error().problem == Problem::Vanished)
        return end(*run, Problem::Vanished, prediction.error().detail);
    return silent(*run, hosted::errorOf(prediction.error().problem, prediction.error().detail));
}

/// Paid work is not given up because nobody answers for a while; in the end another attempt takes it up.
Result<Fetched> ReplicateGenerator::silent(Run& run, const Error& error) {
    const auto now = std::chrono::steady_clock::now();
    if (!run.silentSince) run.silentSince = now;
    if (now - *run.silentSince > std::chrono::milliseconds(hosted::silenceMs))
        return fail(ErrorCode::Unavailable, error.detail);
    run.schedule.asked();
    return Fetched{};
}

Result<Fetched> ReplicateGenerator::take(Run& run, const Prediction& prediction) {
    const Cost time = costOf(mapping_.price(), prediction, 0);
    switch (prediction.status) {
    case Status::Unfinished:
        run.silentSince.reset();
        run.progress = 0.5;
        run.schedule.asked();
        return Fetched{};
    case Status::Succeeded:
        return bringOutput(run, prediction);
    case Status::Failed:
        return end(run, problemOfFailure(prediction.error), "replicate failed: " + prediction.error, time);
    case Status::Canceled:
        return end(run, Problem::Stopped, "somebody cancelled it at replicate", time);
    case Status::Aborted:
        return end(run, Problem::TooLate, "replicate did not begin in time");
    case Status::Other:
        return end(run, Problem::Failed, "replicate says " + prediction.statusText, time);
    }
    __builtin_unreachable();
}

Result<Fetched> ReplicateGenerator::bringOutput(Run& run, const Prediction& prediction) {
    const auto outputs = outputsOf(prediction.output);
    if (outputs.empty())
        return prediction.dataRemoved ? end(run, Problem::Vanished, "replicate has removed the result")
                                      : end(run, Problem::Failed, "replicate made nothing");
    const Cost cost = costOf(mapping_.price(), prediction, mapping_.price().microsPerOutput);
    const std::string& first = outputs.front();
    Result<hosted::Picture> picture = fail(ErrorCode::GeneratorFailed, "the result is no picture");
    if (first.starts_with("data:")) {
        const std::size_t comma = first.find(";base64,");
        const auto bytes = comma == std::string::npos ? std::nullopt : fromBase64(first.substr(comma + 8));
        if (bytes) picture = hosted::storePicture(*bytes, run.file);
    } else {
        picture = download_.fetch(first, run.file);
    }
    if (!picture) {
        const Error& error = picture.error();
        if (error.code == ErrorCode::Unavailable) {
            run.first = prediction; // it is done: the next fetch() goes on here
            return silent(run, error);
        }
        if (error.code == ErrorCode::FileAccess || error.code == ErrorCode::DiskFull) return fail(error);
        if (error.code == ErrorCode::Gone) return end(run, Problem::Vanished, error.detail, cost);
        if (error.code == ErrorCode::Forbidden || error.code == ErrorCode::InvalidInput)
            return end(run, Problem::Misconfigured, error.detail, cost);
        return end(run, Problem::Failed, error.detail, cost);
    }
    json variant{{"model", mapping_.model()}, {"prediction", prediction.id}};
    if (outputs.size() > 1) variant["outputs"] = outputs.size();
    Fetched fetched{.made = {}, .unmade = {}, .finished = true};
    fetched.made.push_back(
        {run.headshot, run.photo, picture->file, picture->mediaType, 0, 0, variant.dump(), cost});
    run.over = true;
    run.progress = 1;
    clean(run);
    return fetched;
}

Fetched ReplicateGenerator::end(Run& run, Problem problem, std::string detail, Cost cost) {
    run.over = true;
    run.progress = 1;
    clean(run);
    Fetched fetched{.made = {}, .unmade = {}, .finished = true};
    fetched.unmade.push_back(hosted::unmade(run.headshot, problem, std::move(detail)));
    fetched.unmade.back().cost = std::move(cost);
    return fetched;
}

void ReplicateGenerator::clean(Run& run) {
    if (!std::exchange(run.clean, true)) forget(run.sent);
}

Result<double> ReplicateGenerator::progress(std::string_view handle) {
    const auto run = runs_.find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work");
    return run->progress;
}

void ReplicateGenerator::cancel(std::string_view handle) {
    const auto run = runs_.take(handle);
    if (!run) return;
    if (!run->over) {
        const auto cancelled = client_.cancel(run->predictionId);
        if (!cancelled)
            log::warning("generators.replicate", "a prediction could not be cancelled",
                         {{"prediction", run->predictionId}, {"detail", cancelled.error().detail}});
    }
    clean(*run);
}

void ReplicateGenerator::bringNews(std::string_view predictionId) {
    if (const auto run = runs_.find(predictionId)) run->schedule.bringNews();
}

} // namespace headroom::generators::replicate
