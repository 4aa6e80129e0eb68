#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::data_copy {

/// Copies that one member may ask for in a day (UTC). Each reads all pictures once; nobody needs a fourth.
inline constexpr std::int64_t copiesPerDay = 3;

/// How long a finished copy stays. A mail says that it is there, and people read mails after the holidays'
/// first days; longer would only keep a second copy of personal data lying about.
inline constexpr std::int64_t copyKeptMs = 7LL * 24 * 3600 * 1000;

/// How long it stays listed that a copy failed or has expired.
inline constexpr std::int64_t endedKeptMs = 30LL * 24 * 3600 * 1000;

/// Rows in one member's list. With copiesPerDay and the two times above there are at most 111.
inline constexpr int listMax = 200;

/// How long one process has a copy before another may take it, and how often it says that it is still at it.
/// The longest silence is one picture on its way from a remote store, or the end of putting the file there.
inline constexpr std::int64_t leaseMs = 5LL * 60 * 1000;
inline constexpr std::int64_t heartbeatEveryMs = 15'000;

/// Attempts at one copy, and the pauses between them: doubled each time. Together they wait a good two hours
/// for a store or a disk that comes back.
inline constexpr int attemptsMax = 10;
inline constexpr std::int64_t retryFirstMs = 15'000;
inline constexpr std::int64_t retryLongestMs = 30LL * 60 * 1000;

/// Bytes of the pictures in one copy: with the texts it stays below what one blob may have (4 GB). That is as
/// much as a member's photos may be in sum; a large team's headshots may be more.
inline constexpr std::int64_t pictureBytesMax = 3840LL * 1024 * 1024;

/// Pictures in one copy. The directory of the file is in memory until it is written, about 1 KB a picture.
inline constexpr std::size_t picturesMax = 50'000;

/// Pictures whose bytes turn out to be missing or broken while a copy is written. Each begins the writing
/// anew; more than this is no accident, and the copy fails until somebody has looked at the store.
inline constexpr std::size_t lostPicturesMax = 20;

/// Bytes of one text in a copy (data.json, a table). Ten million ledger lines have 3 GB: such a team asks its
/// operator.
inline constexpr std::int64_t textBytesMax = 192LL * 1024 * 1024;

/// Rows that are read at a time.
inline constexpr int rowsAtATime = 500;

/// Bytes of a file's name in a copy, without its ending and number: the longest paths of Windows have 260
/// characters, folders included.
inline constexpr std::size_t entryNameMaxBytes = 120;

/// Rows that one sweep takes in one go, so that it never holds the writer for long.
inline constexpr int sweepBatch = 100;

} // namespace headroom::data_copy
