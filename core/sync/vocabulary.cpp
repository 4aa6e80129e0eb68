#include "core/sync/vocabulary.h"

namespace headroom::sync {

std::string_view name(Role value) {
    switch (value) {
    case Role::Owner:
        return "owner";
    case Role::Admin:
        return "admin";
    case Role::Member:
        return "member";
    }
    __builtin_unreachable();
}

std::string_view name(MemberState value) {
    switch (value) {
    case MemberState::Invited:
        return "invited";
    case MemberState::Active:
        return "active";
    case MemberState::Suspended:
        return "suspended";
    case MemberState::Removed:
        return "removed";
    }
    __builtin_unreachable();
}

std::string_view name(Account value) {
    switch (value) {
    case Account::Purchased:
        return "purchased";
    case Account::Pool:
        return "pool";
    case Account::Member:
        return "member";
    case Account::Held:
        return "held";
    case Account::Spent:
        return "spent";
    case Account::Refunded:
        return "refunded";
    case Account::Debt:
        return "debt";
    }
    __builtin_unreachable();
}

std::string_view name(TransferReason value) {
    switch (value) {
    case TransferReason::Purchase:
        return "purchase";
    case TransferReason::DebtPayment:
        return "debt_payment";
    case TransferReason::Allocate:
        return "allocate";
    case TransferReason::TakeBack:
        return "take_back";
    case TransferReason::AutoDistribute:
        return "auto_distribute";
    case TransferReason::Reassign:
        return "reassign";
    case TransferReason::Hold:
        return "hold";
    case TransferReason::Settle:
        return "settle";
    case TransferReason::Release:
        return "release";
    case TransferReason::Refund:
        return "refund";
    case TransferReason::RefundReversal:
        return "refund_reversal";
    case TransferReason::MemberRemoved:
        return "member_removed";
    }
    __builtin_unreachable();
}

std::string_view name(CreditSource value) {
    switch (value) {
    case CreditSource::Pool:
        return "pool";
    case CreditSource::Member:
        return "member";
    }
    __builtin_unreachable();
}

std::string_view name(HoldState value) {
    switch (value) {
    case HoldState::Open:
        return "open";
    case HoldState::Settled:
        return "settled";
    case HoldState::Released:
        return "released";
    }
    __builtin_unreachable();
}

std::string_view name(PaymentState value) {
    switch (value) {
    case PaymentState::Created:
        return "created";
    case PaymentState::Open:
        return "open";
    case PaymentState::Processing:
        return "processing";
    case PaymentState::Paid:
        return "paid";
    case PaymentState::Failed:
        return "failed";
    case PaymentState::Cancelled:
        return "cancelled";
    case PaymentState::Expired:
        return "expired";
    case PaymentState::PartlyRefunded:
        return "partly_refunded";
    case PaymentState::Refunded:
        return "refunded";
    }
    __builtin_unreachable();
}

std::string_view name(PhotoState value) {
    switch (value) {
    case PhotoState::Checking:
        return "checking";
    case PhotoState::Usable:
        return "usable";
    case PhotoState::Refused:
        return "refused";
    case PhotoState::Deleted:
        return "deleted";
    }
    __builtin_unreachable();
}

std::string_view name(HeadshotState value) {
    switch (value) {
    case HeadshotState::Queued:
        return "queued";
    case HeadshotState::Running:
        return "running";
    case HeadshotState::Completed:
        return "completed";
    case HeadshotState::Failed:
        return "failed";
    case HeadshotState::Deleted:
        return "deleted";
    }
    __builtin_unreachable();
}

std::string_view name(RowKind value) {
    switch (value) {
    case RowKind::Team:
        return "team";
    case RowKind::Member:
        return "member";
    case RowKind::Invitation:
        return "invitation";
    case RowKind::TeamCredits:
        return "team_credits";
    case RowKind::MemberCredits:
        return "member_credits";
    case RowKind::Transfer:
        return "transfer";
    case RowKind::Payment:
        return "payment";
    case RowKind::Photo:
        return "photo";
    case RowKind::Headshot:
        return "headshot";
    }
    __builtin_unreachable();
}

} // namespace headroom::sync
