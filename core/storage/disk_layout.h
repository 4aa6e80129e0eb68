#pragma once

#include "core/storage/blob_key.h"

#include <string>

namespace headroom::storage {

/// Where a key's file stands below the root.
struct DiskPlace {
    std::string folder; ///< relative, '/' between segments
    std::string name;
};

inline DiskPlace placeOf(const BlobKey& key) {
    const std::string& text = key.text();
    const std::size_t slash = text.rfind('/');
    const std::string name = slash == std::string::npos ? text : text.substr(slash + 1);
    std::string folder = slash == std::string::npos ? "" : text.substr(0, slash + 1);
    // No segment of a key begins with an underscore, so these folders meet no other.
    folder += "_" + name.substr(0, 2);
    return {std::move(folder), name};
}

} // namespace headroom::storage
