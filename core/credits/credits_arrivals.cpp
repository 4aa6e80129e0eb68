#include "core/credits/credits_arrivals.h"

namespace headroom::credits {

namespace {

// What an admin takes from the pool for himself he knows.
constexpr std::string_view selectArrivals = R"sql(
    SELECT reason, to_member, SUM(credits) AS credits FROM transfers
    WHERE team_id = $1 AND version > $2 AND version <= $3
      AND (reason IN ('purchase', 'debt_payment')
           OR (to_account = 'member' AND reason IN ('allocate', 'auto_distribute', 'reassign')
               AND to_member <> COALESCE(actor_id, '')))
    GROUP BY reason, to_member)sql";

constexpr std::string_view selectTeam = "SELECT purchased, pool, held FROM team_credits WHERE team_id = $1";

constexpr std::string_view selectAllocated = R"sql(
    SELECT COALESCE(SUM(c.available), 0) AS credits FROM member_credits c JOIN members m ON m.id = c.member_id
    WHERE c.team_id = $1 AND m.state <> 'removed')sql";

} // namespace

Result<Arrivals> arrivals(database::Session& session, const TeamId& team, std::int64_t after,
                          std::int64_t until) {
    Arrivals found;
    for (const database::Row& row : TRY(session.query(selectArrivals, {team, after, until}))) {
        const std::int64_t credits = row.integer("credits");
        if (row.isNull("to_member")) {
            found.bought += credits;
            if (row.text("reason") == "debt_payment") found.debtPaid += credits;
        } else {
            found.given[row.id<MemberId>("to_member")] += credits;
        }
    }
    return found;
}

Result<Left> creditsLeft(database::Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectTeam, {team}));
    if (!row) return Left{};
    const auto allocated = TRY(session.one(selectAllocated, {team}));
    return Left{.everBought = row->integer("purchased") > 0,
                .pool = row->integer("pool"),
                .allocated = allocated->integer("credits"),
                .held = row->integer("held")};
}

} // namespace headroom::credits
