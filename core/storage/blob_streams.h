#pragma once

#include "core/base/result.h"
#include "core/storage/posix_files.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace headroom::storage {

/// Bytes on their way into a store. Read from start to end by one thread; rewind() lets a store send them
/// again after a network failure.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Up to `room` bytes into `buffer`; 0 at the end.
    virtual Result<std::size_t> read(char* buffer, std::size_t room) = 0;
    virtual Result<void> rewind() = 0;
};

/// Bytes on their way out. An error that it returns stops the transfer and is passed on.
class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual Result<void> write(std::string_view bytes) = 0;
};

/// Text or a small picture that is in memory anyway. The bytes must outlive the source.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes)
        : bytes_(bytes) {}
    Result<std::size_t> read(char* buffer, std::size_t room) override;
    Result<void> rewind() override;

private:
    std::string_view bytes_;
    std::size_t position_ = 0;
};

/// A regular file; a symbolic link is refused.
class FileSource final : public ByteSource {
public:
    /// NotFound, FileAccess.
    static Result<FileSource> open(const std::filesystem::path& path);
    Result<std::size_t> read(char* buffer, std::size_t room) override;
    Result<void> rewind() override;

private:
    explicit FileSource(UniqueFd file)
        : file_(std::move(file)) {}
    UniqueFd file_;
};

/// Collects at most `max` bytes, then fails with TooLarge.
class MemorySink final : public ByteSink {
public:
    explicit MemorySink(std::int64_t max)
        : max_(max) {}
    Result<void> write(std::string_view bytes) override;
    std::string take() { return std::move(bytes_); }

private:
    std::int64_t max_;
    std::string bytes_;
};

/// Writes a new file, mode 0600. The caller removes it when the transfer failed.
class FileSink final : public ByteSink {
public:
    /// FileExists, FileAccess, DiskFull.
    static Result<FileSink> create(const std::filesystem::path& path);
    Result<void> write(std::string_view bytes) override;

private:
    explicit FileSink(UniqueFd file)
        : file_(std::move(file)) {}
    UniqueFd file_;
};

} // namespace headroom::storage
