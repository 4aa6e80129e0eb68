#pragma once

#include <cstddef>

namespace headroom::database {

/// Commands that may wait for the writer. Beyond it callers get Unavailable: at 25,000 commands a second a
/// full queue is already 150 ms of work, and a client that waits longer would rather retry.
inline constexpr std::size_t writerQueueMax = 4096;

/// Commands in one commit. Half of the waiting clients arrive during the commit before, so no delay is
/// needed.
inline constexpr std::size_t writerBatchMax = 512;

/// Read-only SQLite connections. Reads are short; more would only compete for two cores.
inline constexpr std::size_t sqliteReaders = 4;

/// PostgreSQL connections, each one transaction at a time. Its own group commit is good from about eight on.
inline constexpr std::size_t postgresConnections = 12;

/// How often a PostgreSQL transaction is run again after a serialisation failure or deadlock.
inline constexpr int postgresAttempts = 8;

/// Time for which SQLite waits for a lock that another process holds (a second process is not planned, but an
/// operator's sqlite3 shell is).
inline constexpr int sqliteBusyMs = 5000;

/// Pages of write-ahead log before a checkpoint (16 MB): rarer checkpoints are most of the measured gain.
inline constexpr int sqliteCheckpointPages = 4000;

} // namespace headroom::database
