#include "app/endpoint/commands/commands.h"
#include "app/endpoint/commands/stop_signals.h"
#include "app/endpoint/desk/watched_store.h"
#include "app/endpoint/open_database.h"
#include "app/endpoint/workers.h"
#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/photos/uploads.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>

namespace headroom::endpoint {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view scratchPrefix = "scratch-worker-";
/// A worker touches its scratch folder with every piece of work; one that did not for a day is dead.
constexpr std::chrono::hours scratchAge{24};

/// Private copies of photos that a killed worker left. Workers of several machines may share the data folder.
void removeOldScratch(const fs::path& dataFolder) {
    std::error_code problem;
    const auto border = fs::file_time_type::clock::now() - scratchAge;
    for (const auto& entry : fs::directory_iterator(dataFolder, problem)) {
        if (!entry.path().filename().string().starts_with(scratchPrefix)) continue;
        std::error_code ignored;
        const auto changedAt = fs::last_write_time(entry.path(), ignored);
        if (!ignored && changedAt < border) fs::remove_all(entry.path(), ignored);
    }
}

/// Gone with this object, after the workers.
struct WorkerScratch {
    explicit WorkerScratch(const fs::path& dataFolder)
        : path(dataFolder / (std::string(scratchPrefix) + newUuid())) {}
    ~WorkerScratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    WorkerScratch(const WorkerScratch&) = delete;
    WorkerScratch& operator=(const WorkerScratch&) = delete;

    fs::path path;
};

Result<void> work(const EndpointConfig& config, const StopSignals& stopSignals) {
    const SystemClock clock;
    const auto database = TRY(openDatabase(config, clock));
    services::ServiceJournal journal(*database, clock);
    const auto blobs = TRY(openWatchedStore(config, clock, journal));
    removeOldScratch(config.dataFolder);
    const WorkerScratch scratch(config.dataFolder);
    const auto chain = TRY(
        GeneratorChain::open(config, *database, clock, faces::usableModels(config.modelsFolder), journal));
    chain->check();
    const auto workers = TRY(Workers::start(config, clock, *database, *blobs, *chain, scratch.path));
    database->onWake([&](std::string_view channel, std::string_view payload) {
        if (channel == photos::workWakeChannel) workers->wake();
        if (channel == generatorWakeChannel) chain->bringNews(payload);
    });
    std::printf("%s\n", nlohmann::json{{"workers", config.workers}}.dump().c_str());
    std::fflush(stdout);
    log::info("endpoint.worker", "working", {{"threads", config.workers}});
    const int received = stopSignals.wait();
    log::info("endpoint.worker", "stopping", {{"signal", received}});
    database->onWake({});
    return {};
}

} // namespace

int worker(const EndpointConfig& config, const Arguments&) {
    // Before any thread exists.
    const StopSignals stopSignals;
    if (config.database == "sqlite")
        return complain(
            "a worker of its own needs PostgreSQL (HEADROOM_DATABASE): a SQLite file belongs to one "
            "process, and the endpoint has workers inside",
            2);
    const auto worked = work(config, stopSignals);
    if (!worked) return complain(describe(worked.error()));
    return 0;
}

} // namespace headroom::endpoint
