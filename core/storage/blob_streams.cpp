#include "core/storage/blob_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace headroom::storage {

Result<std::size_t> MemorySource::read(char* buffer, std::size_t room) {
    const std::size_t count = std::min(room, bytes_.size() - position_);
    std::memcpy(buffer, bytes_.data() + position_, count);
    position_ += count;
    return count;
}

Result<void> MemorySource::rewind() {
    position_ = 0;
    return {};
}

Result<FileSource> FileSource::open(const std::filesystem::path& path) {
    return FileSource(TRY(openToRead(path)));
}

Result<std::size_t> FileSource::read(char* buffer, std::size_t room) {
    return readSome(file_, buffer, room);
}

Result<void> FileSource::rewind() {
    if (::lseek(file_.get(), 0, SEEK_SET) != 0) return failErrno("rewind");
    return {};
}

Result<void> MemorySink::write(std::string_view bytes) {
    if (static_cast<std::int64_t>(bytes_.size() + bytes.size()) > max_)
        return fail(ErrorCode::TooLarge, "more bytes than are read into memory");
    bytes_.append(bytes);
    return {};
}

Result<FileSink> FileSink::create(const std::filesystem::path& path) {
    UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return failErrno("create a file");
    return FileSink(std::move(file));
}

Result<void> FileSink::write(std::string_view bytes) {
    return writeAll(file_, bytes);
}

} // namespace headroom::storage
