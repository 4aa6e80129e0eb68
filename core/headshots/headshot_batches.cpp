#include "core/headshots/headshot_batches.h"

#include "core/headshots/headshots_limits.h"

#include <algorithm>

namespace headroom::headshots {

namespace {

constexpr std::string_view selectUntold = R"sql(
    SELECT r.id, r.member_id, r.requester_id,
           (SELECT COUNT(*) FROM headshot_jobs j WHERE j.request_id = r.id AND j.state <> 'done') AS under_way
    FROM headshot_requests r WHERE r.team_id = $1 AND r.told = 0 ORDER BY r.created_at, r.id LIMIT $2)sql";

// The first of each style come first, so that what is shown shows the variety.
constexpr std::string_view selectOutcome = R"sql(
    SELECT id, state, ordinal FROM headshots
    WHERE request_id = $1 AND (state = 'completed' OR (state = 'failed' AND COALESCE(failure, '') <> 'cancelled'))
    ORDER BY ordinal, style, id)sql";

constexpr std::string_view updateTold = "UPDATE headshot_requests SET told = 1 WHERE id = $1";

} // namespace

Result<std::vector<UntoldRequest>> untoldRequests(database::Session& session, const TeamId& team) {
    std::vector<UntoldRequest> requests;
    for (const database::Row& row : TRY(session.query(selectUntold, {team, untoldMax})))
        requests.push_back({row.id<RequestId>("id"), row.id<MemberId>("member_id"),
                            row.id<MemberId>("requester_id"), row.integer("under_way") == 0});
    return requests;
}

Result<BatchOutcome> outcomeOf(database::Session& session, std::span<const RequestId> requests,
                               std::size_t showMax) {
    BatchOutcome outcome;
    std::vector<std::pair<std::int64_t, HeadshotId>> made;
    for (const RequestId& request : requests) {
        for (const database::Row& row : TRY(session.query(selectOutcome, {request}))) {
            if (row.text("state") == "completed")
                made.emplace_back(row.integer("ordinal"), row.id<HeadshotId>("id"));
            else
                ++outcome.failed;
        }
    }
    outcome.made = static_cast<std::int64_t>(made.size());
    std::ranges::stable_sort(made, {}, &std::pair<std::int64_t, HeadshotId>::first);
    for (auto& [ordinal, id] : made)
        if (outcome.newest.size() < showMax) outcome.newest.push_back(std::move(id));
    return outcome;
}

Result<void> markTold(database::Transaction& transaction, std::span<const RequestId> requests) {
    for (const RequestId& request : requests)
        TRY(transaction.execute(updateTold, {request}));
    return {};
}

} // namespace headroom::headshots
