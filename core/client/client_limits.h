#pragma once

#include <cstddef>
#include <cstdint>

// What the desktop's half of sync refuses or bounds, and why.
namespace headroom::client {

/// Commands that wait in one team's outbox. A person offline for a day makes dozens; beyond this a script
/// does.
inline constexpr std::size_t outboxMax = 5'000;

/// Bytes of one command's body: 10,000 allocation lines have 700 KB.
inline constexpr std::size_t commandBodyMaxBytes = 1u << 20;

/// Ledger rows in memory, newest first. Older ones are read from the cache or the endpoint page by page.
inline constexpr std::size_t ledgerRowsInView = 2'000;

/// Changes asked for at once; the endpoint cuts to 500 itself.
inline constexpr int changesPageRows = 500;

/// An answer beyond this is not ours: a snapshot page of 1,000 rows has 600 KB.
inline constexpr std::int64_t answerMaxBytes = 16 << 20;

/// A server-sent event line beyond this is not ours: ours have 40 bytes.
inline constexpr std::size_t eventLineMaxBytes = 64 << 10;

/// Uploads at once: more only share the same uplink, and two hide the pauses between files.
inline constexpr int uploadsAtOnce = 2;

/// Files waiting for upload in one team.
inline constexpr std::size_t uploadsMax = 5'000;

/// The endpoint's own limit for a photo is lower; this only keeps a video out.
inline constexpr std::int64_t uploadMaxBytes = 200LL << 20;

/// First bytes of a file that tell whether it is still the same.
inline constexpr std::int64_t fingerprintBytes = 64 << 10;

/// Tries of one upload without any progress, before the user is told.
inline constexpr int uploadTriesWithoutProgress = 8;

/// Bytes on disk for headshots and thumbnails, least recently used go first. 20 KB a thumbnail, 1.5 MB a
/// headshot.
inline constexpr std::int64_t blobCacheMaxBytes = 2LL << 30;

/// A finished headshot: 8192 x 8192 PNG at worst.
inline constexpr std::int64_t blobMaxBytes = 256LL << 20;

/// Downloads at once.
inline constexpr int downloadsAtOnce = 4;

/// Bytes of a file that is saved from the endpoint: what it can keep as one blob is 4 GB.
inline constexpr std::int64_t saveMaxBytes = 5LL << 30;

/// Bytes between network and disk while a file is saved.
inline constexpr std::int64_t saveBufferBytes = 256 << 10;

/// How many times longer than usual the endpoint may be silent before it sends a large file.
inline constexpr int saveSilenceFactor = 6;

/// Tries of one file without a byte, before the user is told.
inline constexpr int saveTriesWithoutProgress = 5;

/// Days over which the pace of use is measured.
inline constexpr std::int64_t paceDays = 28;

} // namespace headroom::client
