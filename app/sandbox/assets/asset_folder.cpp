#include "app/sandbox/assets/asset_folder.h"

#include "core/base/crypto.h"
#include "core/base/ids.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace headroom::sandbox {

namespace {

using Json = nlohmann::json;

constexpr const char* indexName = "index.json";

Json toJson(const Asset& asset) {
    return {{"name", asset.name},      {"file", asset.file},   {"sha256", asset.sha256},
            {"size", asset.sizeBytes}, {"facts", asset.facts}, {"created_at", asset.createdAt.ms}};
}

Asset fromJson(const Json& json) {
    return {.name = json.at("name"),
            .file = json.at("file"),
            .sha256 = json.at("sha256"),
            .sizeBytes = json.at("size"),
            .createdAt = {json.at("created_at").get<std::int64_t>()},
            .facts = json.at("facts")};
}

} // namespace

Result<std::unique_ptr<AssetFolder>> AssetFolder::open(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem) return fail(ErrorCode::FileAccess, "cannot make " + folder.string());
    std::unique_ptr<AssetFolder> assets(new AssetFolder(folder));
    TRY(assets->load());
    return assets;
}

Result<void> AssetFolder::load() {
    std::ifstream file(folder_ / indexName);
    if (!file) return {};
    try {
        for (const Json& entry : Json::parse(file)) {
            Asset asset = fromJson(entry);
            assets_.emplace(asset.name, std::move(asset));
        }
    } catch (const Json::exception&) {
        return fail(ErrorCode::Corrupt, (folder_ / indexName).string() + " is broken; remove the folder");
    }
    return {};
}

Result<void> AssetFolder::write(const std::string& file, std::string_view bytes) const {
    const std::filesystem::path temporary = folder_ / (file + ".new");
    {
        std::ofstream out(temporary, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!out.flush()) return fail(ErrorCode::FileAccess, "cannot write " + temporary.string());
    }
    std::error_code problem;
    std::filesystem::rename(temporary, folder_ / file, problem);
    if (problem) return fail(ErrorCode::FileAccess, "cannot write " + file);
    return {};
}

Result<void> AssetFolder::save() const {
    Json index = Json::array();
    for (const auto& [name, asset] : assets_)
        index.push_back(toJson(asset));
    return write(indexName, index.dump());
}

Result<Asset> AssetFolder::put(const std::string& name, std::string_view bytes, std::string facts,
                               Timestamp now) {
    Asset asset{.name = name,
                .file = newUuid(),
                .sha256 = toHex(sha256(bytes)),
                .sizeBytes = static_cast<std::int64_t>(bytes.size()),
                .createdAt = now,
                .facts = std::move(facts)};
    TRY(write(asset.file, bytes));
    const std::lock_guard lock(mutex_);
    const auto older = assets_.find(name);
    const std::string olderFile = older == assets_.end() ? std::string() : older->second.file;
    assets_[name] = asset;
    TRY(save());
    std::error_code ignored;
    if (!olderFile.empty()) std::filesystem::remove(folder_ / olderFile, ignored);
    return asset;
}

std::optional<Asset> AssetFolder::find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = assets_.find(name);
    if (found == assets_.end()) return std::nullopt;
    return found->second;
}

Result<bool> AssetFolder::remove(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto found = assets_.find(name);
    if (found == assets_.end()) return false;
    const std::string file = found->second.file;
    assets_.erase(found);
    TRY(save());
    std::error_code ignored;
    std::filesystem::remove(folder_ / file, ignored);
    return true;
}

std::vector<Asset> AssetFolder::list(std::string_view prefix, std::string_view after,
                                     std::size_t limit) const {
    const std::lock_guard lock(mutex_);
    std::vector<Asset> page;
    auto at = after.empty() ? assets_.lower_bound(prefix) : assets_.upper_bound(after);
    for (; at != assets_.end() && at->first.starts_with(prefix) && page.size() < limit; ++at)
        page.push_back(at->second);
    return page;
}

Result<std::pair<Asset, http::FileBody>> AssetFolder::open(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = assets_.find(name);
    if (found == assets_.end()) return fail(ErrorCode::NotFound, "no such object");
    http::FileBody body = TRY(http::FileBody::open((folder_ / found->second.file).string()));
    body.entityTag = "\"" + found->second.sha256.substr(0, 32) + "\"";
    return std::pair(found->second, std::move(body));
}

} // namespace headroom::sandbox
