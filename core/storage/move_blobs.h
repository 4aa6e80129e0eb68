#pragma once

#include "core/storage/blob_store.h"

#include <filesystem>
#include <functional>

namespace headroom::storage {

/// What a move does with a blob that it has put and read back.
enum class MovedSource {
    Kept,    ///< the usual: the old store can still be used
    Removed, ///< also of blobs that an earlier run has moved
};

/// What a move does about blobs that are at the destination with the right size.
enum class AlreadyThere {
    Trusted,  ///< keys are never used for two contents
    Compared, ///< read on both sides, and put again where they differ
};

struct MoveOptions {
    std::filesystem::path scratch; ///< folder for one file a thread, as large as the blob that it moves
    MovedSource source = MovedSource::Kept;
    AlreadyThere alreadyThere = AlreadyThere::Trusted;
    int threads = 4;
};

struct MoveProgress {
    std::int64_t blobs = 0; ///< in the source when the move began
    std::int64_t bytes = 0;
    std::int64_t doneBlobs = 0; ///< copied, or found there
    std::int64_t doneBytes = 0;
    std::int64_t foundThere = 0;
    std::int64_t vanished = 0; ///< removed by somebody while the move ran
};

/// Copies every blob of one store into another: into a file, from there to the destination, and back again to
/// compare SHA-256. Can be ended at any moment and run again. Stops at the first error, when what was under
/// way is done; `progress` is called under a lock after each blob, on any of the move's threads. May run
/// while the source is in use: a second run then takes what has come meanwhile.
Result<MoveProgress> moveBlobs(BlobStore& from, BlobStore& to, const MoveOptions& options,
                               const std::function<void(const MoveProgress&)>& progress);

} // namespace headroom::storage
