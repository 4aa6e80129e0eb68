#pragma once

#include "core/base/crypto.h"
#include "core/http/client/client_request.h"
#include "core/storage/blob_store.h"

#include <optional>

namespace headroom::storage {

/// Bytes on their way to a service that must turn out to be those announced. The last of them are given out
/// only when number and SHA-256 are right, so that a wrong upload never becomes a complete request, whatever
/// the service checks itself. One thread.
class CheckedSource {
public:
    CheckedSource(ByteSource& bytes, const BlobContent& content)
        : bytes_(bytes)
        , content_(content) {}

    /// For blobs without bytes, of which read() would never be asked.
    Result<void> checkEmpty();

    /// Up to `room` bytes; 0 at the end. ChecksumMismatch, or what the source returned.
    Result<std::size_t> read(char* buffer, std::size_t room);
    /// Fills all of it but at the end.
    Result<std::size_t> fill(char* buffer, std::size_t room);
    /// Goes out whole, as the body of this request: from the start again where one before it had begun. No
    /// limit of time; the speed limit ends a transfer that hangs.
    Result<void> becomeBodyOf(http::ClientRequest& request);
    /// From the start again; what went wrong with the source itself stays wrong.
    Result<void> rewind();

    std::int64_t left() const { return content_.sizeBytes - given_; }
    /// Why no repetition can help: the bytes themselves are wrong or cannot be read.
    const std::optional<Error>& problem() const { return problem_; }

private:
    Result<std::size_t> readChecked(char* buffer, std::size_t room);
    Result<void> checkEnd();

    ByteSource& bytes_;
    const BlobContent& content_;
    Hasher hasher_{Hasher::Algorithm::Sha256};
    std::int64_t given_ = 0;
    bool begun_ = false; ///< a request had it as its body
    std::optional<Error> problem_;
};

/// InvalidInput when the announced content cannot be meant (size below zero, no SHA-256), TooLarge beyond
/// `maxBytes`.
Result<void> checkContent(const BlobContent& content, std::int64_t maxBytes);

} // namespace headroom::storage
