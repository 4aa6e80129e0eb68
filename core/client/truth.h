#pragma once

#include "core/base/result.h"
#include "core/sync/rows.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace headroom::client {

/// One entry of a snapshot or of the change feed.
struct FeedRow {
    enum class Change { Put, Removed };
    sync::RowKind kind = sync::RowKind::Team;
    std::string id;
    Change change = Change::Put;
    std::string body; ///< JSON as core/sync/rows.h; empty when removed
};

/// Use of credits on one day.
struct DayUse {
    std::int64_t day = 0; ///< days since 1970, UTC
    std::int64_t purchased = 0;
    std::int64_t spent = 0;
    std::int64_t refunded = 0;
    friend bool operator==(const DayUse&, const DayUse&) = default;
};

/// What a transfer adds to its day: debt that a purchase paid is part of the purchase, reversals that were
/// posted back count against refunds.
DayUse dayUseOf(const sync::TransferRow& transfer);

struct KnownMember {
    sync::MemberRow row;
    std::string searchKey;
};

/// A team as the endpoint last told it, in memory: the cache's rows, typed. Rows are shared with the pictures
/// of the team that the GUI holds, so a change makes a new row and never alters one. Lives on the store's
/// thread.
class Truth {
public:
    template <class Row>
    using Table = std::unordered_map<std::string, std::shared_ptr<const Row>>;

    /// Checks and takes in a row; transfers are only checked (the ledger is on disk). Corrupt for a body that
    /// is not a row of its kind: nothing changed then.
    Result<void> apply(const FeedRow& row);

    sync::TeamRow team;
    sync::TeamCreditsRow credits;
    Table<KnownMember> members;
    std::map<MemberId, sync::MemberCreditsRow> memberCredits;
    Table<sync::InvitationRow> invitations;
    Table<sync::PaymentRow> payments;
    Table<sync::PhotoRow> photos;
    Table<sync::HeadshotRow> headshots;
};

/// The JSON text as a row. Corrupt when it is none.
template <class Row>
Result<Row> parseRow(const std::string& body);

extern template Result<sync::TransferRow> parseRow(const std::string& body);

} // namespace headroom::client
