#include "core/http/server/file_body.h"

#include "core/base/text.h"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace headroom::http {

namespace {

std::string_view opaqueTag(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

enum class Comparison { Weak, Strong };

/// A list such as `"a", W/"b"` or `*` (RFC 9110, 13.1). Commas inside of tags would split them; ours have
/// none.
bool listHasTag(std::string_view list, std::string_view tag, Comparison comparison) {
    if (trimmed(list) == "*") return true;
    for (std::string_view entry : split(list, ',')) {
        entry = trimmed(entry);
        if (comparison == Comparison::Strong && (entry.starts_with("W/") || tag.starts_with("W/"))) continue;
        if (!entry.empty() && opaqueTag(entry) == opaqueTag(tag)) return true;
    }
    return false;
}

struct ByteRange {
    std::uint64_t first;
    std::uint64_t last;
};

enum class RangeKind { None, One, Unsatisfiable };

std::optional<std::uint64_t> position(std::string_view digits) {
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const auto number = parseInteger(digits);
    // More digits than fit are a position far beyond any file.
    return number ? static_cast<std::uint64_t>(*number) : UINT64_MAX;
}

RangeKind parseRange(std::string_view header, std::uint64_t size, ByteRange& range) {
    if (!header.starts_with("bytes=")) return RangeKind::None;
    const std::string_view spec = trimmed(header.substr(6));
    const std::size_t dash = spec.find('-');
    if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) return RangeKind::None;
    const std::string_view firstText = trimmed(spec.substr(0, dash));
    const std::string_view lastText = trimmed(spec.substr(dash + 1));
    if (firstText.empty()) {
        const auto suffix = position(lastText);
        if (!suffix) return RangeKind::None;
        if (*suffix == 0 || size == 0) return RangeKind::Unsatisfiable;
        range = {*suffix >= size ? 0 : size - *suffix, size - 1};
        return RangeKind::One;
    }
    const auto first = position(firstText);
    if (!first) return RangeKind::None;
    std::uint64_t last = size ? size - 1 : 0;
    if (!lastText.empty()) {
        const auto given = position(lastText);
        if (!given || *given < *first) return RangeKind::None;
        if (*given < last) last = *given;
    }
    if (*first >= size) return RangeKind::Unsatisfiable;
    range = {*first, last};
    return RangeKind::One;
}

} // namespace

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<FileBody> FileBody::open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return fail(ErrorCode::NotFound, "no such file");
    if (descriptor < 0) return fail(ErrorCode::FileAccess, "cannot open a file to send it");
    return fromDescriptor(descriptor);
}

Result<FileBody> FileBody::fromDescriptor(int descriptor) {
    FileBody body;
    body.file = std::make_shared<OpenFile>(descriptor);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
        return fail(ErrorCode::FileAccess, "not a regular file");
    body.size = static_cast<std::uint64_t>(info.st_size);
    body.entityTag = '"' + std::to_string(info.st_ino) + '-' + std::to_string(info.st_size) + '-' +
                     std::to_string(info.st_mtim.tv_sec) + '.' + std::to_string(info.st_mtim.tv_nsec) + '"';
    return body;
}

FilePart selectPart(const Headers& request, std::string_view entityTag, std::uint64_t size) {
    const auto match = request.find("If-Match");
    if (match && !listHasTag(*match, entityTag, Comparison::Strong)) return {412, 0, 0};
    const auto noneMatch = request.find("If-None-Match");
    if (noneMatch && listHasTag(*noneMatch, entityTag, Comparison::Weak)) return {304, 0, 0};

    const FilePart whole{200, 0, size};
    const auto header = request.find("Range");
    if (!header) return whole;
    // A date in If-Range never equals a tag, so the whole file goes out: always correct.
    const auto ifRange = request.find("If-Range");
    if (ifRange && !listHasTag(*ifRange, entityTag, Comparison::Strong)) return whole;
    ByteRange range{};
    switch (parseRange(*header, size, range)) {
    case RangeKind::None:
        return whole;
    case RangeKind::Unsatisfiable:
        return {416, 0, 0};
    case RangeKind::One:
        return {206, range.first, range.last - range.first + 1};
    }
    __builtin_unreachable();
}

} // namespace headroom::http
