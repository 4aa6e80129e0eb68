#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::endpoint {

/// Event streams per team: every member with three devices in a team of 5,000.
inline constexpr std::size_t pushStreamsPerTeam = 15'000;

/// Rows in one page of a list that a person reads.
inline constexpr std::int64_t listPageRows = 500;

/// Sign-in codes that wait for the mailer. The caps on codes keep an honest team far below.
inline constexpr std::size_t mailQueueMax = 20'000;

/// Pauses between attempts to send a sign-in code: somebody is waiting in front of the screen.
inline constexpr std::int64_t codeRetryFirstMs = 2'000;
inline constexpr std::int64_t codeRetryLongestMs = 30'000;

/// How often messages in the database are looked for without a wake-up: what finds retries whose pause is
/// over.
inline constexpr std::int64_t outboxPollMs = 5'000;

/// How often what happened is looked at without a wake-up, to write mails about it, and how long after one.
inline constexpr int noticePollMs = 60'000;
inline constexpr int noticeGatherMs = 1'000;

/// How often copies of data are looked at without a wake-up: what finds attempts whose pause is over, and takes
/// away those whose time is.
inline constexpr int dataCopyPollMs = 60'000;

/// Life of a link to bytes in an object store: long enough to begin a download on a slow line, too short to
/// pass on.
inline constexpr int directLinkSeconds = 120;

/// How long a service gets in a test that an owner asks for, and how many tests an endpoint does in a while:
/// each is a mail, or work that costs time.
inline constexpr int trialLongestMs = 60'000;
inline constexpr std::size_t trialsMost = 30;
inline constexpr std::int64_t trialsWindowMs = 10LL * 60 * 1000;

/// Time that requests under way get to finish when the program is asked to stop.
inline constexpr int drainMs = 10'000;

} // namespace headroom::endpoint
