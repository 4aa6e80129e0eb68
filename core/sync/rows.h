#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/sync/vocabulary.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

// The rows that travel in snapshots and the change feed, as the endpoint's tables hold them and the desktop's
// cache keeps them. Moments are milliseconds, absent values are null, ids are canonical UUIDs. Values, no
// behaviour.
namespace headroom::sync {

struct TeamRow {
    TeamId id;
    std::string name;
    std::int64_t memberVersion = 0; ///< the basis of auto-distribute, with the pool's balance
    Timestamp createdAt;
    Timestamp updatedAt;
    friend bool operator==(const TeamRow&, const TeamRow&) = default;
};

struct MemberRow {
    MemberId id;
    std::string email; ///< empty once erased, and for viewers who may not see it
    std::string name;
    Role role = Role::Member;
    MemberState state = MemberState::Invited;
    std::optional<Timestamp> joinedAt;
    std::optional<Timestamp> lastActiveAt;
    /// Agrees that the face in a finished headshot is compared with the one in the photos.
    bool comparesFaces = false;
    Timestamp createdAt;
    Timestamp updatedAt;
    friend bool operator==(const MemberRow&, const MemberRow&) = default;
};

struct InvitationRow {
    InvitationId id;
    Role role = Role::Member;
    int uses = 0;
    int maxUses = 0;
    Timestamp createdAt;
    Timestamp expiresAt;
    std::optional<Timestamp> revokedAt;
    friend bool operator==(const InvitationRow&, const InvitationRow&) = default;
};

struct TeamCreditsRow {
    std::int64_t purchased = 0;
    std::int64_t pool = 0;
    std::int64_t held = 0;
    std::int64_t spent = 0;
    std::int64_t refunded = 0;
    std::int64_t debt = 0;
    friend bool operator==(const TeamCreditsRow&, const TeamCreditsRow&) = default;
};

struct MemberCreditsRow {
    MemberId memberId;
    std::int64_t available = 0;
    std::int64_t held = 0;
    std::int64_t spent = 0;
    friend bool operator==(const MemberCreditsRow&, const MemberCreditsRow&) = default;
};

struct TransferRow {
    TransferId id;
    std::int64_t version = 0;
    std::int64_t ordinal = 0;
    Account from = Account::Pool;
    MemberId fromMember;
    Account to = Account::Pool;
    MemberId toMember;
    std::int64_t credits = 0;
    TransferReason reason = TransferReason::Allocate;
    CommandId commandId;
    HeadshotId holdId;
    OrderId orderId;
    MemberId actorId; ///< none when the endpoint itself acted
    bool livemode = false;
    Timestamp createdAt;
    friend bool operator==(const TransferRow&, const TransferRow&) = default;
};

struct PaymentRow {
    OrderId id;
    MemberId memberId;
    std::string package;
    std::int64_t credits = 0;
    std::int64_t amountCents = 0;
    std::string currency;
    PaymentState state = PaymentState::Created;
    std::string checkoutUrl; ///< empty unless the order can still be paid
    bool livemode = false;
    bool disputed = false;
    std::int64_t refundedCents = 0;
    std::int64_t reversedCredits = 0;
    Timestamp createdAt;
    Timestamp updatedAt;
    std::optional<Timestamp> expiresAt;
    std::optional<Timestamp> paidAt;
    friend bool operator==(const PaymentRow&, const PaymentRow&) = default;
};

struct PhotoRow {
    PhotoId id;
    MemberId memberId;
    MemberId uploaderId;
    std::string fileName;
    std::string mediaType;
    std::int64_t sizeBytes = 0;
    std::string sha256; ///< hexadecimal
    std::optional<int> width;
    std::optional<int> height;
    PhotoState state = PhotoState::Checking;
    std::string refusal; ///< an error code's name, or empty
    std::string report;  ///< JSON text of the photo check
    Timestamp createdAt;
    Timestamp updatedAt;
    friend bool operator==(const PhotoRow&, const PhotoRow&) = default;
};

struct HeadshotRow {
    HeadshotId id;
    MemberId memberId;
    RequestId requestId;
    std::string style;
    int ordinal = 0;
    HeadshotState state = HeadshotState::Queued;
    std::string failure; ///< an error code's name, or empty
    std::string name;
    bool favourite = false;
    PhotoId photoId;
    std::string generator;
    bool likenessChecked = false; ///< the face in it was compared with the one in the photo, and is the same
    std::string mediaType;
    std::optional<int> width;
    std::optional<int> height;
    std::optional<std::int64_t> sizeBytes;
    std::string sha256; ///< hexadecimal; the name of the bytes in the desktop's cache
    Timestamp createdAt;
    std::optional<Timestamp> completedAt;
    Timestamp updatedAt;
    friend bool operator==(const HeadshotRow&, const HeadshotRow&) = default;
};

// JSON, with snake_case names. from_json throws on anything malformed (nlohmann's exceptions and
// std::invalid_argument): whoever reads text from outside turns that into a Result at that seam.
void to_json(nlohmann::json& json, const TeamRow& row);
void from_json(const nlohmann::json& json, TeamRow& row);
void to_json(nlohmann::json& json, const MemberRow& row);
void from_json(const nlohmann::json& json, MemberRow& row);
void to_json(nlohmann::json& json, const InvitationRow& row);
void from_json(const nlohmann::json& json, InvitationRow& row);
void to_json(nlohmann::json& json, const TeamCreditsRow& row);
void from_json(const nlohmann::json& json, TeamCreditsRow& row);
void to_json(nlohmann::json& json, const MemberCreditsRow& row);
void from_json(const nlohmann::json& json, MemberCreditsRow& row);
void to_json(nlohmann::json& json, const TransferRow& row);
void from_json(const nlohmann::json& json, TransferRow& row);
void to_json(nlohmann::json& json, const PaymentRow& row);
void from_json(const nlohmann::json& json, PaymentRow& row);
void to_json(nlohmann::json& json, const PhotoRow& row);
void from_json(const nlohmann::json& json, PhotoRow& row);
void to_json(nlohmann::json& json, const HeadshotRow& row);
void from_json(const nlohmann::json& json, HeadshotRow& row);

} // namespace headroom::sync
