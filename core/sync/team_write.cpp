#include "core/sync/team_write.h"

namespace headroom::sync {

namespace {

constexpr std::string_view advanceFeed =
    "UPDATE team_feed SET version = version + 1 WHERE team_id = $1 RETURNING version";

constexpr std::string_view insertFeed = "INSERT INTO team_feed (team_id, version) VALUES ($1, 1)";

constexpr std::string_view insertChange = R"sql(
    INSERT INTO changes (team_id, version, ordinal, kind, row_id, member_id, also_member_id, deleted, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql";

std::string wakePayload(const TeamId& team, std::int64_t version) {
    return team.text() + " " + std::to_string(version);
}

} // namespace

Result<TeamWrite> TeamWrite::begin(database::Transaction& transaction, const TeamId& team, Timestamp now) {
    const auto row = TRY(transaction.one(advanceFeed, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    const std::int64_t version = row->integer("version");
    TRY(transaction.wake(teamWakeChannel, wakePayload(team, version)));
    return TeamWrite(transaction, team, version, now);
}

Result<TeamWrite> TeamWrite::beginNewTeam(database::Transaction& transaction, const TeamId& team,
                                          Timestamp now) {
    TRY(transaction.execute(insertFeed, {team}));
    TRY(transaction.wake(teamWakeChannel, wakePayload(team, 1)));
    return TeamWrite(transaction, team, 1, now);
}

Result<void> TeamWrite::changed(RowKind kind, std::string_view rowId, const MemberId& owner,
                                const MemberId& alsoFor) {
    return record(kind, rowId, owner, alsoFor, Deleted::No);
}

Result<void> TeamWrite::removed(RowKind kind, std::string_view rowId, const MemberId& owner,
                                const MemberId& alsoFor) {
    return record(kind, rowId, owner, alsoFor, Deleted::Yes);
}

Result<void> TeamWrite::record(RowKind kind, std::string_view rowId, const MemberId& owner,
                               const MemberId& alsoFor, Deleted deleted) {
    TRY(transaction_->execute(insertChange, {team_, version_, nextChangeOrdinal_, name(kind), rowId, owner,
                                             alsoFor, deleted == Deleted::Yes, now_}));
    ++nextChangeOrdinal_;
    return {};
}

} // namespace headroom::sync
