#pragma once

#include "core/client/outbox_row.h"
#include "core/client/truth.h"
#include "core/client/upload_row.h"
#include "core/sync/rows.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// What is shown of a team: server truth plus what the outbox will do to it, with every number worked out.
// Made on the store's thread, never changed afterwards, so the GUI reads it without a lock. Lists are shared
// between two pictures when they did not change.
namespace headroom::client {

struct ShownMember {
    std::shared_ptr<const KnownMember> member;
    std::int64_t available = 0;
    std::int64_t held = 0;
    std::int64_t spent = 0;
    bool pending = false; ///< something of it waits in the outbox

    const sync::MemberRow& row() const { return member->row; }
};

struct ShownHeadshot {
    std::shared_ptr<const sync::HeadshotRow> row;
    bool pending = false; ///< asked for, edited or deleted here, not confirmed yet
};

struct ShownPhoto {
    std::shared_ptr<const sync::PhotoRow> row;
    bool pending = false;
};

struct ShownCommand {
    OutboxRow row;
    /// What the rules say to it here and now; the endpoint decides. Empty when they would let it pass.
    std::optional<ErrorCode> expectedRefusal;
};

/// Credits of the team, all in headshots.
struct CreditNumbers {
    std::int64_t purchased = 0;
    std::int64_t pool = 0;
    std::int64_t allocated = 0; ///< what members have available, in sum
    std::int64_t held = 0;
    std::int64_t spent = 0;
    std::int64_t refunded = 0;
    std::int64_t debt = 0;
    std::int64_t usable = 0; ///< pool and allocated

    /// Spent in the last paceDays days before today, or since the first use if that is later (a week at
    /// least).
    std::int64_t paceSpent = 0;
    std::int64_t paceOverDays = 0;
    /// Whole days that the pool lasts at this pace; nothing without use.
    std::optional<std::int64_t> poolLastsDays;

    friend bool operator==(const CreditNumbers&, const CreditNumbers&) = default;
};

template <class Row>
using Shared = std::shared_ptr<const std::vector<Row>>;

struct ShownTeam {
    bool complete = false; ///< the first snapshot has arrived
    std::int64_t version = 0;
    std::optional<Timestamp> syncedAt;

    sync::TeamRow team;
    MemberId me;
    std::optional<ShownMember> own;
    CreditNumbers credits;
    Shared<ShownMember> members;             ///< by folded name; removed ones included
    Shared<ShownHeadshot> headshots;         ///< newest first; deleted ones included
    Shared<ShownPhoto> photos;               ///< newest first; deleted ones included
    Shared<sync::PaymentRow> payments;       ///< newest first
    Shared<sync::InvitationRow> invitations; ///< newest first
    Shared<sync::TransferRow> ledger;        ///< newest first, the newest ledgerRowsInView
    Shared<DayUse> days;                     ///< oldest first, days without use left out
    Shared<ShownCommand> commands;           ///< the outbox, oldest first
    Shared<UploadRow> uploads;               ///< oldest first
};

/// What of it changed, as bits.
enum class Part : std::uint32_t {
    None = 0,
    Team = 1,
    Credits = 2,
    Members = 4,
    Headshots = 8,
    Photos = 16,
    Payments = 32,
    Invitations = 64,
    Ledger = 128,
    Days = 256,
    Commands = 512,
    Uploads = 1024,
    Status = 2048,
    All = 4095,
};
constexpr Part operator|(Part a, Part b) {
    return static_cast<Part>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
constexpr bool has(Part all, Part one) {
    return (static_cast<std::uint32_t>(all) & static_cast<std::uint32_t>(one)) != 0;
}
/// What a row of this kind shows up in.
Part partsOf(sync::RowKind kind);

} // namespace headroom::client
