#pragma once

#include "core/base/result.h"

#include <compare>
#include <string>
#include <string_view>

namespace headroom::storage {

/// The name of a blob: segments of [a-z0-9] then [a-z0-9._-], joined by '/', for example
/// `photos/<team id>/<photo id>`. Always made by us from ids, never from a file's name, and checked all the
/// same: whatever a key holds, no path can leave a store's root.
class BlobKey {
public:
    /// InvalidInput for anything that is not in the form above or longer than the limits.
    static Result<BlobKey> parse(std::string_view text);

    const std::string& text() const { return text_; }
    friend bool operator==(const BlobKey&, const BlobKey&) = default;
    friend auto operator<=>(const BlobKey&, const BlobKey&) = default;

private:
    explicit BlobKey(std::string text)
        : text_(std::move(text)) {}
    std::string text_;
};

/// The part of a key that a listing can ask for: empty for everything, or whole segments with a '/' at the
/// end. InvalidInput otherwise.
Result<void> checkPrefix(std::string_view prefix);

} // namespace headroom::storage
