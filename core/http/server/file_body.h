#pragma once

#include "core/base/result.h"
#include "core/http/headers.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace headroom::http {

/// An open file that closes itself.
class OpenFile {
public:
    explicit OpenFile(int descriptor)
        : descriptor_(descriptor) {}
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

/// A regular file as the body of an answer, sent by the kernel without passing through our memory. It must
/// not shrink meanwhile (files that appear by rename do not); if it does, the connection is cut.
struct FileBody {
    std::shared_ptr<const OpenFile> file;
    std::uint64_t size = 0;
    std::string contentType = "application/octet-stream";
    /// With quotes, as in `"abc"`. open() makes one from inode, size and time; content-addressed files have
    /// better.
    std::string entityTag;
    /// For example `private, max-age=31536000, immutable`; empty leaves the header out.
    std::string cacheControl;

    /// NotFound, or FileAccess for what exists but is no readable regular file.
    static Result<FileBody> open(const std::string& path);
    static Result<FileBody> fromDescriptor(int descriptor);
};

/// Which part of a file answers a request: the outcome of RFC 9110, 13.2.2 for GET and HEAD.
struct FilePart {
    int status = 200; ///< 200, 206, 304, 412 or 416
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Several ranges at once are answered with the whole file, as the standard allows.
FilePart selectPart(const Headers& request, std::string_view entityTag, std::uint64_t size);

} // namespace headroom::http
