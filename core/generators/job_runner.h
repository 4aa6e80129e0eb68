#pragma once

#include "core/base/clock.h"
#include "core/generators/choice/spending.h"
#include "core/generators/choice/team_choice.h"
#include "core/generators/generator.h"
#include "core/generators/generators_limits.h"
#include "core/generators/photo_inspector.h"
#include "core/generators/picture_room.h"
#include "core/headshots/headshot_queue.h"
#include "core/photos/photo_library.h"
#include "core/storage/blob_store.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace headroom::generators {

/// What a runner works with. Everything is shared with others and outlives the runner.
struct RunnerParts {
    headshots::HeadshotQueue& queue;
    photos::PhotoLibrary& library;
    storage::BlobStore& blobs;
    PhotoInspector& inspector;
    /// Looks at what generators elsewhere made before it becomes a headshot.
    ResultJudge& judge;
    /// In order of preference: what one cannot make is offered to the next.
    std::vector<Generator*> chain;
    /// Whether a team's owner agreed that photos go to this generator; asked only for those that send photos
    /// away.
    std::function<Result<bool>(const TeamId&, const Generator&)> mayLeave;
    /// What a team's owner chose; empty: the chain as it stands, for everybody.
    std::function<Result<choice::TeamChoice>(const TeamId&)> choose{};
    /// Counts what paid generators cost; null: nobody does.
    choice::Spending* spending = nullptr;
};

struct RunnerOptions {
    std::string name; ///< of this worker, for operators: host and process
    /// Private copies of photos and results; this runner's alone, emptied at its start.
    std::filesystem::path scratch;
    int threads = 1; ///< each takes one request, or one photo, at a time
    std::int64_t heartbeatMs = headshots::heartbeatMs;
    std::int64_t idlePollMs = generators::idlePollMs;
    std::int64_t troublePauseMs = generators::troublePauseMs;
};

/// Takes photos to check and headshots to make out of the queues and has it done: inside the endpoint on one
/// machine, in `headroom-endpoint worker` elsewhere. Photos and requests take turns, so that neither a camera
/// roll nor a large request keeps the other waiting.
///
/// Nothing is lost when it dies at any point: leases end, another runner takes over, and what a late one
/// brings is discarded.
class JobRunner {
public:
    JobRunner(RunnerParts parts, RunnerOptions options);
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    /// Makes the scratch folder and starts the threads. FileAccess, DiskFull.
    Result<void> start();
    /// Gives back what was not begun, stops the generators, and waits for the threads.
    void stop();
    /// There may be work: call it from Database::onWake. Any thread, quick.
    void wake();

    /// Does what there is to do on the caller's thread and returns when nothing is left. For tests and the
    /// one-shot command; not while started.
    Result<void> runUntilIdle();

private:
    enum class Turn { Worked, Idle };
    enum class First { Photos, Headshots };

    void loop(First first);
    /// One piece of work, of that kind if there is any.
    Result<Turn> turn(First first);
    bool stopping() const;
    std::uint64_t wakesSoFar() const;
    /// Until stop(), or a wake-up after those that were seen.
    void pause(std::int64_t ms, std::uint64_t wakesSeen);

    // Photos
    Result<Turn> checkOnePhoto();
    Result<photos::CheckOutcome> look(const photos::CheckTask& task, const std::filesystem::path& folder);

    Result<Turn> makeOneRequest();

    RunnerParts parts_;
    RunnerOptions options_;
    std::vector<std::thread> threads_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::uint64_t wakes_ = 0;
};

} // namespace headroom::generators
