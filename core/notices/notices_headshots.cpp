#include "core/headshots/headshot_batches.h"
#include "core/mail/mail_limits.h"
#include "core/notices/notices_limits.h"
#include "core/notices/notices_parts.h"

#include <algorithm>
#include <map>
#include <set>

// Finished headshots: one mail for all that a person waited for.
namespace headroom::notices {

namespace {

/// The requests that one person hears of together.
struct Batch {
    std::vector<RequestId> requests;
    mail::HeadshotsReady::Of of = mail::HeadshotsReady::Of::Oneself;
    bool ended = true;
};

/// Whoever is shown hears of it; if they do not come in yet (invited, suspended), who asked for it does.
Result<std::map<MemberId, Batch>> batchesOf(Scene& scene) {
    const auto untold = TRY(headshots::untoldRequests(scene.transaction, scene.team));
    std::vector<MemberId> members;
    for (const auto& request : untold)
        members.push_back(request.member);
    std::ranges::sort(members);
    members.erase(std::unique(members.begin(), members.end()), members.end());
    std::set<MemberId> present;
    for (const auto& person : TRY(teams::mailPeople(scene.transaction, scene.team, members)))
        present.insert(person.member);

    std::map<MemberId, Batch> batches;
    for (const auto& request : untold) {
        const bool own = present.contains(request.member);
        Batch& batch = batches[own ? request.member : request.requester];
        batch.requests.push_back(request.id);
        batch.ended = batch.ended && request.ended;
        if (!own) batch.of = mail::HeadshotsReady::Of::Others;
    }
    return batches;
}

Result<void> tellBatch(Scene& scene, const MemberId& recipient, const Batch& batch) {
    TRY(headshots::markTold(scene.transaction, batch.requests));
    if (TRY(teams::wasSeenSince(scene.transaction, recipient, scene.now.plusMs(-seenRecentlyMs)))) return {};
    const auto outcome =
        TRY(headshots::outcomeOf(scene.transaction, batch.requests, mail::headshotPicturesMax));
    if (outcome.made == 0 && outcome.failed == 0) return {}; // all cancelled: somebody wanted that
    const mail::HeadshotsReady ready{.of = batch.of,
                                     .made = outcome.made,
                                     .failed = outcome.failed,
                                     .team = scene.team,
                                     .shown = outcome.newest};
    return post(scene, ready,
                TRY(teams::mailPeople(scene.transaction, scene.team, std::span(&recipient, 1))));
}

} // namespace

Result<void> tellHeadshots(Scene& scene) {
    for (const auto& [recipient, batch] : TRY(batchesOf(scene)))
        if (batch.ended) TRY(tellBatch(scene, recipient, batch));
    return {};
}

} // namespace headroom::notices
