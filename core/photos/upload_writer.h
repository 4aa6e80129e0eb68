#pragma once

#include "core/base/crypto.h"
#include "core/photos/upload_folder.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::photos {

/// The digest that a client announced for the body of one PATCH.
struct UploadChecksum {
    Hasher::Algorithm algorithm = Hasher::Algorithm::Sha1;
    std::string digest; ///< raw bytes
};

/// One writer for each upload in this process. A second one is refused with UploadLocked, and the first is
/// asked to end: it may be a request whose client is long gone (tus, "server duties"). Any thread.
class UploadLocks {
public:
    class Lock {
    public:
        Lock() = default;
        Lock(Lock&&) noexcept = default;
        Lock& operator=(Lock&& other) noexcept;
        ~Lock() { release(); }
        /// Another request wants this upload.
        bool askedToEnd() const { return *askedToEnd_; }
        void release();

    private:
        friend UploadLocks;
        std::shared_ptr<UploadLocks> locks_;
        UploadId id_;
        std::shared_ptr<std::atomic<bool>> askedToEnd_;
    };

    static Result<Lock> take(const std::shared_ptr<UploadLocks>& locks, const UploadId& id);

private:
    std::mutex mutex_;
    std::map<UploadId, std::shared_ptr<std::atomic<bool>>> held_;
};

/// Takes the body of one PATCH. Made by Uploads::write(); used by one thread at a time.
///
/// Without a checksum bytes count as they arrive, so that a broken connection loses nothing. With one they
/// wait aside and count only once the digest is right. More bytes than the upload's length undo this body.
class UploadWriter {
public:
    /// OffsetMismatch when `offset` is not where the upload stands; UploadLocked; DiskFull; FileAccess.
    static Result<UploadWriter> open(const UploadFolder& folder, UploadLocks::Lock lock, const UploadId& id,
                                     std::int64_t lengthBytes, std::int64_t offset,
                                     std::optional<UploadChecksum> checksum);
    UploadWriter(UploadWriter&&) noexcept;
    UploadWriter& operator=(UploadWriter&&) = delete;
    ~UploadWriter();

    /// TooLarge, DiskFull, FileAccess; Cancelled when another request wants the upload. After an error only
    /// finish() or abandon() may follow.
    Result<void> append(std::string_view bytes);

    /// The body is complete: answers the new offset, with the bytes durable. ChecksumMismatch (offset as it
    /// was), or the error of an earlier append().
    Result<std::int64_t> finish();

    /// The body broke off: keeps what may be kept and answers the new offset. The destructor does it too.
    Result<std::int64_t> abandon();

private:
    UploadWriter(UploadFolder folder, UploadLocks::Lock lock, UploadId id, storage::UniqueFd partial)
        : folder_(std::move(folder))
        , lock_(std::move(lock))
        , id_(std::move(id))
        , partial_(std::move(partial)) {}

    Result<void> takeFromAside();
    Result<void> undo();
    Result<std::int64_t> close();

    UploadFolder folder_;
    UploadLocks::Lock lock_;
    UploadId id_;
    storage::UniqueFd partial_;
    storage::UniqueFd aside_;
    std::int64_t lengthBytes_ = 0;
    std::int64_t start_ = 0;
    std::int64_t received_ = 0;
    std::optional<UploadChecksum> checksum_;
    std::optional<Hasher> hasher_;
    std::optional<Error> error_;
    bool open_ = true;
};

} // namespace headroom::photos
