#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace headroom::client {

/// How long the sync engine waits for what. Tests make it shorter.
struct SyncTiming {
    int requestMs = 20'000;       ///< without a byte either way
    int pollMs = 15'000;          ///< while there is no push
    int pollWithPushMs = 120'000; ///< beside the push, should it be silent without being broken
    int pushSilenceMs = 90'000;   ///< a push connection that says nothing for so long is taken for dead
    int firstRetryMs = 1'000;
    int lastRetryMs = 60'000;

    /// Doubles with each failure; a fifth of it is chance, so that a whole company does not come back at
    /// once. `chance` is any number.
    int retryMs(int failures, std::uint64_t chance) const {
        std::int64_t wait = firstRetryMs;
        for (int i = 1; i < failures && wait < lastRetryMs; ++i)
            wait *= 2;
        wait = std::min<std::int64_t>(wait, lastRetryMs);
        return static_cast<int>(wait - wait / 10 + static_cast<std::int64_t>(chance % (wait / 5 + 1)));
    }
};

/// How the desktop and the endpoint stand to each other.
enum class Link : std::uint8_t {
    Starting,  ///< not known yet
    Online,    ///< up to date, or about to be
    Offline,   ///< no answer; tried again and again
    SignedOut, ///< the endpoint does not take the token any more
    NotMember, ///< not (or no longer) a member of the team: its cache has been wiped
};

struct SyncStatus {
    Link link = Link::Starting;
    std::optional<Timestamp> offlineSince;
    bool catchingUp = false;          ///< the first snapshot, or more than a page of changes, is on its way
    std::optional<ErrorCode> trouble; ///< on this computer: a full disk, a damaged cache
    friend bool operator==(const SyncStatus&, const SyncStatus&) = default;
};

} // namespace headroom::client
