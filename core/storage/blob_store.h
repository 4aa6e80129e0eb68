#pragma once

#include "core/base/clock.h"
#include "core/storage/blob_key.h"
#include "core/storage/blob_streams.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::storage {

/// What is known about bytes before they are stored.
struct BlobContent {
    std::int64_t sizeBytes = 0;
    std::string sha256; ///< hexadecimal
    std::string mediaType;
};

struct BlobInfo {
    BlobKey key;
    std::int64_t sizeBytes = 0;
    Timestamp storedAt;
};

struct BlobPage {
    std::vector<BlobInfo> blobs;
    std::string next; ///< for the next call; empty after the last page
};

/// Bytes [offset, offset + length).
struct ByteRange {
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

/// Where photos and headshots keep their bytes. What the bytes mean is no business of a store's.
///
/// The contract, which tests/core/storage/blob_store_contract.h holds every implementation to:
/// - A key is there with all its bytes or not at all, for every reader, at every moment, also after a crash.
/// - When put() answers with success the bytes are durable. Putting the same key again replaces the blob in
///   one step; our keys are never used for two different contents, so this only repeats.
/// - After a failed put() nothing new is there and an older blob of that key is untouched. A store that
///   cannot know (the answer was lost) says UnknownOutcome; the same put may then be repeated.
/// - remove() of something that is not there succeeds.
/// - list() gives every blob that exists from its first page to its last exactly once, in an order of the
///   store's own; blobs that come or go meanwhile may be in it or not.
///
/// All functions block and are safe on any thread; never call them on a network or GUI thread.
/// Common errors: DiskFull, FileAccess, Unavailable (nothing happened, try later), Timeout.
class BlobStore {
public:
    virtual ~BlobStore() = default;

    /// ChecksumMismatch when the bytes are not `content`; TooLarge beyond blobBytesMax.
    virtual Result<void> put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) = 0;

    /// All bytes, or a range that lies within the blob (else InvalidInput). NotFound.
    virtual Result<void> get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) = 0;

    /// NotFound.
    virtual Result<BlobInfo> head(const BlobKey& key) = 0;

    virtual Result<void> remove(const BlobKey& key) = 0;

    /// `prefix` as in checkPrefix(); `after` is the `next` of the page before, or empty; `limit` 1 to
    /// listPageMax.
    virtual Result<BlobPage> list(std::string_view prefix, std::string_view after, int limit) = 0;

    /// Clears away what writers that crashed before that moment left unfinished, which no reader ever sees
    /// but which takes room; answers how many. For upkeep, every few hours, on one process at a time.
    virtual Result<int> sweepUnfinished(Timestamp before) = 0;

    /// Asks once, without repetition, whether the store lets us in. FileAccess with words for an operator
    /// when the settings, the account or the clock are wrong and time will not help; Unavailable when the
    /// store cannot be reached now. For a start and for health checks.
    virtual Result<void> check() = 0;

    /// A link by which anybody can read this blob for at most `lifetimeSeconds` (1 to signedLinkSecondsMax);
    /// whether the blob exists is not looked at. Nothing from a store that has no such links. A secret while
    /// it lives: never in a log.
    virtual std::optional<std::string> signedGet(const BlobKey& key, int lifetimeSeconds);
    /// The same for writing it with exactly this media type, once or more often.
    virtual std::optional<std::string> signedPut(const BlobKey& key, std::string_view mediaType,
                                                 int lifetimeSeconds);

    Result<void> putFile(const BlobKey& key, const BlobContent& content, const std::filesystem::path& file);
    /// Into a new file; nothing of it stays when this fails.
    Result<void> getToFile(const BlobKey& key, const std::filesystem::path& file);
    /// Into memory, for blobs of at most readToMemoryMax bytes.
    Result<std::string> getBytes(const BlobKey& key);
};

} // namespace headroom::storage
