#include "core/photos/upload_writer.h"

#include "core/base/ensure.h"
#include "core/base/log.h"
#include "core/storage/storage_limits.h"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

namespace headroom::photos {

using storage::failErrno;

UploadLocks::Lock& UploadLocks::Lock::operator=(Lock&& other) noexcept {
    if (this != &other) {
        release();
        locks_ = std::move(other.locks_);
        id_ = std::move(other.id_);
        askedToEnd_ = std::move(other.askedToEnd_);
    }
    return *this;
}

void UploadLocks::Lock::release() {
    if (!locks_) return;
    {
        const std::lock_guard guard(locks_->mutex_);
        locks_->held_.erase(id_);
    }
    locks_.reset();
}

Result<UploadLocks::Lock> UploadLocks::take(const std::shared_ptr<UploadLocks>& locks, const UploadId& id) {
    const std::lock_guard guard(locks->mutex_);
    const auto found = locks->held_.find(id);
    if (found != locks->held_.end()) {
        *found->second = true;
        return fail(ErrorCode::UploadLocked, "another request writes this upload");
    }
    Lock lock;
    lock.locks_ = locks;
    lock.id_ = id;
    lock.askedToEnd_ = std::make_shared<std::atomic<bool>>(false);
    locks->held_.emplace(id, lock.askedToEnd_);
    return lock;
}

Result<UploadWriter> UploadWriter::open(const UploadFolder& folder, UploadLocks::Lock lock,
                                        const UploadId& id, std::int64_t lengthBytes, std::int64_t offset,
                                        std::optional<UploadChecksum> checksum) {
    storage::UniqueFd partial = TRY(folder.openPartial(id));
    // Other processes on this node share the folder.
    if (::flock(partial.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return fail(ErrorCode::UploadLocked, "another process writes this upload");
        return failErrno("lock an upload");
    }
    const std::int64_t size = TRY(storage::fileSize(partial));
    if (size != offset)
        return fail(ErrorCode::OffsetMismatch, "the upload stands at " + std::to_string(size));
    UploadWriter writer(folder, std::move(lock), id, std::move(partial));
    writer.lengthBytes_ = lengthBytes;
    writer.start_ = offset;
    if (checksum) {
        writer.aside_ = TRY(folder.openAside(id));
        writer.hasher_.emplace(checksum->algorithm);
        writer.checksum_ = std::move(checksum);
    }
    return writer;
}

UploadWriter::UploadWriter(UploadWriter&& other) noexcept
    : folder_(std::move(other.folder_))
    , lock_(std::move(other.lock_))
    , id_(std::move(other.id_))
    , partial_(std::move(other.partial_))
    , aside_(std::move(other.aside_))
    , lengthBytes_(other.lengthBytes_)
    , start_(other.start_)
    , received_(other.received_)
    , checksum_(std::move(other.checksum_))
    , hasher_(std::move(other.hasher_))
    , error_(std::move(other.error_))
    , open_(std::exchange(other.open_, false)) {}

UploadWriter::~UploadWriter() {
    if (!open_) return;
    if (const auto kept = abandon(); !kept)
        log::warning("photos.upload", "what arrived last may be lost", {{"error", describe(kept.error())}});
}

Result<void> UploadWriter::append(std::string_view bytes) {
    ENSURE(open_ && !error_);
    Result<void> done;
    if (lock_.askedToEnd())
        done = fail(ErrorCode::Cancelled, "another request takes over");
    else if (static_cast<std::int64_t>(bytes.size()) > lengthBytes_ - start_ - received_)
        done = fail(ErrorCode::TooLarge, "more bytes than the upload's length");
    else
        done = storage::writeAll(checksum_ ? aside_ : partial_, bytes);
    if (!done) {
        error_ = done.error();
        return done;
    }
    if (hasher_) hasher_->update(bytes);
    received_ += static_cast<std::int64_t>(bytes.size());
    return {};
}

Result<std::int64_t> UploadWriter::finish() {
    ENSURE(open_);
    if (error_) {
        const Error error = *error_;
        TRY(abandon());
        return fail(error);
    }
    if (checksum_) {
        if (hasher_->finish() != checksum_->digest) {
            error_ = Error{ErrorCode::ChecksumMismatch, "the body is not what was announced"};
            TRY(close());
            return fail(*error_);
        }
        TRY(takeFromAside());
    }
    return close();
}

Result<std::int64_t> UploadWriter::abandon() {
    ENSURE(open_);
    if (error_ && error_->code == ErrorCode::TooLarge && !checksum_) TRY(undo());
    return close();
}

// A crash in here leaves a beginning of checked bytes, which counts rightly.
Result<void> UploadWriter::takeFromAside() {
    if (::lseek(aside_.get(), 0, SEEK_SET) != 0) return failErrno("read checked bytes");
    std::vector<char> buffer(storage::copyBufferBytes);
    while (const std::size_t count = TRY(storage::readSome(aside_, buffer.data(), buffer.size())))
        TRY(storage::writeAll(partial_, {buffer.data(), count}));
    return {};
}

Result<void> UploadWriter::undo() {
    if (::ftruncate(partial_.get(), start_) != 0) return failErrno("undo a body");
    return {};
}

Result<std::int64_t> UploadWriter::close() {
    open_ = false;
    if (aside_) TRY(folder_.removeAside(id_));
    if (::fdatasync(partial_.get()) != 0) return failErrno("sync an upload");
    if (start_ == 0) TRY(folder_.sync());
    const std::int64_t offset = TRY(storage::fileSize(partial_));
    partial_.reset();
    lock_.release();
    return offset;
}

} // namespace headroom::photos
