#include "core/base/error.h"

namespace headroom {

namespace {

constexpr int errorCodeCount = static_cast<int>(ErrorCode::Internal) + 1;

} // namespace

std::string_view name(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidInput:
        return "invalid_input";
    case ErrorCode::UnsupportedMediaType:
        return "unsupported_media_type";
    case ErrorCode::TooLarge:
        return "too_large";
    case ErrorCode::LimitExceeded:
        return "limit_exceeded";
    case ErrorCode::Unauthenticated:
        return "unauthenticated";
    case ErrorCode::Forbidden:
        return "forbidden";
    case ErrorCode::RateLimited:
        return "rate_limited";
    case ErrorCode::CodeWrong:
        return "code_wrong";
    case ErrorCode::CodeExpired:
        return "code_expired";
    case ErrorCode::InvitationInvalid:
        return "invitation_invalid";
    case ErrorCode::MemberSuspended:
        return "member_suspended";
    case ErrorCode::LastOwner:
        return "last_owner";
    case ErrorCode::SignUpClosed:
        return "sign_up_closed";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::Gone:
        return "gone";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::AlreadyExists:
        return "already_exists";
    case ErrorCode::IdempotencyConflict:
        return "idempotency_conflict";
    case ErrorCode::BasisChanged:
        return "basis_changed";
    case ErrorCode::PreconditionFailed:
        return "precondition_failed";
    case ErrorCode::InsufficientPool:
        return "insufficient_pool";
    case ErrorCode::InsufficientCredits:
        return "insufficient_credits";
    case ErrorCode::Shortfall:
        return "shortfall";
    case ErrorCode::HoldEnded:
        return "hold_ended";
    case ErrorCode::OrderNotOpen:
        return "order_not_open";
    case ErrorCode::OrderExpired:
        return "order_expired";
    case ErrorCode::PaymentDeclined:
        return "payment_declined";
    case ErrorCode::SignatureInvalid:
        return "signature_invalid";
    case ErrorCode::SignatureStale:
        return "signature_stale";
    case ErrorCode::AmountMismatch:
        return "amount_mismatch";
    case ErrorCode::LivemodeMismatch:
        return "livemode_mismatch";
    case ErrorCode::PhotoNotAnImage:
        return "photo_not_an_image";
    case ErrorCode::PhotoTooManyPixels:
        return "photo_too_many_pixels";
    case ErrorCode::PhotoNoFace:
        return "photo_no_face";
    case ErrorCode::PhotoSeveralFaces:
        return "photo_several_faces";
    case ErrorCode::PhotoFaceTooSmall:
        return "photo_face_too_small";
    case ErrorCode::PhotoBlurred:
        return "photo_blurred";
    case ErrorCode::PhotoTooDark:
        return "photo_too_dark";
    case ErrorCode::PhotoTooBright:
        return "photo_too_bright";
    case ErrorCode::PhotoEyesClosed:
        return "photo_eyes_closed";
    case ErrorCode::PhotoFaceTurned:
        return "photo_face_turned";
    case ErrorCode::PhotoFaceCovered:
        return "photo_face_covered";
    case ErrorCode::PhotoFaceCut:
        return "photo_face_cut";
    case ErrorCode::PhotoNotUsable:
        return "photo_not_usable";
    case ErrorCode::OffsetMismatch:
        return "offset_mismatch";
    case ErrorCode::ChecksumMismatch:
        return "checksum_mismatch";
    case ErrorCode::UploadIncomplete:
        return "upload_incomplete";
    case ErrorCode::UploadLocked:
        return "upload_locked";
    case ErrorCode::DiskFull:
        return "disk_full";
    case ErrorCode::FileExists:
        return "file_exists";
    case ErrorCode::FileAccess:
        return "file_access";
    case ErrorCode::GeneratorFailed:
        return "generator_failed";
    case ErrorCode::GeneratorRefused:
        return "generator_refused";
    case ErrorCode::GeneratorUnpaid:
        return "generator_unpaid";
    case ErrorCode::SpendingLimit:
        return "spending_limit";
    case ErrorCode::ResultNotUsable:
        return "result_not_usable";
    case ErrorCode::LikenessLost:
        return "likeness_lost";
    case ErrorCode::DeadlineExceeded:
        return "deadline_exceeded";
    case ErrorCode::LeaseLost:
        return "lease_lost";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Offline:
        return "offline";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::Timeout:
        return "timeout";
    case ErrorCode::UnknownOutcome:
        return "unknown_outcome";
    case ErrorCode::SchemaFromFuture:
        return "schema_from_future";
    case ErrorCode::ResyncRequired:
        return "resync_required";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Internal:
        return "internal";
    }
    __builtin_unreachable();
}

std::optional<ErrorCode> errorCodeFromName(std::string_view text) {
    for (int i = 0; i < errorCodeCount; ++i) {
        const auto code = static_cast<ErrorCode>(i);
        if (name(code) == text) return code;
    }
    return std::nullopt;
}

Retry retry(ErrorCode code) {
    switch (code) {
    case ErrorCode::Unauthenticated: // the same command is sent again after signing in again
    case ErrorCode::RateLimited:
    case ErrorCode::UploadLocked:
    case ErrorCode::Offline:
    case ErrorCode::Unavailable:
        return Retry::Later;
    case ErrorCode::Timeout:
    case ErrorCode::UnknownOutcome:
    case ErrorCode::Internal:
        return Retry::AskSameAgain;
    case ErrorCode::InvalidInput:
    case ErrorCode::UnsupportedMediaType:
    case ErrorCode::TooLarge:
    case ErrorCode::LimitExceeded:
    case ErrorCode::Forbidden:
    case ErrorCode::CodeWrong:
    case ErrorCode::CodeExpired:
    case ErrorCode::InvitationInvalid:
    case ErrorCode::MemberSuspended:
    case ErrorCode::LastOwner:
    case ErrorCode::SignUpClosed:
    case ErrorCode::NotFound:
    case ErrorCode::Gone:
    case ErrorCode::Conflict:
    case ErrorCode::AlreadyExists:
    case ErrorCode::IdempotencyConflict:
    case ErrorCode::BasisChanged:
    case ErrorCode::PreconditionFailed:
    case ErrorCode::InsufficientPool:
    case ErrorCode::InsufficientCredits:
    case ErrorCode::Shortfall:
    case ErrorCode::HoldEnded:
    case ErrorCode::OrderNotOpen:
    case ErrorCode::OrderExpired:
    case ErrorCode::PaymentDeclined:
    case ErrorCode::SignatureInvalid:
    case ErrorCode::SignatureStale:
    case ErrorCode::AmountMismatch:
    case ErrorCode::LivemodeMismatch:
    case ErrorCode::PhotoNotAnImage:
    case ErrorCode::PhotoTooManyPixels:
    case ErrorCode::PhotoNoFace:
    case ErrorCode::PhotoSeveralFaces:
    case ErrorCode::PhotoFaceTooSmall:
    case ErrorCode::PhotoBlurred:
    case ErrorCode::PhotoTooDark:
    case ErrorCode::PhotoTooBright:
    case ErrorCode::PhotoEyesClosed:
    case ErrorCode::PhotoFaceTurned:
    case ErrorCode::PhotoFaceCovered:
    case ErrorCode::PhotoFaceCut:
    case ErrorCode::PhotoNotUsable:
    case ErrorCode::OffsetMismatch:
    case ErrorCode::ChecksumMismatch:
    case ErrorCode::UploadIncomplete:
    case ErrorCode::DiskFull:
    case ErrorCode::FileExists:
    case ErrorCode::FileAccess:
    case ErrorCode::GeneratorFailed:
    case ErrorCode::GeneratorRefused:
    case ErrorCode::GeneratorUnpaid:
    case ErrorCode::SpendingLimit:
    case ErrorCode::ResultNotUsable:
    case ErrorCode::LikenessLost:
    case ErrorCode::DeadlineExceeded:
    case ErrorCode::LeaseLost:
    case ErrorCode::Cancelled:
    case ErrorCode::SchemaFromFuture:
    case ErrorCode::ResyncRequired:
    case ErrorCode::Corrupt:
        return Retry::Never;
    }
    __builtin_unreachable();
}

std::string describe(const Error& error) {
    std::string line(name(error.code));
    if (!error.detail.empty()) {
        line += ": ";
        line += error.detail;
    }
    return line;
}

} // namespace headroom
