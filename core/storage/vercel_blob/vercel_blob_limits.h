#pragma once

namespace headroom::storage {

/// How long a permission to sign links is asked for, and what has to be left of it for another link: the
/// longest life of one (signedLinkSecondsMax). Long, so that it is seldom asked for; short, because nothing
/// takes it back.
inline constexpr int vercelDelegationSeconds = 60 * 60;

/// Before a service that gave none is asked again: every reader would wait for that call.
inline constexpr int vercelDelegationRetrySeconds = 60;

} // namespace headroom::storage
