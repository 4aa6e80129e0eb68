#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::sync {

/// Advanced when rows gain a meaning that an older cache cannot hold beside its old rows: every client then
/// starts from a snapshot.
inline constexpr std::int64_t feedSchema = 1;

/// Changes that one page of the feed looks at. A page of headshot rows is then about 300 KB, and a read holds
/// its view of the database for some ten milliseconds.
inline constexpr int feedPageMax = 500;

/// Rows of one snapshot page: larger than the feed's, as nobody waits for each of them.
inline constexpr int snapshotPageMax = 1000;

/// Transfers that a snapshot carries, newest first: what the Activity page shows without asking. Older ones are
/// read page by page from the ledger, which grows for ever.
inline constexpr std::int64_t snapshotTransfersMax = 10'000;

/// How long changes and tombstones stay. A laptop that was away for longer starts from a snapshot.
inline constexpr std::int64_t changesKeptMs = 90LL * 24 * 60 * 60 * 1000;

/// How long the answers of commands stay. An outbox is sent again within days; the id itself is kept for ever.
inline constexpr std::int64_t answersKeptMs = 30LL * 24 * 60 * 60 * 1000;

/// Rows that one purge or prune call touches: a write block must not make its neighbours wait long.
inline constexpr int purgeBatch = 2000;

/// Answers larger than this are a programmer's error: 10,000 refused lines of 100 bytes are 1 MB.
inline constexpr std::size_t storedAnswerMaxBytes = 4U * 1024 * 1024;

/// A cursor or a snapshot token from outside; ours are below 200.
inline constexpr std::size_t cursorMaxBytes = 400;

} // namespace headroom::sync
