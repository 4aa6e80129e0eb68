#pragma once

#include "core/storage/blob_store.h"
#include "core/storage/remote/checked_source.h"
#include "core/storage/vercel_blob/vercel_blob_calls.h"
#include "core/storage/vercel_blob/vercel_blob_links.h"

#include <memory>

namespace headroom::storage {

/// Blobs in a store of Vercel Blob with private access; the pathname is the key. Blobs beyond
/// remoteSinglePutBytes go up in parts. Takes no empty blobs (InvalidInput). The service keeps no checksum of
/// ours: what goes up is checked before its last byte leaves, what comes down by its length.
class VercelBlobStore final : public BlobStore {
public:
    /// InvalidInput with words for an operator. Sends nothing. Clock must live longer; `sleep` is for tests.
    static Result<std::unique_ptr<VercelBlobStore>> create(VercelBlobOptions options,
                                                           std::unique_ptr<http::Client> client,
                                                           const Clock& clock, RemoteCalls::Sleep sleep = {});

    Result<void> put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) override;
    Result<void> get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) override;
    Result<BlobInfo> head(const BlobKey& key) override;
    Result<void> remove(const BlobKey& key) override;
    Result<BlobPage> list(std::string_view prefix, std::string_view after, int limit) override;
    /// The service forgets unfinished uploads by itself and lists none.
    Result<int> sweepUnfinished(Timestamp before) override;
    Result<void> check() override;
    std::optional<std::string> signedGet(const BlobKey& key, int lifetimeSeconds) override;

private:
    VercelBlobStore(std::unique_ptr<VercelBlobCalls> calls, const Clock& clock)
        : calls_(std::move(calls))
        , links_(*calls_, clock) {}

    Result<void> putWhole(const BlobKey& key, const BlobContent& content, CheckedSource& source);

    std::unique_ptr<VercelBlobCalls> calls_;
    VercelBlobLinks links_;
};

} // namespace headroom::storage
