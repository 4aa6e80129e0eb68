#pragma once

#include "core/base/result.h"
#include "core/sync/visibility.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace headroom::sync {

/// How far a client has read a team's feed: everything up to and including (version, ordinal). Clients keep
/// and return it as opaque text.
struct Cursor {
    /// The ordinal that means "all of this version". A version is one transaction, so it arrives whole.
    static constexpr std::int64_t wholeVersion = INT32_MAX;

    std::string epoch;
    std::int64_t scope = 0;
    std::int64_t schema = 0;
    std::int64_t version = 0;
    std::int64_t ordinal = wholeVersion;

    friend bool operator==(const Cursor&, const Cursor&) = default;

    /// The newest version of which nothing is missing: an outbox row that awaits V may go once this is V.
    std::int64_t reachedVersion() const { return ordinal == wholeVersion ? version : version - 1; }
};

/// Where a snapshot stands. It was begun at `version`; later pages may already show later writes, which the
/// feed from `version` on repeats (README.md, "Snapshot").
struct SnapshotPosition {
    Cursor begun;
    int section = 0;
    std::int64_t rowsOfSection = 0;
    std::int64_t keyNumber = 0; ///< of the last row sent; see RowLoader
    std::string keyId;          ///< empty at the start of a section
    friend bool operator==(const SnapshotPosition&, const SnapshotPosition&) = default;
};

std::string encode(const Cursor& cursor);
std::string encode(const SnapshotPosition& position);

/// InvalidInput for anything that encode() did not make.
Result<Cursor> parseCursor(std::string_view text);
Result<SnapshotPosition> parseSnapshotPosition(std::string_view text);

/// ResyncRequired when the cursor belongs to another history, another view or another schema.
Result<void> checkBelongs(const Cursor& cursor, std::string_view epoch, const Viewer& viewer);

} // namespace headroom::sync
