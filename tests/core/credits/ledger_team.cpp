#include "tests/core/credits/ledger_team.h"

#include "core/base/ensure.h"

namespace headroom::test {

namespace {

constexpr std::string_view insertTeam =
    "INSERT INTO teams (id, name, created_at, updated_at) VALUES ($1, 'Team', $2, $2)";
constexpr std::string_view insertMember = R"sql(
    INSERT INTO members (id, team_id, role, state, created_at, updated_at)
    VALUES ($1, $2, 'member', 'active', $3, $3))sql";
constexpr std::string_view insertOrder = R"sql(
    INSERT INTO payments (id, team_id, member_id, package, credits, amount_cents, currency, state, checkout_key,
                          livemode, created_at, updated_at)
    VALUES ($1, $2, $3, 'custom', $4, $4, 'usd', 'paid', $1, 0, $5, $5))sql";
constexpr std::string_view insertGrant =
    "INSERT INTO payment_grants (order_id, credits, source, created_at) VALUES ($1, $2, 'test', $3)";
constexpr std::string_view changeReversed =
    "UPDATE payments SET reversed_credits = reversed_credits + $2 WHERE id = $1";
constexpr std::string_view insertRequest = R"sql(
    INSERT INTO headshot_requests (id, team_id, member_id, requester_id, photo_ids, created_at)
    VALUES ($1, $2, $3, $3, '[]', $4))sql";
constexpr std::string_view insertHeadshot = R"sql(
    INSERT INTO headshots (id, team_id, member_id, request_id, style, ordinal, state, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 'studio', 0, 'queued', $5, $5))sql";
constexpr std::string_view endHeadshot = "UPDATE headshots SET state = $2, charged = $3 WHERE id = $1";
constexpr std::string_view changeMember = "UPDATE members SET state = $3 WHERE id = $1 AND team_id = $2";
constexpr std::string_view advanceMembers =
    "UPDATE teams SET member_version = member_version + 1 WHERE id = $1";

} // namespace

LedgerTeam::LedgerTeam(database::Database& database, int members)
    : database_(database) {
    for (int i = 0; i < members; ++i)
        members_.push_back(MemberId::make());
    const auto made = database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(insertTeam, {team_, clock_.now()}));
        auto write = TRY(sync::TeamWrite::beginNewTeam(transaction, team_, clock_.now()));
        for (const MemberId& member : members_)
            TRY(transaction.execute(insertMember, {member, team_, clock_.now()}));
        return credits::initialiseTeam(write);
    });
    ENSURE(made.has_value());
}

OrderId LedgerTeam::buy(std::int64_t credits) {
    const OrderId order = OrderId::make();
    const auto bought = database_.write([&](database::Transaction& transaction) -> Result<void> {
        auto write = TRY(sync::TeamWrite::begin(transaction, team_, clock_.now()));
        return buy(write, credits, order);
    });
    ENSURE(bought.has_value());
    return order;
}

Result<void> LedgerTeam::buy(sync::TeamWrite& write, std::int64_t credits, const OrderId& order) {
    const MemberId& buyer = members_.front();
    TRY(write.transaction().execute(insertOrder, {order, team_, buyer, credits, write.now()}));
    TRY(write.transaction().execute(insertGrant, {order, credits, write.now()}));
    const auto posted = TRY(credits::purchase(write, credits, {.actor = buyer, .order = order}));
    ENSURE(posted.has_value());
    return {};
}

credits::Answer LedgerTeam::refund(sync::TeamWrite& write, const OrderId& order, std::int64_t credits) {
    const credits::Cause cause{.order = order};
    auto answer = TRY(credits > 0 ? credits::reverse(write, credits, cause)
                                  : credits::undoReversal(write, -credits, cause));
    if (answer) TRY(write.transaction().execute(changeReversed, {order, credits}));
    return answer;
}

credits::Answer LedgerTeam::hold(sync::TeamWrite& write, sync::CreditSource source, const MemberId& member,
                                 const std::vector<HeadshotId>& headshots) {
    auto answer = TRY(credits::hold(write, {source, member, headshots}, {.actor = member}));
    if (!answer) return answer;
    const RequestId request = RequestId::make();
    TRY(write.transaction().execute(insertRequest, {request, team_, member, write.now()}));
    for (const HeadshotId& headshot : headshots)
        TRY(write.transaction().execute(insertHeadshot, {headshot, team_, member, request, write.now()}));
    return answer;
}

credits::Answer LedgerTeam::settle(sync::TeamWrite& write, const HeadshotId& headshot) {
    auto answer = TRY(credits::settle(write, std::span(&headshot, 1), {}));
    if (answer) TRY(write.transaction().execute(endHeadshot, {headshot, "completed", 1}));
    return answer;
}

credits::Answer LedgerTeam::release(sync::TeamWrite& write, const HeadshotId& headshot) {
    auto answer = TRY(credits::release(write, std::span(&headshot, 1), {}));
    if (answer) TRY(write.transaction().execute(endHeadshot, {headshot, "failed", 0}));
    return answer;
}

Result<void> LedgerTeam::setState(sync::TeamWrite& write, const MemberId& member, sync::MemberState state) {
    TRY(write.transaction().execute(changeMember, {member, team_, sync::name(state)}));
    TRY(write.transaction().execute(advanceMembers, {team_}));
    return {};
}

sync::TeamCreditsRow LedgerTeam::balances() const {
    const auto row =
        database_.read([&](database::Session& session) { return credits::teamCredits(session, team_); });
    ENSURE(row.has_value());
    return *row;
}

std::vector<sync::MemberCreditsRow> LedgerTeam::memberBalances() const {
    const auto rows = database_.read(
        [&](database::Session& session) { return credits::memberCredits(session, team_, members_); });
    ENSURE(rows.has_value());
    return *rows;
}

QString LedgerTeam::differences() const {
    const auto found = database_.read([](database::Session& session) { return credits::verify(session); });
    if (!found) return QString::fromStdString(describe(found.error()));
    QString text;
    for (const std::string& difference : *found)
        text += QString::fromStdString(difference) + "\n";
    return text;
}

} // namespace headroom::test
