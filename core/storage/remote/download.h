#pragma once

#include "core/base/crypto.h"
#include "core/storage/blob_store.h"
#include "core/storage/remote/remote_calls.h"

#include <optional>
#include <string>

namespace headroom::storage {

/// What one request of a download asks for.
struct DownloadAsk {
    std::int64_t from = 0;
    std::optional<std::int64_t> length; ///< to the end when empty
    std::string entityTag;              ///< If-Match: of what the first bytes came from; empty at first

    /// `bytes=0-99`; empty when the whole is asked for.
    std::string range() const;
    /// Range and If-Match, as far as they are asked for.
    void addTo(http::Headers& headers) const;
};

enum class Wanted : std::uint8_t { Bytes, Nothing };

/// Before a download: a range that no blob can have is InvalidInput. One without bytes, for which HTTP has no
/// Range field, is only compared with the blob's size.
Result<Wanted> checkRange(BlobStore& store, const BlobKey& key, const std::optional<ByteRange>& range);

/// How a store's download looks on the wire.
struct DownloadTerms {
    std::string service; ///< for error words
    std::function<Result<http::ClientRequest>(const DownloadAsk&)> make;
    std::function<Error(const http::ClientResponse&)> refusal;
    std::string sha256Header; ///< field of the answer in which we find what we stored; empty: none
};

/// Brings a blob, or a range of it, into a sink, and goes on where a connection was cut. A range that is not
/// inside the blob is InvalidInput before any byte. At the end the number of bytes is right, and their
/// SHA-256 where it is known (else Corrupt). A store that ignores ranges is put up with. One call, one
/// thread.
class Download {
public:
    Download(const RemoteCalls& calls, const DownloadTerms& terms, std::optional<ByteRange> range,
             ByteSink& sink);

    Result<void> run();

private:
    Result<http::ClientRequest> makeRequest();
    Result<void> begin(const http::ClientResponse& head);
    Result<void> expect(std::int64_t total);
    Result<void> take(std::string_view bytes);
    Result<void> finish() const;
    bool complete() const { return wanted_ && received_ >= *wanted_; }

    const RemoteCalls& calls_;
    const DownloadTerms& terms_;
    const std::int64_t offset_;
    const bool whole_;
    std::optional<std::int64_t> wanted_; ///< bytes in all, once known
    ByteSink& sink_;
    std::int64_t received_ = 0;
    std::int64_t skip_ = 0; ///< bytes of this answer that lie before what was asked for
    std::string entityTag_;
    std::string expectedSha256_;
    mutable Hasher hasher_{Hasher::Algorithm::Sha256};
    std::optional<Error> problem_; ///< of ours, which no repetition heals
};

} // namespace headroom::storage
