#include "app/endpoint/routes/blob_response.h"

#include "app/endpoint/endpoint_limits.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace headroom::endpoint {

namespace {

/// Into a file without a name, which is gone when the answer has been sent.
class UnnamedFileSink final : public storage::ByteSink {
public:
    static Result<UnnamedFileSink> create(const std::string& folder) {
        const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (descriptor < 0) return fail(ErrorCode::FileAccess, "no temporary file in the data folder");
        return UnnamedFileSink(descriptor);
    }
    UnnamedFileSink(UnnamedFileSink&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    UnnamedFileSink& operator=(UnnamedFileSink&&) = delete;
    ~UnnamedFileSink() override {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    Result<void> write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0) {
                if (errno == EINTR) continue;
                return fail(errno == ENOSPC ? ErrorCode::DiskFull : ErrorCode::FileAccess, "temporary file");
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    int release() { return std::exchange(descriptor_, -1); }

private:
    explicit UnnamedFileSink(int descriptor)
        : descriptor_(descriptor) {}
    int descriptor_;
};

/// Only the condition counts here: whether the client has these bytes already.
bool clientHas(const Call& call, const std::string& tag, std::int64_t sizeBytes) {
    return http::selectPart(call.request.headers, tag, static_cast<std::uint64_t>(sizeBytes)).status == 304;
}

struct ServedBlob {
    const storage::BlobKey& key;
    const std::string& tag; ///< entity tag, with quotes
    const std::string& mediaType;
    const std::string& cacheControl;
};

Result<http::Response> serve(const Call& call, storage::BlobStore& store, const ServedBlob& blob) {
    auto sink = TRY(UnnamedFileSink::create(call.services.config.dataFolder.string()));
    TRY(store.get(blob.key, std::nullopt, sink));
    auto file = TRY(http::FileBody::fromDescriptor(sink.release()));
    file.contentType = blob.mediaType;
    file.entityTag = blob.tag;
    file.cacheControl = blob.cacheControl;
    return http::Response::file(std::move(file)).with("X-Content-Type-Options", "nosniff");
}

/// A link to the bytes themselves, for a desktop that says that it will not take its token along. Nothing
/// where the operator or the store does not want it.
std::optional<http::Response> directResponse(const Call& call, const storage::BlobKey& key) {
    const StorageConfig& config = call.services.config.storage;
    const bool wanted = config.direct && call.request.method == "GET" &&
                        call.request.header("Headroom-Direct") == "yes";
    if (!wanted) return std::nullopt;
    const auto link = call.services.blobs.signedGet(key, directLinkSeconds);
    if (!link) return std::nullopt;
    return http::Response::empty(307).with("Location", *link).with("Cache-Control", "no-store");
}

} // namespace

Result<http::Response> blobResponse(const Call& call, const BlobFacts& blob) {
    const std::string tag = "\"" + blob.sha256 + "\"";
    // Answered without touching the store: the bytes of a content hash never change.
    if (clientHas(call, tag, blob.sizeBytes)) return http::Response::empty(304).with("ETag", tag);
    const auto key = TRY(storage::BlobKey::parse(blob.key));
    if (auto direct = directResponse(call, key)) return std::move(*direct);
    return serve(call, call.services.blobs, {key, tag, blob.mediaType, blob.cacheControl});
}

Result<http::Response> previewResponse(const Call& call, const BlobFacts& blob) {
    const int edge = static_cast<int>(TRY(call.queryInteger("edge", 512)));
    const std::string tag = "\"" + blob.sha256 + "-" + std::to_string(edge) + "\"";
    if (clientHas(call, tag, blob.sizeBytes)) return http::Response::empty(304).with("ETag", tag);
    const auto original = TRY(storage::BlobKey::parse(blob.key));
    const auto preview = TRY(call.services.previews.get(original, edge));
    return serve(call, call.services.previews.store(), {preview.key, tag, "image/jpeg", blob.cacheControl});
}

} // namespace headroom::endpoint
