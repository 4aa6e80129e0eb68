#include "core/credits/credits_overview.h"

#include "core/credits/credits_limits.h"
#include "core/credits/credits_rows.h"

#include <map>

namespace headroom::credits {

using sync::TransferReason;

namespace {

constexpr std::int64_t dayMs = 86'400'000;

constexpr std::string_view selectMembers = R"sql(
    SELECT m.id, m.state, COALESCE(c.available, 0) AS available, COALESCE(c.held, 0) AS held,
           COALESCE(c.spent, 0) AS spent
    FROM members m LEFT JOIN member_credits c ON c.team_id = m.team_id AND c.member_id = m.id
    WHERE m.team_id = $1 ORDER BY m.id)sql";

constexpr std::string_view selectPurchased = R"sql(
    SELECT p.member_id, SUM(g.credits) AS credits
    FROM payment_grants g JOIN payments p ON p.id = g.order_id
    WHERE p.team_id = $1 GROUP BY p.member_id)sql";

constexpr std::string_view selectSpent = R"sql(
    SELECT to_member, SUM(credits) AS credits FROM transfers
    WHERE team_id = $1 AND created_at >= $2 AND created_at < $3 AND reason = 'settle'
    GROUP BY to_member)sql";

constexpr std::string_view selectDays = R"sql(
    SELECT created_at / 86400000 AS day, reason, SUM(credits) AS credits FROM transfers
    WHERE team_id = $1 AND created_at >= $2 AND created_at < $3
      AND reason IN ('purchase', 'debt_payment', 'settle', 'refund', 'refund_reversal')
    GROUP BY created_at / 86400000, reason)sql";

using Sums = std::map<MemberId, std::int64_t>;

Result<Sums> sums(database::Session& session, std::string_view sql, std::string_view column,
                  const database::Params& params) {
    Sums found;
    for (const database::Row& row : TRY(session.query(sql, params)))
        found[row.id<MemberId>(column)] = row.integer("credits");
    return found;
}

std::int64_t sumOf(const Sums& all, const MemberId& member) {
    const auto found = all.find(member);
    return found == all.end() ? 0 : found->second;
}

Result<std::vector<MemberUse>> memberUse(database::Session& session, const TeamId& team, Timestamp from,
                                         Timestamp to) {
    const Sums purchased = TRY(sums(session, selectPurchased, "member_id", {team}));
    const Sums spent = TRY(sums(session, selectSpent, "to_member", {team, from, to}));
    std::vector<MemberUse> members;
    for (const database::Row& row : TRY(session.query(selectMembers, {team}))) {
        const auto state = sync::fromName<sync::MemberState>(row.text("state"));
        if (!state) return fail(ErrorCode::Corrupt, "unknown member state");
        MemberUse use;
        use.member = row.id<MemberId>("id");
        use.state = *state;
        use.available = row.integer("available");
        use.held = row.integer("held");
        use.spent = row.integer("spent");
        use.purchased = sumOf(purchased, use.member);
        use.spentInPeriod = sumOf(spent, use.member);
        const bool counted = use.available + use.held + use.spent + use.purchased > 0;
        if (use.state != sync::MemberState::Removed || counted) members.push_back(std::move(use));
    }
    return members;
}

Result<std::vector<DayUse>> dayUse(database::Session& session, const TeamId& team, Timestamp from,
                                   Timestamp to) {
    const std::int64_t first = from.ms / dayMs;
    const std::int64_t last = (to.ms - 1) / dayMs;
    std::vector<DayUse> days;
    for (std::int64_t day = first; day <= last; ++day)
        days.push_back({.day = Timestamp{day * dayMs}});
    for (const database::Row& row : TRY(session.query(selectDays, {team, from, to}))) {
        DayUse& day = days.at(static_cast<std::size_t>(row.integer("day") - first));
        const std::int64_t credits = row.integer("credits");
        const std::string& reason = row.text("reason");
        if (reason == name(TransferReason::Settle))
            day.spent += credits;
        else if (reason == name(TransferReason::Refund))
            day.refunded += credits;
        else if (reason == name(TransferReason::RefundReversal))
            day.refunded -= credits;
        else
            day.purchased += credits;
    }
    return days;
}

} // namespace

Result<Overview> overview(database::Session& session, const TeamId& team, Timestamp from, Timestamp to) {
    if (from.ms < 0 || to <= from) return fail(ErrorCode::InvalidInput, "empty period");
    if ((to.ms - 1) / dayMs - from.ms / dayMs >= overviewDaysMax)
        return fail(ErrorCode::LimitExceeded, "period too long");
    Overview made;
    made.team = TRY(teamCredits(session, team));
    made.members = TRY(memberUse(session, team, from, to));
    made.days = TRY(dayUse(session, team, from, to));
    for (const MemberUse& member : made.members)
        made.allocated += member.available;
    return made;
}

} // namespace headroom::credits
