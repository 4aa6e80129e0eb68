#pragma once

#include "app/sandbox/replicate/replicate_store.h"
#include "core/base/clock.h"
#include "core/http/client/client.h"
#include "core/http/server/router.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace headroom::sandbox {

/// How long things take there; tests make it quick.
struct ReplicatePace {
    std::int64_t queueMs = 1'500;        ///< "starting"
    std::int64_t runMs = 4'000;          ///< "processing"
    std::int64_t keptMs = 3600LL * 1000; ///< then input, output and files of a prediction are removed
};

/// HEADROOM_SANDBOX_REPLICATE_PACE=queue,run,kept in milliseconds; the usual pace when unset. InvalidInput.
Result<ReplicatePace> replicatePaceFromEnvironment();

/// Replicate's HTTP API on one machine, under /replicate/v1: predictions by official model and by version,
/// files, models with schemas, cancel, webhooks signed by Standard Webhooks, outputs that vanish. Pictures
/// are the caller's own, lit anew. What goes wrong is asked for by words in the input (README.md). Everything
/// is in a journal before anyone hears of it.
class ReplicateSandbox {
public:
    static Result<std::unique_ptr<ReplicateSandbox>> create(const std::filesystem::path& folder,
                                                            ReplicatePace pace, const Clock& clock);
    ~ReplicateSandbox();
    ReplicateSandbox(const ReplicateSandbox&) = delete;
    ReplicateSandbox& operator=(const ReplicateSandbox&) = delete;

    /// The sandbox must outlive the server.
    void addRoutes(http::Router& router);
    /// Where the server listens; then predictions and webhooks begin to move.
    void start(std::string baseUrl);
    void stop();

private:
    ReplicateSandbox(ReplicatePace pace, const Clock& clock)
        : pace_(pace)
        , clock_(clock) {}

    // replicate_api.cpp
    using Answer = http::Response (ReplicateSandbox::*)(http::Request&);
    http::Handler handler(Answer answer);
    http::Response createByVersion(http::Request& request);
    http::Response createByModel(http::Request& request);
    http::Response getPrediction(http::Request& request);
    http::Response listPredictions(http::Request& request);
    http::Response cancelPrediction(http::Request& request);
    http::Response getModel(http::Request& request);
    http::Response getVersion(http::Request& request);
    http::Response uploadFile(http::Request& request);
    http::Response getFile(http::Request& request);
    http::Response listFiles(http::Request& request);
    http::Response deleteFile(http::Request& request);
    http::Response webhookSecret(http::Request& request);
    http::Response account(http::Request& request);
    http::Response deliver(http::Request& request);
    http::Response list(const http::Request& request, std::string_view kind);

    // replicate_predictions.cpp: with the lock held
    http::Response create(http::Request& request, const ReplicateModel& model, const Json& body);
    Json newPrediction(const http::Request& request, const ReplicateModel& model, const Json& body);
    Json shown(const Json& object) const;
    void save(const Json& object);
    void finish(Json prediction, std::string_view status);
    void announce(const Json& prediction, std::string_view event);

    // replicate_clockwork.cpp
    void turnClockwork();
    void advance(const std::string& id, std::unique_lock<std::mutex>& lock);
    void succeed(Json prediction, std::unique_lock<std::mutex>& lock);
    Result<std::string> paint(const Json& prediction);
    void removeOld();
    void sendWebhooks();
    std::optional<Json> dueDelivery();
    int post(const Json& delivery);

    const ReplicatePace pace_;
    const Clock& clock_;
    std::string baseUrl_;
    std::mutex mutex_;
    bool throttled_ = false;
    std::condition_variable changed_;
    std::unique_ptr<ReplicateStore> store_;
    std::unique_ptr<http::Client> client_;
    std::stop_source stop_;
    std::thread clockwork_;
    std::thread webhooks_;
};

} // namespace headroom::sandbox
