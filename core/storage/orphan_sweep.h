#pragma once

#include "core/storage/blob_store.h"

#include <functional>

namespace headroom::storage {

struct SweepReport {
    int seen = 0;
    int removed = 0;
};

/// Removes blobs that no row knows. Bytes are stored before their row and removed after it, so a crash in
/// between leaves bytes that nobody will ever ask for.
///
/// `isKnown` is asked only for blobs older than `before`, and must read the database as it is then (not a
/// moment from before the sweep). An error of it stops the sweep: when in doubt, bytes stay. Run it on one
/// process at a time, on a background thread.
Result<SweepReport> sweepOrphans(BlobStore& store, std::string_view prefix, Timestamp before,
                                 const std::function<Result<bool>(const BlobKey&)>& isKnown);

} // namespace headroom::storage
