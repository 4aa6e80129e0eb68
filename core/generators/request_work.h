#pragma once

#include "core/generators/job_runner.h"
#include "core/generators/scratch_folder.h"

#include <chrono>
#include <list>
#include <map>
#include <set>

namespace headroom::generators {

/// The way of one request's claimed jobs to completed headshots, for JobRunner alone, on one thread. The
/// steps in order: bring the photos here, go through the chain of generators, for each batch commit
/// "submitting", submit, commit the handle, fetch, store, complete.
class RequestWork {
public:
    /// `stopping` is asked between steps; parts outlive this.
    RequestWork(RunnerParts& parts, std::int64_t heartbeatMs, std::function<bool()> stopping,
                headshots::ClaimedRequest claimed, ScratchFolder folder);

    /// An error is one of our own database or disk: the leases end, and another runner takes over.
    Result<void> run();

private:
    using Moment = std::chrono::steady_clock::time_point;
    using ClaimedJob = headshots::ClaimedJob;
    using FailureKind = headshots::FailureKind;
    using JobRef = headshots::JobRef;
    using Batch = std::vector<ClaimedJob>;

    /// Work under way at a generator.
    struct Running {
        Batch batch;
        ScratchFolder scratch;
        std::string attemptId;
        std::string handle;
        Cost spent{};
    };
    /// Why a generator did not make a headshot that the next may want.
    struct Refusal {
        Error error;
        FailureKind kind = FailureKind::Retry;
    };
    enum class Progress {
        GoesOn,
        Ended,
        NotOurs, ///< cancelled by the member, or taken up by another worker
    };

    // The chain (request_work.cpp)
    Result<void> bringPhotos();
    Result<bool> mayUse(const Generator& generator) const;
    /// The generators that may make a style, in the team's order.
    choice::Names orderFor(const std::string& style) const;
    /// What is due at this generator when its turn is the rank-th.
    std::vector<Batch> batchesFor(const Generator& generator, std::size_t rank) const;
    /// Jobs that an earlier attempt put together stay together, as it has one handle.
    std::vector<Batch> earlierBatches(const Generator& generator) const;
    /// Before anything new is begun: a worker that is gone may have left work that goes on, and is paid for.
    Result<void> takeUpEarlier();
    Result<void> takeUp(Generator& generator, const Batch& batch, std::list<Running>& running);
    Result<void> keepLeases();
    /// The runner stops: others go on at once, with what generators elsewhere have as it stands.
    Result<void> standDown();
    void noLongerAfar(const Batch& batch);

    // One generator, and what it costs (request_attempts.cpp)
    Result<void> offer(Generator& generator, std::vector<Batch> batches, std::list<Running> running);
    /// Begins one batch after the other, as many at once as the generator takes, and brings what they make.
    Result<void> work(Generator& generator, const std::vector<Batch>& batches, std::list<Running>& running);
    GenerationRequest requestFor(const Batch& batch, const std::filesystem::path& folder) const;
    static std::vector<JobRef> refsOf(const Batch& batch);
    /// Puts the batch under way, or notes why the generator does not want it.
    Result<void> begin(Generator& generator, Batch batch, std::list<Running>& running);
    Result<Progress> fetch(Generator& generator, Running& one, std::chrono::milliseconds wait);
    Result<void> reserve(const Generator& generator, const Batch& batch, const std::string& attemptId);
    /// Before the result is taken in: a crash in between must not make it free.
    Result<void> account(Running& one, const Cost& cost);
    Result<void> release(const std::string& attemptId);

    // What comes of it (request_results.cpp)
    Result<void> finish(const Generator& generator, const MadeHeadshot& made);
    /// What was made, as the headshot that it becomes; or why it does not.
    Result<MadeHeadshot> judged(const Generator& generator, const MadeHeadshot& made);
    /// A result that is no headshot is made anew, as long as there are attempts; then the credit goes back
    /// with the reason. What our own machine could not look at stays where it can still be fetched.
    Result<void> turnDown(const Generator& generator, const JobRef& ref, const Error& error);
    /// Bytes before the row: a crash after this leaves an orphan for the sweep.
    Result<headshots::CompletedHeadshot> store(const Generator& generator, const MadeHeadshot& made,
                                               const JobRef& ref);
    Result<void> take(const UnmadeHeadshot& unmade);
    /// Once more at the same generator; after that the next of the chain may have it at once.
    Result<void> again(const JobRef& ref, const Error& error);
    Result<void> refuse(const Batch& batch, const Error& error);
    Result<void> end(const JobRef ref, ErrorCode code, FailureKind kind);
    /// What the whole chain left. Without a reason nobody knows the style: that will not change by waiting.
    Result<void> endRefused();
    Result<void> endAll(const Error& error);
    Result<void> drop(const Batch& batch);

    RunnerParts& parts_;
    const std::int64_t heartbeatMs_;
    const std::function<bool()> stopping_;
    headshots::ClaimedRequest claimed_;
    ScratchFolder folder_;
    std::vector<SourcePhoto> photos_;
    std::map<HeadshotId, ClaimedJob> owed_;
    std::set<HeadshotId> afar_; ///< what goes on without us
    std::map<HeadshotId, Refusal> refusals_;
    choice::TeamChoice choice_;
    Moment lastHeartbeat_;
    bool stopped_ = false;
};

} // namespace headroom::generators
