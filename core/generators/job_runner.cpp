#include "core/generators/job_runner.h"

#include "core/base/log.h"
#include "core/generators/generators_limits.h"
#include "core/generators/request_work.h"
#include "core/generators/scratch_folder.h"
#include "core/photos/uploads_limits.h"

#include <chrono>

// The threads and the looks at photos. How headshots are made stands in request_work.h.
namespace headroom::generators {

JobRunner::JobRunner(RunnerParts parts, RunnerOptions options)
    : parts_(std::move(parts))
    , options_(std::move(options)) {}

JobRunner::~JobRunner() {
    stop();
}

Result<void> JobRunner::start() {
    TRY(emptyFolder(options_.scratch));
    const std::lock_guard lock(mutex_);
    stopping_ = false;
    for (int i = 0; i < options_.threads; ++i)
        threads_.emplace_back([this, i] { loop(i % 2 == 0 ? First::Photos : First::Headshots); });
    return {};
}

void JobRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

void JobRunner::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++wakes_;
    }
    changed_.notify_all();
}

bool JobRunner::stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

std::uint64_t JobRunner::wakesSoFar() const {
    const std::lock_guard lock(mutex_);
    return wakes_;
}

void JobRunner::pause(std::int64_t ms, std::uint64_t wakesSeen) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(ms), [&] { return stopping_ || wakes_ != wakesSeen; });
}

void JobRunner::loop(First first) {
    while (!stopping()) {
        // Read before looking: work that comes while we look must not wait for the next poll.
        const std::uint64_t wakesSeen = wakesSoFar();
        const auto turned = turn(first);
        first = first == First::Photos ? First::Headshots : First::Photos;
        if (!turned) {
            log::warning("generators.runner", "a turn failed", {{"error", describe(turned.error())}});
            pause(options_.troublePauseMs, wakesSoFar());
        } else if (*turned == Turn::Idle) {
            pause(options_.idlePollMs, wakesSeen);
        }
    }
}

Result<void> JobRunner::runUntilIdle() {
    TRY(emptyFolder(options_.scratch));
    while (TRY(turn(First::Photos)) == Turn::Worked) {
    }
    return {};
}

Result<JobRunner::Turn> JobRunner::turn(First first) {
    if (first == First::Headshots && TRY(makeOneRequest()) == Turn::Worked) return Turn::Worked;
    if (TRY(checkOnePhoto()) == Turn::Worked) return Turn::Worked;
    return first == First::Photos ? makeOneRequest() : Result<Turn>(Turn::Idle);
}

Result<JobRunner::Turn> JobRunner::checkOnePhoto() {
    const auto task = TRY(parts_.library.claimNextToCheck());
    if (!task) return Turn::Idle;
    Result<photos::CheckOutcome> outcome = photos::CheckOutcome{
        .refusal = ErrorCode::PhotoNotUsable, .reportJson = "{}", .mediaType = {}, .width = {}, .height = {}};
    if (!task->exhausted) {
        const ScratchFolder folder = TRY(ScratchFolder::make(options_.scratch));
        outcome = look(*task, folder.path());
    }
    if (!outcome) {
        log::warning("photos.check", "a look failed",
                     {{"photo", task->photo.text()},
                      {"attempt", task->attempt},
                      {"error", describe(outcome.error())}});
        TRY(parts_.library.returnCheck(*task));
        return Turn::Worked;
    }
    const auto finished = parts_.library.finishCheck(*task, *outcome);
    if (!finished && finished.error().code != ErrorCode::LeaseLost) return fail(finished.error());
    return Turn::Worked;
}

Result<photos::CheckOutcome> JobRunner::look(const photos::CheckTask& task,
                                             const std::filesystem::path& folder) {
    const auto file = folder / "photo";
    const auto aside = folder / "aside";
    TRY(storage::ensureFolder(aside));
    TRY(parts_.blobs.getToFile(TRY(storage::BlobKey::parse(task.blobKey)), file));
    const auto checked = parts_.inspector.inspect(file, aside);
    if (!checked) {
        // A photo on which the process dies each time is to blame, not the process.
        const bool perhapsThePhoto =
            checked.error().code == ErrorCode::GeneratorFailed || checked.error().code == ErrorCode::Timeout;
        if (!perhapsThePhoto || task.attempt < photos::checkAttemptsMax) return fail(checked.error());
        return photos::CheckOutcome{.refusal = ErrorCode::PhotoNotUsable,
                                    .reportJson = "{}",
                                    .mediaType = {},
                                    .width = {},
                                    .height = {}};
    }
    photos::CheckOutcome outcome{.refusal = checked->refusal,
                                 .reportJson = checked->reportJson,
                                 .mediaType = checked->mediaType,
                                 .width = {},
                                 .height = {}};
    if (checked->width > 0) outcome.width = checked->width;
    if (checked->height > 0) outcome.height = checked->height;
    return outcome;
}

Result<JobRunner::Turn> JobRunner::makeOneRequest() {
    auto claimed = TRY(parts_.queue.claim(options_.name));
    if (!claimed) return Turn::Idle;
    if (claimed->jobs.empty()) return Turn::Worked;
    auto folder = TRY(ScratchFolder::make(options_.scratch));
    RequestWork work(
        parts_, options_.heartbeatMs, [this] { return stopping(); }, std::move(*claimed), std::move(folder));
    TRY(work.run());
    return Turn::Worked;
}

} // namespace headroom::generators
