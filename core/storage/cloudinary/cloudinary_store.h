#pragma once

#include "core/storage/blob_store.h"
#include "core/storage/cloudinary/cloudinary_form.h"
#include "core/storage/cloudinary/cloudinary_signature.h"
#include "core/storage/remote/remote_calls.h"
#include "core/storage/remote/remote_problem.h"

#include <memory>

namespace headroom::storage {

/// Blobs as assets of Cloudinary: `raw`, so that every byte comes back as it was, and `authenticated`, so
/// that nobody reads them without a signature; the public id is the key. Looking goes by `explicit`, reading
/// by signed download links, listing by the Admin API (which counts requests by the hour). Blobs beyond
/// cloudinarySinglePutBytes go up in parts. Takes no empty blobs (InvalidInput). A put that comes twice
/// replaces itself.
class CloudinaryStore final : public BlobStore {
public:
    /// InvalidInput with words for an operator. Sends nothing. Clock must live longer; `sleep` is for tests.
    static Result<std::unique_ptr<CloudinaryStore>> create(CloudinaryOptions options,
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
    CloudinaryStore(CloudinaryOptions options, std::unique_ptr<http::Client> client, const Clock& clock,
                    RemoteCalls::Sleep sleep);

    // cloudinary_upload.cpp
    Result<std::string> putWhole(const BlobKey& key, const BlobContent& content, CheckedSource& source);
    Result<std::string> putInParts(const BlobKey& key, const BlobContent& content, CheckedSource& source);
    struct Part {
        const std::string& uploadId;
        std::string_view bytes;
        std::int64_t offset = 0;
    };
    Result<std::string> sendPart(const BlobKey& key, const BlobContent& content, const Part& part);
    CloudinaryFields uploadFields(const BlobKey& key, const BlobContent& content) const;
    http::ClientRequest uploadRequest(CloudinaryForm& form) const;

    CloudinaryFields signedFields(CloudinaryFields fields) const;
    std::string actionUrl(std::string_view action) const;
    std::string downloadUrl(const BlobKey& key, int lifetimeSeconds) const;
    http::ClientRequest adminRequest(std::string path) const;
    /// `upload`, `destroy` or `explicit` without a file; the JSON of a success.
    Result<std::string> act(std::string_view action, const CloudinaryFields& fields, RemoteEffect effect);
    Error refusal(const http::ClientResponse& answer, RemoteEffect effect) const;

    const CloudinaryOptions options_;
    const std::string name_;
    std::unique_ptr<http::Client> client_;
    const Clock& clock_;
    RemoteCalls calls_;
};

} // namespace headroom::storage
