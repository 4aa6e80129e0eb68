#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::teams {

inline constexpr std::int64_t minuteMs = 60LL * 1000;
inline constexpr std::int64_t hourMs = 60 * minuteMs;
inline constexpr std::int64_t dayMs = 24 * hourMs;

// Names ---------------------------------------------------------------------------------------------------

/// Code points. Longer names break every list that shows them; the longest company names fit.
inline constexpr std::size_t teamNameMax = 80;
inline constexpr std::size_t memberNameMax = 100;
inline constexpr std::size_t deviceNameMax = 100;

// Members -------------------------------------------------------------------------------------------------

/// Lines of one invitation command, the same as for credit commands: one transaction, about a second.
inline constexpr std::size_t invitationLinesMax = 10'000;

/// A list of that many lines, each with a long address and a long name.
inline constexpr std::size_t invitationListMaxBytes = 4U * 1024 * 1024;

/// Members of a team, removed ones not counted: a snapshot stays below 10 MB.
inline constexpr std::int64_t teamMembersMax = 20'000;

/// Invitation mails that one team causes in a day: enough to invite the largest team once and to repeat a
/// quarter of it, too few to be of use to a spammer.
inline constexpr std::int64_t invitationsPerTeamPerDay = 25'000;

/// Teams of one person; a list of them is read at every start of the desktop.
inline constexpr int membershipsMax = 200;

/// How often a member's "last active" moves: it is a row of the feed that everyone reads.
inline constexpr std::int64_t activityEveryMs = hourMs;

/// From which number of credits on a team may be told that they run low: more than any team has.
inline constexpr std::int64_t lowCreditsMost = 1'000'000;

// Invitation links ----------------------------------------------------------------------------------------

inline constexpr int linkUsesMax = 1'000;
inline constexpr std::int64_t linkLifetimeMinMs = 10 * minuteMs;
/// A link is a bearer secret that lies in chats: a month is long enough for a team to join.
inline constexpr std::int64_t linkLifetimeMaxMs = 30 * dayMs;
/// Links that can still be used, per team: an admin must be able to look through them.
inline constexpr std::int64_t linksOpenMax = 50;

// Sign-in -------------------------------------------------------------------------------------------------

/// Six digits are what people retype without error.
inline constexpr std::uint64_t codeCount = 1'000'000;
inline constexpr int codeDigits = 6;
inline constexpr std::int64_t codeLifetimeMs = 10 * minuteMs;

/// Tries per code. With codesPerAccountPerDay an attacker who begins sign-ins himself gets 100 guesses a day
/// at one in a million each: one per cent in 100 days, with 20 mails a day in the victim's inbox.
inline constexpr int codeTriesMax = 5;
inline constexpr std::int64_t codesPerAccountPerHour = 6;
inline constexpr std::int64_t codesPerAccountPerDay = 20;

/// Per network address and hour: an office behind one address signs in on a Monday morning.
inline constexpr std::int64_t codesPerPeerPerHour = 60;
inline constexpr std::int64_t completionsPerPeerPerHour = 300;

/// What a device sends along to be recognised: 128 bits at least.
inline constexpr std::size_t deviceNonceMin = 16;
inline constexpr std::size_t deviceNonceMax = 200;

// Devices -------------------------------------------------------------------------------------------------

/// Signed-in devices of one person; one more signs out the one that was not seen for longest.
inline constexpr int devicesPerUserMax = 30;
/// A token that was not used for so long is dead.
inline constexpr std::int64_t deviceIdleMs = 180 * dayMs;
/// How often "last seen" is written: once a minute is precise enough and spares a commit a request.
inline constexpr std::int64_t lastSeenEveryMs = minuteMs;
/// How long signed-out devices stay listed for whoever wonders.
inline constexpr std::int64_t revokedDevicesKeptMs = 90 * dayMs;

/// Wrong secrets after which "use this computer" is closed until the next start.
inline constexpr int localSecretTriesMax = 5;

// Audit log -----------------------------------------------------------------------------------------------

inline constexpr int auditPageMax = 500;

/// How long entries of the audit log stay: two years, so that last year's audit can still be answered. They
/// hold ids only, but what a person did is that person's data too, and is not kept for ever.
inline constexpr std::int64_t auditKeptMs = 730LL * 24 * 60 * 60'000;

} // namespace headroom::teams
