#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/http/server/file_body.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::sandbox {

/// What a stand-in for an object store knows of one object.
struct Asset {
    std::string name;
    std::string file; ///< in the folder
    std::string sha256;
    std::int64_t sizeBytes = 0;
    Timestamp createdAt;
    std::string facts; ///< JSON of the stand-in's own
};

/// Objects with names of any form, kept in a folder: killing the sandbox loses none that was answered for.
/// Any thread.
class AssetFolder {
public:
    static Result<std::unique_ptr<AssetFolder>> open(const std::filesystem::path& folder);

    /// Replaces in one step.
    Result<Asset> put(const std::string& name, std::string_view bytes, std::string facts, Timestamp now);
    std::optional<Asset> find(const std::string& name) const;
    /// False when there was none.
    Result<bool> remove(const std::string& name);
    /// By name, after `after`, at most `limit`.
    std::vector<Asset> list(std::string_view prefix, std::string_view after, std::size_t limit) const;
    /// Its bytes as they are now, whatever happens to the name afterwards. NotFound.
    Result<std::pair<Asset, http::FileBody>> open(const std::string& name) const;

private:
    explicit AssetFolder(std::filesystem::path folder)
        : folder_(std::move(folder)) {}
    Result<void> load();
    Result<void> save() const;
    Result<void> write(const std::string& file, std::string_view bytes) const;

    const std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::map<std::string, Asset, std::less<>> assets_;
};

} // namespace headroom::sandbox
