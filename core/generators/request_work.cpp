#include "core/generators/request_work.h"

#include <algorithm>

namespace headroom::generators {

RequestWork::RequestWork(RunnerParts& parts, std::int64_t heartbeatMs, std::function<bool()> stopping,
                         headshots::ClaimedRequest claimed, ScratchFolder folder)
    : parts_(parts)
    , heartbeatMs_(heartbeatMs)
    , stopping_(std::move(stopping))
    , claimed_(std::move(claimed))
    , folder_(std::move(folder)) {
    for (const ClaimedJob& job : claimed_.jobs)
        owed_.emplace(job.ref.headshot, job);
}

Result<void> RequestWork::run() {
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

Result<void> RequestWork::bringPhotos() {
    for (const photos::PhotoSource& source : claimed_.photos) {
        const auto file = folder_.path() / ("photo-" + std::to_string(photos_.size()));
        TRY(parts_.blobs.getToFile(TRY(storage::BlobKey::parse(source.blobKey)), file));
        photos_.push_back({source.photo, file, source.mediaType});
    }
    return {};
}

Result<bool> RequestWork::mayUse(const Generator& generator) const {
    if (!generator.traits().photosLeave) return true;
    return parts_.mayLeave(claimed_.team, generator);
}

choice::Names RequestWork::orderFor(const std::string& style) const {
    choice::Names open;
    for (const Generator* generator : parts_.chain)
        open.emplace_back(generator->name());
    return choice_.orderFor(style, open);
}

std::vector<RequestWork::Batch> RequestWork::batchesFor(const Generator& generator, std::size_t rank) const {
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

std::vector<RequestWork::Batch> RequestWork::earlierBatches(const Generator& generator) const {
    std::map<std::string, Batch> together;
    for (const auto& [id, job] : owed_)
        if (!job.earlierAttemptId.empty() && job.earlierGenerator == generator.name())
            together[job.earlierAttemptId].push_back(job);
    std::vector<Batch> batches;
    for (auto& [attempt, jobs] : together)
        batches.push_back(std::move(jobs));
    return batches;
}

Result<void> RequestWork::takeUpEarlier() {
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
            if (stopping_()) return standDown();
            TRY(takeUp(*generator, batch, running));
        }
        TRY(offer(*generator, {}, std::move(running)));
    }
    for (auto& [id, job] : owed_)
        job.earlierAttemptId.clear();
    return {};
}

Result<void> RequestWork::takeUp(Generator& generator, const Batch& batch, std::list<Running>& running) {
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

Result<void> RequestWork::keepLeases() {
    const auto now = Moment::clock::now();
    if (now - lastHeartbeat_ < std::chrono::milliseconds(heartbeatMs_)) return {};
    lastHeartbeat_ = now;
    std::vector<JobRef> refs;
    for (const auto& [id, job] : owed_)
        refs.push_back(job.ref);
    const auto held = TRY(parts_.queue.heartbeat(refs));
    for (const JobRef& ref : refs)
        if (std::find(held.begin(), held.end(), ref) == held.end()) owed_.erase(ref.headshot);
    return {};
}

Result<void> RequestWork::standDown() {
    stopped_ = true;
    std::vector<JobRef> here, afar;
    for (const auto& [id, job] : owed_)
        (afar_.contains(id) ? afar : here).push_back(job.ref);
    if (!afar.empty()) TRY(parts_.queue.letGo(afar));
    if (here.empty()) return {};
    return parts_.queue.giveBack(claimed_.team, here);
}

void RequestWork::noLongerAfar(const Batch& batch) {
    for (const ClaimedJob& job : batch)
        afar_.erase(job.ref.headshot);
}

} // namespace headroom::generators
