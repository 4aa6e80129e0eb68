#include "core/client/truth.h"

#include "core/client/search_key.h"

#include <nlohmann/json.hpp>

namespace headroom::client {

namespace {

constexpr std::int64_t dayMs = 86'400'000;

template <class Row>
Result<void> putOrRemove(Truth::Table<Row>& table, const FeedRow& change) {
    if (change.change == FeedRow::Change::Removed) {
        table.erase(change.id);
        return {};
    }
    table[change.id] = std::make_shared<const Row>(TRY(parseRow<Row>(change.body)));
    return {};
}

Result<void> putMember(Truth::Table<KnownMember>& table, const FeedRow& change) {
    if (change.change == FeedRow::Change::Removed) {
        table.erase(change.id);
        return {};
    }
    auto row = TRY(parseRow<sync::MemberRow>(change.body));
    std::string key = searchKey(row.name + " " + row.email);
    table[change.id] = std::make_shared<const KnownMember>(KnownMember{std::move(row), std::move(key)});
    return {};
}

} // namespace

template <class Row>
Result<Row> parseRow(const std::string& body) {
    try {
        return nlohmann::json::parse(body).get<Row>();
    } catch (const std::exception& malformed) {
        return fail(ErrorCode::Corrupt, std::string("row: ") + malformed.what());
    }
}

template Result<sync::TransferRow> parseRow(const std::string& body);

DayUse dayUseOf(const sync::TransferRow& transfer) {
    DayUse use;
    use.day = transfer.createdAt.ms / dayMs;
    switch (transfer.reason) {
    case sync::TransferReason::Purchase:
    case sync::TransferReason::DebtPayment:
        use.purchased = transfer.credits;
        break;
    case sync::TransferReason::Settle:
        use.spent = transfer.credits;
        break;
    case sync::TransferReason::Refund:
        use.refunded = transfer.credits;
        break;
    case sync::TransferReason::RefundReversal:
        use.refunded = -transfer.credits;
        break;
    case sync::TransferReason::Allocate:
    case sync::TransferReason::TakeBack:
    case sync::TransferReason::AutoDistribute:
    case sync::TransferReason::Reassign:
    case sync::TransferReason::Hold:
    case sync::TransferReason::Release:
    case sync::TransferReason::MemberRemoved:
        break;
    }
    return use;
}

Result<void> Truth::apply(const FeedRow& row) {
    const bool removed = row.change == FeedRow::Change::Removed;
    switch (row.kind) {
    case sync::RowKind::Team:
        if (!removed) team = TRY(parseRow<sync::TeamRow>(row.body));
        return {};
    case sync::RowKind::TeamCredits:
        if (!removed) credits = TRY(parseRow<sync::TeamCreditsRow>(row.body));
        return {};
    case sync::RowKind::MemberCredits: {
        if (removed) {
            memberCredits.erase(MemberId::trusted(row.id));
            return {};
        }
        auto balance = TRY(parseRow<sync::MemberCreditsRow>(row.body));
        memberCredits[balance.memberId] = balance;
        return {};
    }
    case sync::RowKind::Member:
        return putMember(members, row);
    case sync::RowKind::Invitation:
        return putOrRemove(invitations, row);
    case sync::RowKind::Payment:
        return putOrRemove(payments, row);
    case sync::RowKind::Photo:
        return putOrRemove(photos, row);
    case sync::RowKind::Headshot:
        return putOrRemove(headshots, row);
    case sync::RowKind::Transfer:
        if (!removed) TRY(parseRow<sync::TransferRow>(row.body));
        return {};
    }
    __builtin_unreachable();
}

} // namespace headroom::client
