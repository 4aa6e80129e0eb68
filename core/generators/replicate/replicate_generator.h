#pragma once

#include "core/generators/generator.h"
#include "core/generators/hosted/hosted_limits.h"
#include "core/generators/hosted/picture_download.h"
#include "core/generators/hosted/run_table.h"
#include "core/generators/replicate/prepared_photos.h"
#include "core/generators/replicate/replicate_client.h"
#include "core/generators/replicate/style_mapping.h"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace headroom::generators::replicate {

/// How photos get there.
enum class PhotoRoute {
    Files, ///< by the files API, which is also how work is found whose answer was lost
    /// Inside the request when they are small (dataUriBytesMax). Work whose answer was lost cannot be found
    /// then: such a headshot fails rather than being paid for twice.
    DataUri,
};

struct GeneratorOptions {
    PhotoRoute photos = PhotoRoute::Files;
    /// How long a submit() may wait for the picture itself; 0: not at all, so that the prediction's id is in
    /// our database as soon as it exists.
    int waitSeconds = 0;
    /// Where Replicate tells that one is finished; empty: it is asked for, which is always enough.
    std::string webhook;
    hosted::OutputHosts outputs{.names = {"replicate.delivery", "*.replicate.delivery"}, .loopback = false};
    std::chrono::milliseconds pollFirst{hosted::pollFirstMs};
    std::chrono::milliseconds pollLongest{hosted::pollLongestMs};
    std::function<void(std::chrono::milliseconds)> sleep; ///< tests do without
};

/// Headshots by a model on Replicate: one prediction each.
///
/// Replicate has no idempotency keys, so nothing that makes a prediction is sent twice. What was made is
/// found again by its photos: each attempt uploads its own, with the attempt's id in their metadata, and a
/// prediction's input holds their addresses. Photos are deleted there as soon as the prediction ended.
class ReplicateGenerator final : public Generator {
public:
    ReplicateGenerator(ReplicateClient client, StyleMapping mapping, PhotoPreparer& preparer,
                       http::Client& http, GeneratorOptions options);
    ~ReplicateGenerator() override;

    /// Whether Replicate is there, takes our token and has the model, and the model takes what the mapping
    /// sends. InvalidInput says what is wrong with which field, GeneratorUnpaid, Unavailable. Repeated by
    /// submit() until it went well once.
    Result<void> check();

    std::string_view name() const override { return "replicate"; }
    Traits traits() const override;
    bool knowsStyle(std::string_view style) const override { return mapping_.knowsStyle(style); }
    Cost expectedCost(std::string_view style) const override;

    Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) override;
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override;
    Result<void> resume(const GenerationRequest& request, std::string_view handle) override;
    Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds wait) override;
    Result<double> progress(std::string_view handle) override;
    void cancel(std::string_view handle) override;

    /// Replicate sent word about a prediction: ask for it now. Unknown ones are somebody else's.
    void bringNews(std::string_view predictionId);

    const StyleMapping& mapping() const { return mapping_; }

private:
    struct Run;
    struct Sent;

    Result<std::vector<Sent>> upload(const GenerationRequest& request, const std::vector<std::size_t>& chosen,
                                     std::string_view attemptId);
    void forget(const std::vector<Sent>& sent);
    Result<Fetched> take(Run& run, const Prediction& prediction);
    Result<Fetched> bringOutput(Run& run, const Prediction& prediction);
    Fetched end(Run& run, hosted::Problem problem, std::string detail, Cost cost = {});
    void clean(Run& run);
    Result<Fetched> silent(Run& run, const Error& error);
    Result<std::optional<std::string>> lookFor(const std::vector<UploadedFile>& files);
    Result<std::vector<UploadedFile>> filesOf(std::string_view attemptId);
    /// What predictions are made by, once check() went well.
    Result<std::string> readyVersion();
    Result<std::string> askForVersion();

    ReplicateClient client_;
    StyleMapping mapping_;
    hosted::PictureDownload download_;
    GeneratorOptions options_;
    PreparedPhotos photos_;
    hosted::RunTable<Run> runs_;

    std::mutex checkMutex_;
    bool checked_ = false;
    std::string version_; ///< that predictions are made by; empty for official models
    Error lastCheck_;
    std::chrono::steady_clock::time_point nextCheck_;
};

} // namespace headroom::generators::replicate
