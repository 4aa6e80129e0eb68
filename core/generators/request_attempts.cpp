#include "core/base/crypto.h"
#include "core/generators/request_work.h"

#include <algorithm>

namespace headroom::generators {

using headshots::JobRef;

namespace {

/// The same for every attempt at a request, so that a headshot that is made again comes out the same.
std::uint64_t seedOf(const RequestId& id) {
    std::uint64_t seed = 0;
    for (const char byte : sha256(id.text()).substr(0, 8))
        seed = seed << 8 | static_cast<unsigned char>(byte);
    return seed;
}

} // namespace

Result<void> RequestWork::offer(Generator& generator, std::vector<Batch> batches,
                                std::list<Running> running) {
    const auto outcome = work(generator, batches, running);
    // Paid work is not thrown away because our own database had a bad moment: another attempt takes it
    // up.
    const bool leaveIt = (stopped_ || !outcome) && generator.traits().survivesUs;
    if (!leaveIt)
        for (const Running& one : running)
            generator.cancel(one.handle);
    return outcome;
}

Result<void> RequestWork::work(Generator& generator, const std::vector<Batch>& batches,
                               std::list<Running>& running) {
    const auto atOnce = static_cast<std::size_t>(std::max(1, generator.traits().submitsAtOnce));
    auto next = batches.begin();
    while (next != batches.end() || !running.empty()) {
        if (stopping_()) return standDown();
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

GenerationRequest RequestWork::requestFor(const Batch& batch, const std::filesystem::path& folder) const {
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

std::vector<JobRef> RequestWork::refsOf(const Batch& batch) {
    std::vector<JobRef> refs;
    for (const ClaimedJob& job : batch)
        refs.push_back(job.ref);
    return refs;
}

Result<void> RequestWork::begin(Generator& generator, Batch batch, std::list<Running>& running) {
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

Result<RequestWork::Progress> RequestWork::fetch(Generator& generator, Running& one,
                                                 std::chrono::milliseconds wait) {
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

Result<void> RequestWork::reserve(const Generator& generator, const Batch& batch,
                                  const std::string& attemptId) {
    if (!parts_.spending) return {};
    Cost expected;
    for (const ClaimedJob& job : batch) {
        const Cost one = generator.expectedCost(job.style);
        expected = {expected.micros + one.micros, one.currency};
    }
    return parts_.spending->reserve(claimed_.team, generator.name(), attemptId, expected);
}

Result<void> RequestWork::account(Running& one, const Cost& cost) {
    if (!parts_.spending || cost.micros == 0) return {};
    one.spent = {one.spent.micros + cost.micros, cost.currency};
    return parts_.spending->settle(one.attemptId, one.spent);
}

Result<void> RequestWork::release(const std::string& attemptId) {
    return parts_.spending ? parts_.spending->release(attemptId) : Result<void>();
}

} // namespace headroom::generators
