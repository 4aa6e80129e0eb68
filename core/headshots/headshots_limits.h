#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::headshots {

/// Photos of one request. The studio plans variants over at most a dozen; more photos of one person do not
/// make better headshots.
inline constexpr std::size_t photosPerRequestMax = 12;

/// Headshots of one style in one request: as many as the studio can make visibly different from one photo.
inline constexpr int headshotsPerStyleMax = 15;

/// Headshots of one request in sum: eight styles at the most make 120, which one worker renders in about a
/// minute and a half.
inline constexpr int headshotsPerRequestMax = 120;

/// Styles of one request; a style stands in it once.
inline constexpr std::size_t stylesPerRequestMax = 32;
inline constexpr std::size_t styleIdLengthMax = 64;

/// Headshots that wait or run, of one member and of one team: what some ten minutes and an hour of one worker
/// yield. Beyond it nobody would see an end.
inline constexpr std::int64_t openPerMemberMax = 480;
inline constexpr std::int64_t openPerTeamMax = 4800;

/// Characters of a headshot's name.
inline constexpr std::size_t nameLengthMax = 80;

/// Rows of one page of a list.
inline constexpr int headshotPageMax = 500;

/// Times that one headshot is given to a generator. A photo that kills the worker process must come to an
/// end; a hosted service that is down for a minute must not end anything.
inline constexpr int attemptsMax = 4;

/// Pause before the next attempt: doubled each time, from 5 s to 5 min.
inline constexpr std::int64_t retryFirstMs = 5'000;
inline constexpr std::int64_t retryLongestMs = 300'000;

/// How long a claim lasts without a sign of life, and how often a worker gives one.
inline constexpr std::int64_t leaseMs = 60'000;
inline constexpr std::int64_t heartbeatMs = 15'000;

/// A headshot that is not there by then fails, and its credit returns.
inline constexpr std::int64_t deadlineMs = 24LL * 3600 * 1000;

/// A deleted headshot can be restored for that long; then its bytes go.
inline constexpr std::int64_t undoWindowMs = 24LL * 3600 * 1000;

/// Rows that one sweep takes in one go, so that it never holds the writer for long.
inline constexpr int sweepBatch = 200;

/// Requests of a team that are looked at together to tell people of their end; the others follow.
inline constexpr int untoldMax = 2'000;

/// Names that a worker and a generator may give: of itself, of an attempt, of work at a hosted service.
inline constexpr std::size_t handleLengthMax = 512;

} // namespace headroom::headshots
