#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::storage {

/// What a service means by its refusal, in terms in which an operator can act.
enum class RemoteProblem : std::uint8_t {
    NotFound,         ///< the blob
    RangeOutside,     ///< of the blob
    PreconditionGone, ///< the blob was replaced meanwhile
    BytesDamaged,     ///< what arrived there is not what was announced
    TooLarge,         ///< for this service or its plan
    WrongSecret,
    UnknownKey,
    ExpiredKey,
    ClockSkew,
    WrongRegion,
    NoSuchBucket,
    NoPermission,
    WrongAddress, ///< something else answers there
    OutOfQuota,   ///< suspended or full
    TooManyRequests,
    Busy,    ///< 503: nothing was done
    Broken,  ///< another 5xx: unknown what was done
    Refused, ///< anything else
};

/// Whether the request was one that changes something: only then does it matter that nobody knows.
enum class RemoteEffect : std::uint8_t { Reads, Writes };

/// What a status says by itself, where all services mean the same by it (RFC 9110); nothing for others.
std::optional<RemoteProblem> problemOfStatus(int status);

/// Time does not heal it: somebody has to change the settings, the account or the clock.
bool needsOperator(RemoteProblem problem);

/// In our terms, with words for the log: `service` ("S3 at s3.example.com"), what is wrong and what to do
/// about it, then what the service said (cut short, printable characters only).
///
/// What an operator has to put right is Unavailable for everybody else: nothing happened, and the same
/// request will work when it is.
Error remoteError(RemoteProblem problem, RemoteEffect effect, std::string_view service,
                  std::string_view said);

/// What kept us from getting an answer, with the service's name. A lost answer to a question is only
/// Unavailable.
Error transportError(const Error& error, RemoteEffect effect, std::string_view service);

/// For a check at start: an operator's mistake is FileAccess, so that a program can tell it from a service
/// that is down at the moment.
Error startError(RemoteProblem problem, Error error);

/// From outside, for a log: control characters become blanks, and no more than remoteWordsBytes.
std::string printable(std::string_view text);

} // namespace headroom::storage
