#include "core/storage/remote/remote_problem.h"

#include "core/storage/remote/remote_limits.h"

#include <algorithm>

namespace headroom::storage {

namespace {

ErrorCode codeOf(RemoteProblem problem, RemoteEffect effect) {
    switch (problem) {
    case RemoteProblem::NotFound:
        return ErrorCode::NotFound;
    case RemoteProblem::RangeOutside:
        return ErrorCode::InvalidInput;
    case RemoteProblem::BytesDamaged:
        return ErrorCode::ChecksumMismatch;
    case RemoteProblem::TooLarge:
        return ErrorCode::TooLarge;
    case RemoteProblem::OutOfQuota:
        return ErrorCode::DiskFull;
    case RemoteProblem::Broken:
        return effect == RemoteEffect::Writes ? ErrorCode::UnknownOutcome : ErrorCode::Unavailable;
    case RemoteProblem::PreconditionGone:
    case RemoteProblem::WrongSecret:
    case RemoteProblem::UnknownKey:
    case RemoteProblem::ExpiredKey:
    case RemoteProblem::ClockSkew:
    case RemoteProblem::WrongRegion:
    case RemoteProblem::NoSuchBucket:
    case RemoteProblem::NoPermission:
    case RemoteProblem::WrongAddress:
    case RemoteProblem::TooManyRequests:
    case RemoteProblem::Busy:
    case RemoteProblem::Refused:
        return ErrorCode::Unavailable;
    }
    __builtin_unreachable();
}

std::string_view wordsOf(RemoteProblem problem) {
    switch (problem) {
    case RemoteProblem::NotFound:
        return "has no such blob";
    case RemoteProblem::RangeOutside:
        return "says that the range is outside the blob";
    case RemoteProblem::PreconditionGone:
        return "says that the blob was replaced meanwhile";
    case RemoteProblem::BytesDamaged:
        return "got other bytes than were sent";
    case RemoteProblem::TooLarge:
        return "does not take a blob of this size";
    case RemoteProblem::WrongSecret:
        return "refuses the signature: the secret key does not belong to the access key";
    case RemoteProblem::UnknownKey:
        return "does not know the access key";
    case RemoteProblem::ExpiredKey:
        return "says that the key or token has expired: put in a new one";
    case RemoteProblem::ClockSkew:
        return "says that this machine's clock is wrong: set it right (NTP)";
    case RemoteProblem::WrongRegion:
        return "wants another region in the settings";
    case RemoteProblem::NoSuchBucket:
        return "has no such bucket or store: make it, or correct its name in the settings";
    case RemoteProblem::NoPermission:
        return "does not permit this: give the key the right to read, write, list and delete there";
    case RemoteProblem::WrongAddress:
        return "answers in a way that this service never does: is the address in the settings right?";
    case RemoteProblem::OutOfQuota:
        return "is suspended or full: look at the account there";
    case RemoteProblem::TooManyRequests:
        return "wants fewer requests";
    case RemoteProblem::Busy:
        return "is too busy at the moment";
    case RemoteProblem::Broken:
        return "has trouble of its own";
    case RemoteProblem::Refused:
        return "refuses the request";
    }
    __builtin_unreachable();
}

} // namespace

std::optional<RemoteProblem> problemOfStatus(int status) {
    switch (status) {
    case 403:
        return RemoteProblem::NoPermission;
    case 404:
        return RemoteProblem::NotFound;
    case 412:
        return RemoteProblem::PreconditionGone;
    case 413:
        return RemoteProblem::TooLarge;
    case 416:
        return RemoteProblem::RangeOutside;
    case 429:
        return RemoteProblem::TooManyRequests;
    case 503:
        return RemoteProblem::Busy;
    default:
        return status >= 500 ? std::optional(RemoteProblem::Broken) : std::nullopt;
    }
}

bool needsOperator(RemoteProblem problem) {
    switch (problem) {
    case RemoteProblem::WrongSecret:
    case RemoteProblem::UnknownKey:
    case RemoteProblem::ExpiredKey:
    case RemoteProblem::ClockSkew:
    case RemoteProblem::WrongRegion:
    case RemoteProblem::NoSuchBucket:
    case RemoteProblem::NoPermission:
    case RemoteProblem::WrongAddress:
    case RemoteProblem::OutOfQuota:
    case RemoteProblem::Refused:
        return true;
    case RemoteProblem::NotFound:
    case RemoteProblem::RangeOutside:
    case RemoteProblem::PreconditionGone:
    case RemoteProblem::BytesDamaged:
    case RemoteProblem::TooLarge:
    case RemoteProblem::TooManyRequests:
    case RemoteProblem::Busy:
    case RemoteProblem::Broken:
        return false;
    }
    __builtin_unreachable();
}

std::string printable(std::string_view text) {
    std::string clean(text.substr(0, remoteWordsBytes));
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    // Not in the middle of a character.
    while (text.size() > clean.size() && !clean.empty() &&
           (static_cast<unsigned char>(text[clean.size()]) & 0xC0U) == 0x80U)
        clean.pop_back();
    return clean;
}

Error remoteError(RemoteProblem problem, RemoteEffect effect, std::string_view service,
                  std::string_view said) {
    std::string detail(service);
    detail += ' ';
    detail += wordsOf(problem);
    if (!said.empty()) detail += " (" + printable(said) + ")";
    return {codeOf(problem, effect), std::move(detail)};
}

Error transportError(const Error& error, RemoteEffect effect, std::string_view service) {
    const std::string name(service);
    switch (error.code) {
    case ErrorCode::Unavailable:
        return {ErrorCode::Unavailable, name + " cannot be reached: " + printable(error.detail)};
    case ErrorCode::Timeout:
        return {effect == RemoteEffect::Writes ? ErrorCode::Timeout : ErrorCode::Unavailable,
                name + " did not answer in time"};
    case ErrorCode::UnknownOutcome:
        return {effect == RemoteEffect::Writes ? ErrorCode::UnknownOutcome : ErrorCode::Unavailable,
                "the connection to " + name + " was cut: " + printable(error.detail)};
    default:
        return error;
    }
}

Error startError(RemoteProblem problem, Error error) {
    if (needsOperator(problem)) error.code = ErrorCode::FileAccess;
    return error;
}

} // namespace headroom::storage
