#include "core/credits/credits_rows.h"

#include "core/credits/credits_limits.h"
#include "core/credits/credits_sql.h"

namespace headroom::credits {

namespace {

constexpr std::string_view selectTeam =
    "SELECT purchased, pool, held, spent, refunded, debt FROM team_credits WHERE team_id = $1";

constexpr std::string_view selectMembers = R"sql(
    SELECT m.id, COALESCE(c.available, 0) AS available, COALESCE(c.held, 0) AS held, COALESCE(c.spent, 0) AS spent
    FROM members m LEFT JOIN member_credits c ON c.team_id = m.team_id AND c.member_id = m.id
    WHERE m.team_id = $1 AND)sql";

constexpr std::string_view selectTransfers = R"sql(
    SELECT id, version, ordinal, from_account, from_member, to_account, to_member, credits, reason, command_id,
           hold_id, order_id, actor_id, livemode, created_at
    FROM transfers WHERE team_id = $1 AND)sql";

sync::MemberCreditsRow memberRow(const database::Row& row) {
    return {row.id<MemberId>("id"), row.integer("available"), row.integer("held"), row.integer("spent")};
}

template <class Enum>
Result<Enum> known(const database::Row& row, std::string_view column) {
    const auto value = sync::fromName<Enum>(row.text(column));
    if (!value) return fail(ErrorCode::Corrupt, "unknown word in " + std::string(column));
    return *value;
}

Result<sync::TransferRow> transferRow(const database::Row& row) {
    sync::TransferRow transfer;
    transfer.id = row.id<TransferId>("id");
    transfer.version = row.integer("version");
    transfer.ordinal = row.integer("ordinal");
    transfer.from = TRY(known<sync::Account>(row, "from_account"));
    transfer.fromMember = row.id<MemberId>("from_member");
    transfer.to = TRY(known<sync::Account>(row, "to_account"));
    transfer.toMember = row.id<MemberId>("to_member");
    transfer.credits = row.integer("credits");
    transfer.reason = TRY(known<sync::TransferReason>(row, "reason"));
    transfer.commandId = row.id<CommandId>("command_id");
    transfer.holdId = row.id<HeadshotId>("hold_id");
    transfer.orderId = row.id<OrderId>("order_id");
    transfer.actorId = row.id<MemberId>("actor_id");
    transfer.livemode = row.boolean("livemode");
    transfer.createdAt = row.moment("created_at");
    return transfer;
}

} // namespace

Result<sync::TeamCreditsRow> teamCredits(database::Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectTeam, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no credits for this team");
    return sync::TeamCreditsRow{row->integer("purchased"), row->integer("pool"),     row->integer("held"),
                                row->integer("spent"),     row->integer("refunded"), row->integer("debt")};
}

Result<std::vector<sync::MemberCreditsRow>> memberCredits(database::Session& session, const TeamId& team,
                                                          std::span<const MemberId> members) {
    std::vector<sync::MemberCreditsRow> rows;
    TRY(queryByIds<MemberId>(session, std::string(selectMembers) + " m.id IN", "", team, members,
                             [&](const database::Row& row) { rows.push_back(memberRow(row)); }));
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.memberId < b.memberId; });
    return rows;
}

Result<std::vector<sync::MemberCreditsRow>> allMemberCredits(database::Session& session, const TeamId& team) {
    std::vector<sync::MemberCreditsRow> rows;
    const std::string sql = std::string(selectMembers) + " m.state <> 'removed' ORDER BY m.id";
    for (const database::Row& row : TRY(session.query(sql, {team})))
        rows.push_back(memberRow(row));
    return rows;
}

Result<std::vector<sync::TransferRow>> transfers(database::Session& session, const TeamId& team,
                                                 std::span<const TransferId> ids) {
    std::vector<sync::TransferRow> rows;
    Result<void> read;
    TRY(queryByIds<TransferId>(session, std::string(selectTransfers) + " id IN", "", team, ids,
                               [&](const database::Row& row) {
                                   auto transfer = transferRow(row);
                                   if (transfer)
                                       rows.push_back(std::move(*transfer));
                                   else
                                       read = fail(transfer.error());
                               }));
    TRY(std::move(read));
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return std::pair(a.version, a.ordinal) < std::pair(b.version, b.ordinal);
    });
    return rows;
}

Result<std::vector<sync::TransferRow>> transferPage(database::Session& session, const TeamId& team,
                                                    const std::optional<TransferPosition>& before,
                                                    std::int64_t count, const MemberId& member) {
    const TransferPosition end = before.value_or(TransferPosition{INT64_MAX, 0});
    database::Params params{team, end.version, end.ordinal, std::clamp<std::int64_t>(count, 1, pageMax)};
    std::string sql = std::string(selectTransfers) + " (version, ordinal) < ($2, $3)";
    if (!member.empty()) {
        sql += " AND (from_member = $5 OR to_member = $5)";
        params.emplace_back(member);
    }
    sql += " ORDER BY version DESC, ordinal DESC LIMIT $4";
    std::vector<sync::TransferRow> rows;
    for (const database::Row& row : TRY(session.query(sql, params)))
        rows.push_back(TRY(transferRow(row)));
    return rows;
}

Result<std::vector<sync::TransferRow>> transfersAfter(database::Session& session, const TeamId& team,
                                                      const std::optional<TransferKey>& after,
                                                      std::int64_t count) {
    const std::int64_t most = std::clamp<std::int64_t>(count, 1, pageMax);
    const std::string head(selectTransfers);
    const std::string tail = " ORDER BY created_at DESC, id DESC LIMIT $2";
    const database::Rows found = after ? TRY(session.query(head + " (created_at, id) < ($3, $4)" + tail,
                                                           {team, most, after->createdAt, after->id}))
                                       : TRY(session.query(head + " id IS NOT NULL" + tail, {team, most}));
    std::vector<sync::TransferRow> rows;
    for (const database::Row& row : found)
        rows.push_back(TRY(transferRow(row)));
    return rows;
}

Result<std::vector<sync::MemberCreditsRow>> memberCreditsAfter(database::Session& session, const TeamId& team,
                                                               const MemberId& after, std::int64_t count) {
    const std::int64_t most = std::clamp<std::int64_t>(count, 1, pageMax);
    const std::string head = std::string(selectMembers) + " m.state <> 'removed'";
    const std::string tail = " ORDER BY m.id DESC LIMIT $2";
    const database::Rows found =
        after.empty() ? TRY(session.query(head + tail, {team, most}))
                      : TRY(session.query(head + " AND m.id < $3" + tail, {team, most, after}));
    std::vector<sync::MemberCreditsRow> rows;
    for (const database::Row& row : found)
        rows.push_back(memberRow(row));
    return rows;
}

} // namespace headroom::credits
