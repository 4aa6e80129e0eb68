#include "core/storage/store_probe.h"

#include "core/base/crypto.h"
#include "core/base/ids.h"

#include <algorithm>

namespace headroom::storage {

namespace {

constexpr std::size_t probeBytes = 1000;
constexpr ByteRange probeRange{400, 100};

Result<void> compare(BlobStore& store, const BlobKey& key, const std::string& bytes) {
    const BlobInfo info = TRY(store.head(key));
    const std::string whole = TRY(store.getBytes(key));
    MemorySink part(probeRange.length);
    TRY(store.get(key, probeRange, part));
    const bool right = info.sizeBytes == static_cast<std::int64_t>(bytes.size()) && whole == bytes &&
                       part.take() == bytes.substr(probeRange.offset, probeRange.length);
    if (!right) return fail(ErrorCode::Corrupt, "the store gave back other bytes than it was given");
    const BlobPage page = TRY(store.list(key.text().substr(0, key.text().rfind('/') + 1), "", 10));
    const bool listed =
        std::ranges::any_of(page.blobs, [&](const BlobInfo& blob) { return blob.key == key; });
    if (!listed) return fail(ErrorCode::Corrupt, "the store does not list a blob that it has");
    return {};
}

} // namespace

Result<void> probeStore(BlobStore& store) {
    TRY(store.check());
    // A folder of its own, so that the listing has one entry.
    const BlobKey key = TRY(BlobKey::parse("probe/" + newUuid() + "/bytes"));
    const std::string bytes = randomBytes(probeBytes);
    MemorySource source(bytes);
    TRY(store.put(key,
                  {.sizeBytes = static_cast<std::int64_t>(bytes.size()),
                   .sha256 = toHex(sha256(bytes)),
                   .mediaType = "application/octet-stream"},
                  source));
    const auto compared = compare(store, key, bytes);
    const auto removed = store.remove(key);
    if (!compared) return compared;
    return removed;
}

} // namespace headroom::storage
