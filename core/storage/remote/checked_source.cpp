#include "core/storage/remote/checked_source.h"

#include <algorithm>

namespace headroom::storage {

Result<void> CheckedSource::checkEmpty() {
    if (content_.sizeBytes > 0) return {};
    auto checked = checkEnd();
    if (!checked) problem_ = checked.error();
    return checked;
}

Result<std::size_t> CheckedSource::read(char* buffer, std::size_t room) {
    if (problem_) return fail(*problem_);
    auto count = readChecked(buffer, room);
    if (!count) problem_ = count.error();
    return count;
}

Result<std::size_t> CheckedSource::readChecked(char* buffer, std::size_t room) {
    room = static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(room), left()));
    if (room == 0) return std::size_t(0);
    const std::size_t count = TRY(bytes_.read(buffer, room));
    if (count == 0) return fail(ErrorCode::ChecksumMismatch, "there are fewer bytes than announced");
    hasher_.update({buffer, count});
    given_ += static_cast<std::int64_t>(count);
    if (left() == 0) TRY(checkEnd());
    return count;
}

Result<void> CheckedSource::checkEnd() {
    char more = 0;
    if (TRY(bytes_.read(&more, 1)) != 0)
        return fail(ErrorCode::ChecksumMismatch, "there are more bytes than announced");
    if (toHex(hasher_.finish()) != content_.sha256)
        return fail(ErrorCode::ChecksumMismatch, "the bytes are not those announced");
    return {};
}

Result<std::size_t> CheckedSource::fill(char* buffer, std::size_t room) {
    std::size_t filled = 0;
    while (filled < room) {
        const std::size_t count = TRY(read(buffer + filled, room - filled));
        if (count == 0) break;
        filled += count;
    }
    return filled;
}

Result<void> CheckedSource::becomeBodyOf(http::ClientRequest& request) {
    if (begun_) TRY(rewind());
    begun_ = true;
    request.times.totalMs = 0;
    request.body =
        http::StreamUpload{.read = [this](char* out, std::size_t capacity) { return read(out, capacity); },
                           .length = static_cast<std::uint64_t>(content_.sizeBytes),
                           .rewind = [this] { return rewind(); }};
    return {};
}

Result<void> CheckedSource::rewind() {
    if (problem_) return fail(*problem_);
    auto rewound = bytes_.rewind();
    if (!rewound) {
        problem_ = rewound.error();
        return rewound;
    }
    hasher_ = Hasher(Hasher::Algorithm::Sha256);
    given_ = 0;
    return {};
}

Result<void> checkContent(const BlobContent& content, std::int64_t maxBytes) {
    if (content.sizeBytes < 0) return fail(ErrorCode::InvalidInput, "a blob cannot have fewer than no bytes");
    if (content.sizeBytes > maxBytes)
        return fail(ErrorCode::TooLarge, "the blob is too large for this store");
    const auto raw = fromHex(content.sha256);
    if (!raw || raw->size() != 32) return fail(ErrorCode::InvalidInput, "a blob needs its SHA-256");
    return {};
}

} // namespace headroom::storage
