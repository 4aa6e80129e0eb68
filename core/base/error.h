#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom {

/// Why an operation did not happen. The code is the identity of an error: it travels over HTTP as the
/// problem detail's `code`, decides whether a caller tries again, and is what the desktop turns into words.
/// Names never change once shipped; texts may.
enum class ErrorCode : std::uint16_t {
    // The request itself
    InvalidInput,
    UnsupportedMediaType,
    TooLarge,
    LimitExceeded,
    // Who asks
    Unauthenticated,
    Forbidden,
    RateLimited,
    CodeWrong,
    CodeExpired,
    InvitationInvalid,
    MemberSuspended,
    LastOwner,
    SignUpClosed,
    // What is asked for
    NotFound,
    Gone,
    Conflict,
    AlreadyExists,
    IdempotencyConflict,
    BasisChanged,
    PreconditionFailed,
    // Credits
    InsufficientPool,
    InsufficientCredits,
    Shortfall,
    HoldEnded,
    // Money
    OrderNotOpen,
    OrderExpired,
    PaymentDeclined,
    SignatureInvalid,
    SignatureStale,
    AmountMismatch,
    LivemodeMismatch,
    // Photos
    PhotoNotAnImage,
    PhotoTooManyPixels,
    PhotoNoFace,
    PhotoSeveralFaces,
    PhotoFaceTooSmall,
    PhotoBlurred,
    PhotoTooDark,
    PhotoTooBright,
    PhotoEyesClosed,
    PhotoFaceTurned,
    PhotoFaceCovered,
    PhotoFaceCut,
    PhotoNotUsable,
    // Uploads and files
    OffsetMismatch,
    ChecksumMismatch,
    UploadIncomplete,
    UploadLocked,
    DiskFull,
    FileExists,
    FileAccess,
    // Generation
    GeneratorFailed,
    GeneratorRefused,
    GeneratorUnpaid, ///< a hosted service wants money first: its own credit is used up
    SpendingLimit,   ///< our own limit for paid services is used up for the day
    ResultNotUsable, ///< something was made, but it is broken or no headshot
    LikenessLost,
    DeadlineExceeded,
    LeaseLost,
    // The world
    Cancelled,
    Offline,
    Unavailable,
    Timeout,
    UnknownOutcome,
    SchemaFromFuture,
    ResyncRequired,
    Corrupt,
    Internal,
};

/// What a caller may do after an error.
enum class Retry : std::uint8_t {
    Never,        ///< Refused for good: change the request (and give it a new id).
    Later,        ///< Nothing happened: the same request may be sent again, with the same id.
    AskSameAgain, ///< Unknown whether it happened: ask again with the same id, never with a new one.
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    /// For logs and developers: English, no personal data, no secrets. Never shown to users as it is.
    std::string detail;

    friend bool operator==(const Error& a, const Error& b) { return a.code == b.code; }
};

/// Stable snake_case name, as in the API (`insufficient_pool`).
std::string_view name(ErrorCode code);

/// The reverse of name(); nothing for a name that this version does not know.
std::optional<ErrorCode> errorCodeFromName(std::string_view name);

/// Total over all codes, so that no caller has to guess.
Retry retry(ErrorCode code);

/// One line for a log: `insufficient_pool: pool has 3, asked 5`.
std::string describe(const Error& error);

} // namespace headroom
