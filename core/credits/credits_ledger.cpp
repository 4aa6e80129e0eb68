#include "core/credits/credits_ledger.h"

#include "core/credits/credits_sql.h"

#include <set>

namespace headroom::credits {

using sync::Account;
using sync::RowKind;
using sync::TransferReason;

namespace {

constexpr std::string_view selectTeam = R"sql(
    SELECT c.purchased, c.pool, c.held, c.spent, c.refunded, c.debt, t.member_version
    FROM team_credits c JOIN teams t ON t.id = c.team_id
    WHERE c.team_id = $1)sql";

constexpr std::string_view selectMembers = R"sql(
    SELECT m.id, m.state, COALESCE(c.available, 0) AS available, COALESCE(c.held, 0) AS held,
           COALESCE(c.spent, 0) AS spent
    FROM members m LEFT JOIN member_credits c ON c.team_id = m.team_id AND c.member_id = m.id
    WHERE m.team_id = $1 AND)sql";

constexpr std::string_view selectHolds =
    "SELECT id, member_id, source, credits, state FROM holds WHERE team_id = $1 AND id IN";

constexpr std::string_view insertHolds =
    "INSERT INTO holds (id, team_id, member_id, source, credits, state, created_at) VALUES";

constexpr std::string_view endHold =
    "UPDATE holds SET state = $3, ended_at = $4 WHERE id = $1 AND team_id = $2 AND state = 'open'";

constexpr std::string_view insertTransfers = R"sql(
    INSERT INTO transfers (id, team_id, version, ordinal, from_account, from_member, to_account, to_member, credits,
                           reason, command_id, hold_id, order_id, actor_id, livemode, created_at)
    VALUES)sql";

constexpr std::string_view updateTeam = R"sql(
    UPDATE team_credits SET purchased = $2, pool = $3, held = $4, spent = $5, refunded = $6, debt = $7, updated_at = $8
    WHERE team_id = $1)sql";

constexpr std::string_view upsertMembers =
    "INSERT INTO member_credits (team_id, member_id, available, held, spent, updated_at) VALUES";
constexpr std::string_view upsertMembersTail = R"sql(
    ON CONFLICT (team_id, member_id) DO UPDATE
    SET available = excluded.available, held = excluded.held, spent = excluded.spent,
        updated_at = excluded.updated_at)sql";

/// Our own words, written by us: another one means that somebody else wrote to the database.
template <class Enum>
Result<Enum> known(const database::Row& row, std::string_view column) {
    const auto value = sync::fromName<Enum>(row.text(column));
    if (!value) return fail(ErrorCode::Corrupt, "unknown word in " + std::string(column));
    return *value;
}

Result<void> addMember(State& state, const database::Row& row) {
    Member member;
    member.state = TRY(known<sync::MemberState>(row, "state"));
    member.available = row.integer("available");
    member.held = row.integer("held");
    member.spent = row.integer("spent");
    state.members.emplace(row.id<MemberId>("id"), member);
    return {};
}

Result<void> addHold(State& state, const database::Row& row) {
    HoldRecord hold;
    hold.member = row.id<MemberId>("member_id");
    hold.source = TRY(known<sync::CreditSource>(row, "source"));
    hold.credits = row.integer("credits");
    hold.state = TRY(known<sync::HoldState>(row, "state"));
    state.holds.emplace(row.id<HeadshotId>("id"), hold);
    return {};
}

Result<void> loadOthers(database::Session& session, const TeamId& team, Others others, State& state) {
    if (others == Others::None) return {};
    const std::string sql = std::string(selectMembers) +
                            (others == Others::NotRemoved ? " m.state <> 'removed'" : " c.available > 0");
    for (const database::Row& row : TRY(session.query(sql, {team})))
        TRY(addMember(state, row));
    return {};
}

Result<void> writeHolds(sync::TeamWrite& write, const Postings& postings) {
    database::Transaction& transaction = write.transaction();
    std::vector<database::Params> opened;
    for (const Posting& posting : postings) {
        if (posting.hold.empty()) continue;
        if (posting.reason == TransferReason::Hold) {
            const auto source =
                posting.from == Account::Pool ? sync::CreditSource::Pool : sync::CreditSource::Member;
            opened.push_back({posting.hold, write.team(), posting.toMember, sync::name(source),
                              posting.credits, sync::name(sync::HoldState::Open), write.now()});
            continue;
        }
        const auto ended =
            posting.reason == TransferReason::Settle ? sync::HoldState::Settled : sync::HoldState::Released;
        const std::int64_t changed =
            TRY(transaction.execute(endHold, {posting.hold, write.team(), sync::name(ended), write.now()}));
        if (changed != 1) return fail(ErrorCode::Internal, "a hold ended twice");
    }
    return insertRows(transaction, insertHolds, 7, "", opened);
}

/// Whose transfer it is in the feed; nobody's when it is between two members.
MemberId ownerOf(const Posting& posting) {
    if (posting.fromMember.empty()) return posting.toMember;
    if (posting.toMember.empty() || posting.toMember == posting.fromMember) return posting.fromMember;
    return {};
}

Result<void> writeTransfers(sync::TeamWrite& write, const Postings& postings, const Cause& cause) {
    std::vector<database::Params> rows;
    std::vector<TransferId> ids;
    rows.reserve(postings.size());
    for (const Posting& posting : postings) {
        ids.push_back(TransferId::make());
        rows.push_back({ids.back(), write.team(), write.version(), write.nextOrdinal(),
                        sync::name(posting.from), posting.fromMember, sync::name(posting.to),
                        posting.toMember, posting.credits, sync::name(posting.reason), cause.command,
                        posting.hold, cause.order, cause.actor, cause.livemode, write.now()});
    }
    TRY(insertRows(write.transaction(), insertTransfers, 16, "", rows));
    for (std::size_t i = 0; i < postings.size(); ++i)
        TRY(write.changed(RowKind::Transfer, ids[i].text(), ownerOf(postings[i])));
    return {};
}

Result<void> writeBalances(sync::TeamWrite& write, const State& state, const Postings& postings) {
    const sync::TeamCreditsRow& team = state.team;
    const std::int64_t changed =
        TRY(write.transaction().execute(updateTeam, {write.team(), team.purchased, team.pool, team.held,
                                                     team.spent, team.refunded, team.debt, write.now()}));
    if (changed != 1) return fail(ErrorCode::Internal, "no balances for the team");
    TRY(write.changed(RowKind::TeamCredits, write.team().text()));

    std::set<MemberId> touched;
    for (const Posting& posting : postings) {
        if (!posting.fromMember.empty()) touched.insert(posting.fromMember);
        if (!posting.toMember.empty()) touched.insert(posting.toMember);
    }
    std::vector<database::Params> rows;
    for (const MemberId& id : touched) {
        const Member& member = state.members.at(id);
        rows.push_back({write.team(), id, member.available, member.held, member.spent, write.now()});
    }
    TRY(insertRows(write.transaction(), upsertMembers, 6, upsertMembersTail, rows));
    for (const MemberId& id : touched)
        TRY(write.changed(RowKind::MemberCredits, id.text(), id));
    return {};
}

} // namespace

Result<State> loadState(database::Session& session, const TeamId& team, std::span<const MemberId> members,
                        std::span<const HeadshotId> holds, Others others) {
    const auto row = TRY(session.one(selectTeam, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    State state;
    state.team = {row->integer("purchased"), row->integer("pool"),     row->integer("held"),
                  row->integer("spent"),     row->integer("refunded"), row->integer("debt")};
    state.memberVersion = row->integer("member_version");

    Result<void> read;
    TRY(queryByIds<HeadshotId>(session, selectHolds, "", team, holds, [&](const database::Row& hold) {
        if (read) read = addHold(state, hold);
    }));
    TRY(std::move(read));

    // The member of a hold matters too: releasing asks whether he or she is still there.
    std::vector<MemberId> wanted(members.begin(), members.end());
    for (const auto& [id, hold] : state.holds)
        wanted.push_back(hold.member);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    TRY(queryByIds<MemberId>(session, std::string(selectMembers) + " m.id IN", "", team, wanted,
                             [&](const database::Row& member) {
                                 if (read) read = addMember(state, member);
                             }));
    TRY(std::move(read));
    TRY(loadOthers(session, team, others, state));
    return state;
}

Result<Posted> post(sync::TeamWrite& write, State state, Postings postings, const Cause& cause) {
    if (postings.empty()) return Posted{write.version(), {}};
    // The line of no return: from here on nothing is refused, only the database can fail.
    applyPostings(state, postings);
    TRY(writeHolds(write, postings));
    TRY(writeTransfers(write, postings, cause));
    TRY(writeBalances(write, state, postings));
    return Posted{write.version(), std::move(postings)};
}

} // namespace headroom::credits
