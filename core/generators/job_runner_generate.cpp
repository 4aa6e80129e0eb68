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
#include <map>

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
        lastHeartbeat_ = Moment::clock::now();
        for (Generator* generator : parts_.chain) {
            if (owed_.empty() || stopped_) break;
            if (TRY(mayUse(*generator))) TRY(offer(*generator));
        }
        if (stopped_) return {};
        return endRefused();
    }

private:
    using Moment = std::chrono::steady_clock::time_point;
    using Batch = std::vector<ClaimedJob>;

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

    Result<void> offer(Generator& generator) {
        for (const Batch& batch : batchesFor(generator)) {
            if (runner_.stopping()) return standDown();
            TRY(make(generator, batch));
            if (stopped_) return {};
        }
        return {};
    }

    /// Jobs that an earlier attempt put together stay together, as it has one handle.
    std::vector<Batch> batchesFor(const Generator& generator) const {
        std::map<std::pair<std::string, std::string>, Batch> together;
        for (const auto& [id, job] : owed_)
            if (generator.knowsStyle(job.style))
                together[{job.earlierGenerator, job.earlierAttemptId}].push_back(job);
        const auto most = static_cast<std::size_t>(std::max(1, generator.traits().headshotsPerSubmit));
        std::vector<Batch> batches;
        for (const auto& [attempt, jobs] : together) {
            const std::size_t size = attempt.second.empty() ? most : jobs.size();
            for (std::size_t begin = 0; begin < jobs.size(); begin += size)
                batches.emplace_back(jobs.begin() + static_cast<std::ptrdiff_t>(begin),
                                     jobs.begin() +
                                         static_cast<std::ptrdiff_t>(std::min(jobs.size(), begin + size)));
        }
        return batches;
    }

    // One batch at one generator

    Result<void> make(Generator& generator, const Batch& batch) {
        const auto scratch = TRY(ScratchFolder::make(folder_.path()));
        const GenerationRequest request = requestFor(batch, scratch.path());
        auto handle = begin(generator, batch, request);
        if (!handle && handle.error().code == ErrorCode::LeaseLost) return drop(batch);
        if (!handle) return fail(handle.error());
        if (!*handle) return {}; // refused by this one; the next may want it
        Result<void> fetched = fetchAll(generator, **handle, batch);
        // Paid work is not thrown away because our own database had a bad moment: another attempt takes it
        // up.
        const bool leaveIt = (stopped_ || !fetched) && generator.traits().survivesUs;
        if (!leaveIt) generator.cancel(**handle);
        return fetched;
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

    /// The handle, or nothing when the generator does not want the batch.
    Result<std::optional<std::string>> begin(Generator& generator, const Batch& batch,
                                             const GenerationRequest& request) {
        if (const auto earlier = TRY(takeUp(generator, batch, request))) return earlier;
        const auto refs = refsOf(batch);
        const std::string attemptId = newUuid();
        TRY(parts_.queue.submitting(refs, generator.name(), attemptId));
        auto handle = generator.submit(request, attemptId);
        if (!handle && retry(handle.error().code) == Retry::AskSameAgain) {
            // Perhaps it was accepted, and paid for, and only the answer was lost.
            if (auto found = TRY(generator.findAttempt(attemptId))) handle = std::move(*found);
        }
        if (!handle) {
            for (const ClaimedJob& job : batch)
                refusals_[job.ref.headshot] = handle.error();
            return std::optional<std::string>();
        }
        TRY(parts_.queue.submitted(refs, *handle));
        return std::optional(std::move(*handle));
    }

    /// What a worker that is gone began, if this generator still has it.
    Result<std::optional<std::string>> takeUp(Generator& generator, const Batch& batch,
                                              const GenerationRequest& request) {
        const ClaimedJob& first = batch.front();
        if (first.earlierAttemptId.empty() || first.earlierGenerator != generator.name())
            return std::optional<std::string>();
        std::optional<std::string> handle;
        if (!first.earlierHandle.empty()) handle = first.earlierHandle;
        if (!handle) handle = TRY(generator.findAttempt(first.earlierAttemptId));
        if (!handle) return handle;
        const auto resumed = generator.resume(request, *handle);
        if (!resumed && resumed.error().code == ErrorCode::NotFound) return std::optional<std::string>();
        if (!resumed) return fail(resumed.error());
        const auto refs = refsOf(batch);
        TRY(parts_.queue.submitting(refs, generator.name(), first.earlierAttemptId));
        TRY(parts_.queue.submitted(refs, *handle));
        return handle;
    }

    Result<void> fetchAll(Generator& generator, const std::string& handle, const Batch& batch) {
        while (true) {
            const Fetched fetched = TRY(generator.fetch(handle, std::chrono::milliseconds(fetchWaitMs)));
            for (const MadeHeadshot& made : fetched.made)
                TRY(finish(generator, made));
            for (const UnmadeHeadshot& unmade : fetched.unmade)
                TRY(take(unmade));
            const bool owesNone = std::none_of(batch.begin(), batch.end(), [&](const ClaimedJob& job) {
                return owed_.contains(job.ref.headshot);
            });
            if (fetched.finished || owesNone) return {};
            if (runner_.stopping()) return standDown(generator);
            TRY(keepLeases());
        }
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
        return end(ref, error.code, FailureKind::Retry);
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
                                            .height = made.height};
    }

    Result<void> take(const UnmadeHeadshot& unmade) {
        const auto found = owed_.find(unmade.id);
        if (found == owed_.end()) return {};
        log::info("generators.runner", "a headshot was not made",
                  {{"headshot", unmade.id.text()}, {"error", describe(unmade.error)}});
        switch (unmade.verdict) {
        case Verdict::TryAgain:
            return end(found->second.ref, unmade.error.code, FailureKind::Retry);
        case Verdict::NoneEver:
            return end(found->second.ref, unmade.error.code, FailureKind::Final);
        case Verdict::TryOther:
            refusals_[unmade.id] = unmade.error;
            return {};
        }
        __builtin_unreachable();
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
                TRY(end(ref, reason->second.code, FailureKind::Retry));
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

    /// The runner stops: others go on at once.
    Result<void> standDown() {
        stopped_ = true;
        return parts_.queue.giveBack(claimed_.team, owedRefs());
    }
    Result<void> standDown(const Generator& generator) {
        if (!generator.traits().survivesUs) return standDown();
        stopped_ = true;
        return parts_.queue.letGo(owedRefs());
    }
    std::vector<JobRef> owedRefs() const {
        std::vector<JobRef> refs;
        for (const auto& [id, job] : owed_)
            refs.push_back(job.ref);
        return refs;
    }

    JobRunner& runner_;
    RunnerParts& parts_;
    ClaimedRequest claimed_;
    ScratchFolder folder_;
    std::vector<SourcePhoto> photos_;
    std::map<HeadshotId, ClaimedJob> owed_;
    std::map<HeadshotId, Error> refusals_;
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
