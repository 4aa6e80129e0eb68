#pragma once

#include "core/storage/blob_store.h"
#include "core/storage/remote/checked_source.h"
#include "core/storage/s3/s3_calls.h"

#include <memory>

namespace headroom::storage {

/// Blobs as objects of one bucket of S3 or of a server that speaks its protocol; the key is the object's key.
/// Every request and every part is signed with the SHA-256 of its bytes, which the service checks; the
/// SHA-256 of the whole is kept with the object and checked when it is read whole. Blobs beyond
/// remoteSinglePutBytes go up in parts, and are there only when all are. One put() holds one part in memory,
/// one get() nothing.
class S3Store final : public BlobStore {
public:
    /// InvalidInput with words for an operator. Sends nothing; check() does. `sleep` is for tests.
    static Result<std::unique_ptr<S3Store>> create(const S3Options& options,
                                                   std::unique_ptr<http::Client> client, const Clock& clock,
                                                   RemoteCalls::Sleep sleep = {});

    Result<void> put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) override;
    Result<void> get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) override;
    Result<BlobInfo> head(const BlobKey& key) override;
    Result<void> remove(const BlobKey& key) override;
    Result<BlobPage> list(std::string_view prefix, std::string_view after, int limit) override;
    /// Aborts uploads in parts that nobody will finish.
    Result<int> sweepUnfinished(Timestamp before) override;
    Result<void> check() override;
    std::optional<std::string> signedGet(const BlobKey& key, int lifetimeSeconds) override;
    std::optional<std::string> signedPut(const BlobKey& key, std::string_view mediaType,
                                         int lifetimeSeconds) override;

private:
    explicit S3Store(std::unique_ptr<S3Calls> calls)
        : calls_(std::move(calls)) {}

    Result<void> putWhole(const BlobKey& key, const BlobContent& content, CheckedSource& source);

    std::unique_ptr<S3Calls> calls_;
};

} // namespace headroom::storage
