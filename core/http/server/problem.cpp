#include "core/http/server/problem.h"

#include <nlohmann/json.hpp>

#include <string>

namespace headroom::http {

namespace {

/// Such details may name files, queries or other services.
bool isOurFault(ErrorCode code) {
    return code == ErrorCode::Internal || code == ErrorCode::Corrupt || code == ErrorCode::SchemaFromFuture ||
           code == ErrorCode::FileAccess || code == ErrorCode::DiskFull;
}

std::string title(std::string_view codeName) {
    std::string text(codeName);
    for (char& c : text)
        if (c == '_') c = ' ';
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

} // namespace

int httpStatus(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidInput:
    case ErrorCode::SignatureInvalid:
    case ErrorCode::SignatureStale:
    case ErrorCode::AmountMismatch:
    case ErrorCode::LivemodeMismatch:
        return 400;
    case ErrorCode::Unauthenticated:
    case ErrorCode::CodeWrong:
        return 401;
    case ErrorCode::PaymentDeclined:
        return 402;
    case ErrorCode::Forbidden:
    case ErrorCode::MemberSuspended:
    case ErrorCode::SignUpClosed:
        return 403;
    case ErrorCode::InvitationInvalid:
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Timeout:
        return 408;
    case ErrorCode::LastOwner:
    case ErrorCode::Conflict:
    case ErrorCode::AlreadyExists:
    case ErrorCode::IdempotencyConflict:
    case ErrorCode::BasisChanged:
    case ErrorCode::InsufficientPool:
    case ErrorCode::InsufficientCredits:
    case ErrorCode::Shortfall:
    case ErrorCode::HoldEnded:
    case ErrorCode::OrderNotOpen:
    case ErrorCode::OffsetMismatch:
    case ErrorCode::UploadIncomplete:
    case ErrorCode::FileExists:
    case ErrorCode::LeaseLost:
    case ErrorCode::ResyncRequired:
    case ErrorCode::Cancelled:
        return 409;
    case ErrorCode::CodeExpired:
    case ErrorCode::OrderExpired:
    case ErrorCode::Gone:
        return 410;
    case ErrorCode::PreconditionFailed:
        return 412;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::UnsupportedMediaType:
        return 415;
    case ErrorCode::LimitExceeded:
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
    case ErrorCode::GeneratorRefused:
    case ErrorCode::SpendingLimit:
        return 422;
    case ErrorCode::UploadLocked:
        return 423;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::ChecksumMismatch:
        return 460; // tus 1.0, checksum extension
    case ErrorCode::FileAccess:
    case ErrorCode::SchemaFromFuture:
    case ErrorCode::Corrupt:
    case ErrorCode::Internal:
        return 500;
    case ErrorCode::GeneratorFailed:
    case ErrorCode::GeneratorUnpaid:
    case ErrorCode::ResultNotUsable:
    case ErrorCode::LikenessLost:
        return 502;
    case ErrorCode::Offline:
    case ErrorCode::Unavailable:
        return 503;
    case ErrorCode::DeadlineExceeded:
    case ErrorCode::UnknownOutcome:
        return 504;
    case ErrorCode::DiskFull:
        return 507;
    }
    __builtin_unreachable();
}

Response problem(const Error& error) {
    return problem(error, httpStatus(error.code));
}

Response problem(const Error& error, int status) {
    nlohmann::ordered_json body;
    const std::string code(name(error.code));
    body["type"] = "about:blank";
    body["title"] = title(code);
    body["status"] = status;
    if (!error.detail.empty() && !isOurFault(error.code)) body["detail"] = error.detail;
    body["code"] = code;
    // Details may quote a client's bytes; what is no UTF-8 is replaced rather than thrown about.
    constexpr auto replaceBadUtf8 = nlohmann::ordered_json::error_handler_t::replace;
    return Response::text(status, body.dump(-1, ' ', false, replaceBadUtf8), "application/problem+json");
}

} // namespace headroom::http
