#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/generators/generators_limits.h"
#include "core/generators/job_runner.h"
#include "core/generators/render_protocol.h"
#include "core/generators/scratch_folder.h"
#include "core/headshots/headshots.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <list>
#include <map>
#include <set>

// From claimed jobs to completed headshots. The steps in order: bring the photos here, go through the chain
// of generators, for each batch commit "submitting", submit, commit the handle, fetch, store, complete.
namespace headroom::generators {

namespace {

using headshots::ClaimedJob;
using headshots::ClaimedRequest;
using headshots::FailureKind;
using headshots::JobRef;

/// The same for every attempt at a request, so that a headshot that is made again comes out the same.
std::uint64_t seedOf(const RequestId& id) {
    std::uint64_t seed = 0;
    for (const char byte : sha256(id.text()).substr(0, 8))
        seed = seed << 8 | static_cast<unsigned char>(byte);
    return seed;
}

/// Nothing of a comparison is kept but that there was one, and that it went well.
std::string withLikeness(const std::string& variantJson, Likeness likeness) {
    auto variant = nlohmann::json::parse(variantJson, nullptr, false);
    if (!variant.is_object()) variant = nlohmann::json::object();
    variant["likeness"] = name(likeness);
    return variant.dump();
}

/// Whether what the whole chain refused may go well another time.
FailureKind kindOf(ErrorCode code) {
    const bool final = code == ErrorCode::GeneratorRefused || code == ErrorCode::GeneratorUnpaid ||
                       code == ErrorCode::SpendingLimit || code == ErrorCode::Cancelled ||
                       code == ErrorCode::PhotoNotUsable;
    return final ? FailureKind::Final : FailureKind::Retry;
}

} // namespace

class JobRunner::Work {
public:
    Work(JobRunner& runner, ClaimedRequest claimed, ScratchFolder folder)
        : runner_(runner)
        , parts_(runner.parts_)
        , claimed_(std::move(claimed))
        , folder_(std::move(folder)) {
        for (const ClaimedJob& job : claimed_.jobs)
            owed_.emplace(job.ref.headshot, job);
    }

    Result<void> run() {
        const auto brought = bringPhotos();
        if (!brought) return endAll(brought.error());
        if (parts_.choose) choice_ = TRY(parts_.choose(claimed_.team));
        lastHeartbeat_ = Moment::clock::now();
        TRY(takeUpEarlier());
        for (std::size_t rank = 0; rank < parts_.chain.size(); ++rank) {
            for (Generator* generator : parts_.chain) {
                if (owed_.empty() || stopped_) break;
                if (TRY(mayUse(*generator))) TRY(offer(*generator, batchesFor(*generator, rank), {}));
            }
        }
        if (stopped_) return {};
        return endRefused();
    }

private:
    using Moment = std::chrono::steady_clock::time_point;
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

    // Photos

    Result<void> bringPhotos() {
        for (const photos::PhotoSource& source : claimed_.photos) {
            const auto file = folder_.path() / ("photo-" + std::to_string(photos_.size()));
            TRY(parts_.blobs.getToFile(TRY(storage::BlobKey::parse(source.blobKey)), file));
            photos_.push_back({source.photo, file, source.mediaType});
        }
        return {};
    }

    // The chain

    Result<bool> mayUse(const Generator& generator) const {
        if (!generator.traits().photosLeave) return true;
        return parts_.mayLeave(claimed_.team, generator);
    }

    /// The generators that may make a style, in the team's order.
    choice::Names orderFor(const std::string& style) const {
        choice::Names open;
        for (const Generator* generator : parts_.chain)
            open.emplace_back(generator->name());
        return choice_.orderFor(style, open);
    }

    /// What is due at this generator when its turn is the rank-th.
    std::vector<Batch> batchesFor(const Generator& generator, std::size_t rank) const {
        const auto most = static_cast<std::size_t>(std::max(1, generator.traits().headshotsPerSubmit));
        std::vector<Batch> batches;
        for (const auto& [id, job] : owed_) {
            const auto order = orderFor(job.style);
            if (rank >= order.size() || order[rank] != generator.name() || !generator.knowsStyle(job.style))
                continue;
            if (batches.empty() || batches.back().size() >= most) batches.emplace_back();
            batches.back().push_back(job);
        }
        return batches;
    }

    // What an earlier worker left

    /// Jobs that an earlier attempt put together stay together, as it has one handle.
    std::vector<Batch> earlierBatches(const Generator& generator) const {
        std::map<std::string, Batch> together;
        for (const auto& [id, job] : owed_)
            if (!job.earlierAttemptId.empty() && job.earlierGenerator == generator.name())
                together[job.earlierAttemptId].push_back(job);
        std::vector<Batch> batches;
        for (auto& [attempt, jobs] : together)
            batches.push_back(std::move(jobs));
        return batches;
    }

    /// Before anything new is begun: a worker that is gone may have left work that goes on, and is paid for.
    Result<void> takeUpEarlier() {
        for (Generator* generator : parts_.chain)
            for (const Batch& batch : earlierBatches(*generator))
                if (generator->traits().survivesUs)
                    for (const ClaimedJob& job : batch)
                        afar_.insert(job.ref.headshot);
        for (Generator* generator : parts_.chain) {
            if (stopped_) return {};
            const auto batches = earlierBatches(*generator);
            if (batches.empty() || !TRY(mayUse(*generator))) continue;
            std::list<Running> running;
            for (const Batch& batch : batches) {
                if (runner_.stopping()) return standDown();
                TRY(takeUp(*generator, batch, running));
            }
            TRY(offer(*generator, {}, std::move(running)));
        }
        for (auto& [id, job] : owed_)
            job.earlierAttemptId.clear();
        return {};
    }

    Result<void> takeUp(Generator& generator, const Batch& batch, std::list<Running>& running) {
        const ClaimedJob& first = batch.front();
        auto scratch = TRY(ScratchFolder::make(folder_.path()));
        std::optional<std::string> handle;
        if (!first.earlierHandle.empty()) handle = first.earlierHandle;
        if (!handle) handle = TRY(generator.findAttempt(first.earlierAttemptId));
        if (handle) {
            const auto resumed = generator.resume(requestFor(batch, scratch.path()), *handle);
            if (!resumed && resumed.error().code != ErrorCode::NotFound) return fail(resumed.error());
            if (!resumed) handle.reset();
        }
        if (!handle) { // it never began, or is gone
            noLongerAfar(batch);
            return release(first.earlierAttemptId);
        }
        const auto refs = refsOf(batch);
        const auto kept = parts_.queue.submitting(refs, generator.name(), first.earlierAttemptId);
        if (!kept && kept.error().code == ErrorCode::LeaseLost) return drop(batch);
        if (!kept) return fail(kept.error());
        TRY(parts_.queue.submitted(refs, *handle));
        running.push_back({batch, std::move(scratch), first.earlierAttemptId, std::move(*handle)});
        return {};
    }

    // One generator

    Result<void> offer(Generator& generator, std::vector<Batch> batches, std::list<Running> running) {
        const auto outcome = work(generator, batches, running);
        // Paid work is not thrown away because our own database had a bad moment: another attempt takes it
        // up.
        const bool leaveIt = (stopped_ || !outcome) && generator.traits().survivesUs;
        if (!leaveIt)
            for (const Running& one : running)
                generator.cancel(one.handle);
        return outcome;
    }

    /// Begins one batch after the other, as many at once as the generator takes, and brings what they make.
    Result<void> work(Generator& generator, const std::vector<Batch>& batches, std::list<Running>& running) {
        const auto atOnce = static_cast<std::size_t>(std::max(1, generator.traits().submitsAtOnce));
        auto next = batches.begin();
        while (next != batches.end() || !running.empty()) {
            if (runner_.stopping()) return standDown();
            TRY(keepLeases());
            if (next != batches.end() && running.size() < atOnce) {
                TRY(begin(generator, *next++, running));
                continue;
            }
            const std::chrono::milliseconds wait(fetchWaitMs / static_cast<std::int64_t>(running.size()));
            for (auto one = running.begin(); one != running.end();) {
                const Progress progress = TRY(fetch(generator, *one, wait));
                if (progress == Progress::GoesOn) {
                    ++one;
                    continue;
                }
                if (progress == Progress::Ended || !TRY(parts_.queue.anyOpen(refsOf(one->batch))))
                    generator.cancel(one->handle);
                noLongerAfar(one->batch);
                if (one->spent.micros == 0) TRY(release(one->attemptId));
                one = running.erase(one);
            }
        }
        return {};
    }

    GenerationRequest requestFor(const Batch& batch, const std::filesystem::path& folder) const {
        GenerationRequest request{.id = claimed_.id,
                                  .seed = seedOf(claimed_.id),
                                  .photos = photos_,
                                  .headshots = {},
                                  .folder = folder,
                                  .consent = claimed_.comparesFaces ? LikenessConsent::Given
                                                                    : LikenessConsent::NotGiven};
        for (const ClaimedJob& job : batch)
            request.headshots.push_back({job.ref.headshot, job.style, job.ordinal, job.styleCount});
        return request;
    }

    static std::vector<JobRef> refsOf(const Batch& batch) {
        std::vector<JobRef> refs;
        for (const ClaimedJob& job : batch)
            refs.push_back(job.ref);
        return refs;
    }

    /// Puts the batch under way, or notes why the generator does not want it.
    Result<void> begin(Generator& generator, Batch batch, std::list<Running>& running) {
        std::erase_if(batch, [&](const ClaimedJob& job) { return !owed_.contains(job.ref.headshot); });
        if (batch.empty()) return {};
        auto scratch = TRY(ScratchFolder::make(folder_.path()));
        const auto refs = refsOf(batch);
        const std::string attemptId = newUuid();
        const auto reserved = reserve(generator, batch, attemptId);
        if (!reserved && reserved.error().code == ErrorCode::SpendingLimit)
            return refuse(batch, reserved.error());
        if (!reserved) return fail(reserved.error());
        const auto kept = parts_.queue.submitting(refs, generator.name(), attemptId);
        if (!kept) TRY(release(attemptId));
        if (!kept && kept.error().code == ErrorCode::LeaseLost) return drop(batch);
        if (!kept) return fail(kept.error());
        if (generator.traits().survivesUs)
            for (const JobRef& ref : refs)
                afar_.insert(ref.headshot);
        auto handle = generator.submit(requestFor(batch, scratch.path()), attemptId);
        if (!handle && retry(handle.error().code) == Retry::AskSameAgain) {
            // Perhaps it was accepted, and paid for, and only the answer was lost.
            if (auto found = TRY(generator.findAttempt(attemptId))) handle = std::move(*found);
        }
        if (!handle) {
            noLongerAfar(batch);
            TRY(release(attemptId));
            return refuse(batch, handle.error());
        }
        const auto known = parts_.queue.submitted(refs, *handle);
        if (!known && known.error().code == ErrorCode::LeaseLost) return drop(batch);
        if (!known) return fail(known.error());
        running.push_back({std::move(batch), std::move(scratch), attemptId, std::move(*handle)});
        return {};
    }

    enum class Progress {
        GoesOn,
        Ended,
        NotOurs, ///< cancelled by the member, or taken up by another worker
    };
    Result<Progress> fetch(Generator& generator, Running& one, std::chrono::milliseconds wait) {
        const Fetched fetched = TRY(generator.fetch(one.handle, wait));
        for (const MadeHeadshot& made : fetched.made) {
            TRY(account(one, made.cost));
            TRY(finish(generator, made));
        }
        for (const UnmadeHeadshot& unmade : fetched.unmade) {
            TRY(account(one, unmade.cost));
            TRY(take(unmade));
        }
        const bool owesNone = std::none_of(one.batch.begin(), one.batch.end(), [&](const ClaimedJob& job) {
            return owed_.contains(job.ref.headshot);
        });
        if (fetched.finished) return Progress::Ended;
        return owesNone ? Progress::NotOurs : Progress::GoesOn;
    }

    // Money

    Result<void> reserve(const Generator& generator, const Batch& batch, const std::string& attemptId) {
        if (!parts_.spending) return {};
        Cost expected;
        for (const ClaimedJob& job : batch) {
            const Cost one = generator.expectedCost(job.style);
            expected = {expected.micros + one.micros, one.currency};
        }
        return parts_.spending->reserve(claimed_.team, generator.name(), attemptId, expected);
    }

    /// Before the result is taken in: a crash in between must not make it free.
    Result<void> account(Running& one, const Cost& cost) {
        if (!parts_.spending || cost.micros == 0) return {};
        one.spent = {one.spent.micros + cost.micros, cost.currency};
        return parts_.spending->settle(one.attemptId, one.spent);
    }

    Result<void> release(const std::string& attemptId) {
        return parts_.spending ? parts_.spending->release(attemptId) : Result<void>();
    }

    Result<void> keepLeases() {
        const auto now = Moment::clock::now();
        if (now - lastHeartbeat_ < std::chrono::milliseconds(runner_.options_.heartbeatMs)) return {};
        lastHeartbeat_ = now;
        std::vector<JobRef> refs;
        for (const auto& [id, job] : owed_)
            refs.push_back(job.ref);
        const auto held = TRY(parts_.queue.heartbeat(refs));
        for (const JobRef& ref : refs)
            if (std::find(held.begin(), held.end(), ref) == held.end()) owed_.erase(ref.headshot);
        return {};
    }

    // Ends

    Result<void> finish(const Generator& generator, const MadeHeadshot& made) {
        const auto found = owed_.find(made.id);
        if (found == owed_.end()) return {}; // lost, or delivered twice
        const JobRef ref = found->second.ref;
        const auto fit = judged(generator, made);
        if (!fit) return turnDown(generator, ref, fit.error());
        const auto stored = store(generator, *fit, ref);
        if (!stored) return end(ref, stored.error().code, FailureKind::Retry);
        const auto completed = parts_.queue.complete(claimed_.team, ref, *stored);
        if (!completed && completed.error().code != ErrorCode::LeaseLost) return fail(completed.error());
        owed_.erase(made.id);
        std::error_code ignored;
        std::filesystem::remove(made.file, ignored);
        return {};
    }

    /// What was made, as the headshot that it becomes; or why it does not.
    Result<MadeHeadshot> judged(const Generator& generator, const MadeHeadshot& made) {
        const Traits traits = generator.traits();
        if (traits.judging == Judging::Within) return made;
        const auto aside = TRY(ScratchFolder::make(folder_.path()));
        const JudgedResult result = TRY(parts_.judge.judge(
            {.file = made.file,
             .sources = photos_,
             .consent = claimed_.comparesFaces ? LikenessConsent::Given : LikenessConsent::NotGiven,
             .origin = traits.origin,
             .generator = std::string(generator.name())},
            aside.path()));
        std::error_code error;
        std::filesystem::rename(result.file, made.file, error);
        if (error) return fail(ErrorCode::FileAccess, "keep a judged result");
        MadeHeadshot fit = made;
        fit.mediaType = result.mediaType;
        fit.width = result.width;
        fit.height = result.height;
        fit.variantJson = withLikeness(made.variantJson, result.likeness);
        return fit;
    }

    /// A result that is no headshot is made anew, as long as there are attempts; then the credit goes back
    /// with the reason. What our own machine could not look at stays where it can still be fetched.
    Result<void> turnDown(const Generator& generator, const JobRef& ref, const Error& error) {
        log::warning("generators.judge", "a result is no headshot",
                     {{"headshot", ref.headshot.text()},
                      {"generator", std::string(generator.name())},
                      {"attempt", ref.attempt},
                      {"error", describe(error)}});
        const bool ourFault = error.code == ErrorCode::FileAccess || error.code == ErrorCode::DiskFull ||
                              error.code == ErrorCode::Unavailable;
        if (ourFault && generator.traits().survivesUs) return fail(error);
        return again(ref, error);
    }

    /// Bytes before the row: a crash after this leaves an orphan for the sweep.
    Result<headshots::CompletedHeadshot> store(const Generator& generator, const MadeHeadshot& made,
                                               const JobRef& ref) {
        const std::int64_t size = TRY(storage::fileSize(TRY(storage::openToRead(made.file))));
        if (size <= 0 || size > headshotBytesMax) return fail(ErrorCode::GeneratorFailed, "size of a result");
        storage::FileSource source = TRY(storage::FileSource::open(made.file));
        Hasher hasher(Hasher::Algorithm::Sha256);
        std::vector<char> buffer(1 << 16);
        while (const std::size_t count = TRY(source.read(buffer.data(), buffer.size())))
            hasher.update({buffer.data(), count});
        const std::string digest = toHex(hasher.finish());
        const std::string key = headshots::headshotBlobKey(claimed_.team, ref.headshot, ref.attempt);
        TRY(source.rewind());
        TRY(parts_.blobs.put(TRY(storage::BlobKey::parse(key)), {size, digest, made.mediaType}, source));
        return headshots::CompletedHeadshot{.photo = made.photo,
                                            .variantJson = made.variantJson,
                                            .generator = std::string(generator.name()),
                                            .blobKey = key,
                                            .mediaType = made.mediaType,
                                            .sha256 = digest,
                                            .sizeBytes = size,
                                            .width = made.width,
                                            .height = made.height,
                                            .costMicros = made.cost.micros,
                                            .costCurrency = made.cost.currency};
    }

    Result<void> take(const UnmadeHeadshot& unmade) {
        const auto found = owed_.find(unmade.id);
        if (found == owed_.end()) return {};
        log::info("generators.runner", "a headshot was not made",
                  {{"headshot", unmade.id.text()}, {"error", describe(unmade.error)}});
        switch (unmade.verdict) {
        case Verdict::TryAgain:
            return again(found->second.ref, unmade.error);
        case Verdict::NoneEver:
            return end(found->second.ref, unmade.error.code, FailureKind::Final);
        case Verdict::TryOther:
            refusals_[unmade.id] = {unmade.error, kindOf(unmade.error.code)};
            return {};
        }
        __builtin_unreachable();
    }

    /// Once more at the same generator; after that the next of the chain may have it at once.
    Result<void> again(const JobRef& ref, const Error& error) {
        if (ref.attempt < 2) return end(ref, error.code, FailureKind::Retry);
        refusals_[ref.headshot] = {error, FailureKind::Retry};
        return {};
    }

    Result<void> refuse(const Batch& batch, const Error& error) {
        for (const ClaimedJob& job : batch)
            refusals_[job.ref.headshot] = {error, kindOf(error.code)};
        return {};
    }

    Result<void> end(const JobRef ref, ErrorCode code, FailureKind kind) {
        owed_.erase(ref.headshot);
        const auto failed = parts_.queue.failed(claimed_.team, ref, code, kind);
        if (!failed && failed.error().code != ErrorCode::LeaseLost) return fail(failed.error());
        return {};
    }

    /// What the whole chain left. Without a reason nobody knows the style: that will not change by waiting.
    Result<void> endRefused() {
        while (!owed_.empty()) {
            const JobRef ref = owed_.begin()->second.ref;
            const auto reason = refusals_.find(ref.headshot);
            if (reason == refusals_.end())
                TRY(end(ref, ErrorCode::GeneratorRefused, FailureKind::Final));
            else
                TRY(end(ref, reason->second.error.code, reason->second.kind));
        }
        return {};
    }

    Result<void> endAll(const Error& error) {
        log::warning("generators.runner", "photos cannot be fetched",
                     {{"request", claimed_.id.text()}, {"error", describe(error)}});
        const bool gone = error.code == ErrorCode::NotFound;
        while (!owed_.empty())
            TRY(end(owed_.begin()->second.ref, gone ? ErrorCode::PhotoNotUsable : error.code,
                    gone ? FailureKind::Final : FailureKind::Retry));
        return {};
    }

    Result<void> drop(const Batch& batch) {
        for (const ClaimedJob& job : batch)
            owed_.erase(job.ref.headshot);
        return {};
    }

    /// The runner stops: others go on at once, with what generators elsewhere have as it stands.
    Result<void> standDown() {
        stopped_ = true;
        std::vector<JobRef> here, afar;
        for (const auto& [id, job] : owed_)
            (afar_.contains(id) ? afar : here).push_back(job.ref);
        if (!afar.empty()) TRY(parts_.queue.letGo(afar));
        if (here.empty()) return {};
        return parts_.queue.giveBack(claimed_.team, here);
    }
    void noLongerAfar(const Batch& batch) {
        for (const ClaimedJob& job : batch)
            afar_.erase(job.ref.headshot);
    }

    JobRunner& runner_;
    RunnerParts& parts_;
    ClaimedRequest claimed_;
    ScratchFolder folder_;
    std::vector<SourcePhoto> photos_;
    std::map<HeadshotId, ClaimedJob> owed_;
    std::set<HeadshotId> afar_; ///< what goes on without us
    std::map<HeadshotId, Refusal> refusals_;
    choice::TeamChoice choice_;
    Moment lastHeartbeat_;
    bool stopped_ = false;
};

Result<JobRunner::Turn> JobRunner::makeOneRequest() {
    auto claimed = TRY(parts_.queue.claim(options_.name));
    if (!claimed) return Turn::Idle;
    if (claimed->jobs.empty()) return Turn::Worked;
    auto folder = TRY(ScratchFolder::make(options_.scratch));
    Work work(*this, std::move(*claimed), std::move(folder));
    TRY(work.run());
    return Turn::Worked;
}

} // namespace headroom::generators
