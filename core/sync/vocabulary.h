#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// The words that both halves, the schema and the JSON share. A name never changes once shipped.
namespace headroom::sync {

enum class Role : std::uint8_t { Owner, Admin, Member };
enum class MemberState : std::uint8_t { Invited, Active, Suspended, Removed };
enum class Account : std::uint8_t { Purchased, Pool, Member, Held, Spent, Refunded, Debt };
enum class TransferReason : std::uint8_t {
    Purchase,
    DebtPayment,
    Allocate,
    TakeBack,
    AutoDistribute,
    Reassign,
    Hold,
    Settle,
    Release,
    Refund,
    RefundReversal,
    MemberRemoved,
};
enum class CreditSource : std::uint8_t { Pool, Member };
enum class HoldState : std::uint8_t { Open, Settled, Released };
enum class PaymentState : std::uint8_t {
    Created,
    Open,
    Processing,
    Paid,
    Failed,
    Cancelled,
    Expired,
    PartlyRefunded,
    Refunded,
};
enum class PhotoState : std::uint8_t { Checking, Usable, Refused, Deleted };
enum class HeadshotState : std::uint8_t { Queued, Running, Completed, Failed, Deleted };

/// What a change of the feed is about: the table, in the singular.
enum class RowKind : std::uint8_t {
    Team,
    Member,
    Invitation,
    TeamCredits,
    MemberCredits,
    Transfer,
    Payment,
    Photo,
    Headshot,
};

/// The name of a value in the schema and in JSON.
std::string_view name(Role value);
std::string_view name(MemberState value);
std::string_view name(Account value);
std::string_view name(TransferReason value);
std::string_view name(CreditSource value);
std::string_view name(HoldState value);
std::string_view name(PaymentState value);
std::string_view name(PhotoState value);
std::string_view name(HeadshotState value);
std::string_view name(RowKind value);

/// Number of values of an enum of this file.
template <class Enum>
inline constexpr int valueCount = 0;
template <>
inline constexpr int valueCount<Role> = 3;
template <>
inline constexpr int valueCount<MemberState> = 4;
template <>
inline constexpr int valueCount<Account> = 7;
template <>
inline constexpr int valueCount<TransferReason> = 12;
template <>
inline constexpr int valueCount<CreditSource> = 2;
template <>
inline constexpr int valueCount<HoldState> = 3;
template <>
inline constexpr int valueCount<PaymentState> = 9;
template <>
inline constexpr int valueCount<PhotoState> = 4;
template <>
inline constexpr int valueCount<HeadshotState> = 5;
template <>
inline constexpr int valueCount<RowKind> = 9;

/// The value with this name: `fromName<Role>("owner")`. Nothing for an unknown name.
template <class Enum>
std::optional<Enum> fromName(std::string_view text) {
    static_assert(valueCount<Enum> > 0);
    for (int i = 0; i < valueCount<Enum>; ++i)
        if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
    return std::nullopt;
}

} // namespace headroom::sync
