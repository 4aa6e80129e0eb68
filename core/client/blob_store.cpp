#include "core/client/blob_store.h"

#include "core/base/crypto.h"
#include "core/base/log.h"

#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <vector>

namespace headroom::client {

namespace fs = std::filesystem;

namespace {

bool isDigest(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool isVariant(const std::string& text) {
    return text.size() <= 16 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
}

Result<std::string> digestOf(const fs::path& path) {
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) return fail(ErrorCode::FileAccess, "blob");
    Hasher hasher(Hasher::Algorithm::Sha256);
    while (!file.atEnd()) {
        const QByteArray piece = file.read(1 << 20);
        if (piece.isEmpty()) return fail(ErrorCode::FileAccess, "blob");
        hasher.update({piece.constData(), static_cast<std::size_t>(piece.size())});
    }
    return toHex(hasher.finish());
}

} // namespace

Result<std::shared_ptr<BlobStore>> BlobStore::open(fs::path folder, std::int64_t maxBytes) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return fail(ErrorCode::FileAccess, "folder for headshots");
    fs::permissions(folder, fs::perms::owner_all, failed);
    std::shared_ptr<BlobStore> store(new BlobStore(std::move(folder), maxBytes));
    store->countAll();
    return store;
}

Result<fs::path> BlobStore::fileOf(const std::string& sha256, const std::string& variant) const {
    if (!isDigest(sha256) || !isVariant(variant)) return fail(ErrorCode::InvalidInput, "not a blob's name");
    return folder_ / sha256.substr(0, 2) / (variant.empty() ? sha256 : sha256 + "-" + variant);
}

std::optional<fs::path> BlobStore::find(const std::string& sha256, const std::string& variant) {
    const auto path = fileOf(sha256, variant);
    if (!path) return std::nullopt;
    const std::lock_guard lock(mutex_);
    std::error_code missing;
    if (!fs::is_regular_file(*path, missing)) return std::nullopt;
    fs::last_write_time(*path, fs::file_time_type::clock::now(), missing); // the time of the last use
    return *path;
}

Result<std::string> BlobStore::read(const std::string& sha256, const std::string& variant) {
    const auto path = find(sha256, variant);
    if (!path) return fail(ErrorCode::NotFound, "blob");
    QFile file(QString::fromStdString(path->string()));
    if (!file.open(QIODevice::ReadOnly)) return fail(ErrorCode::FileAccess, "blob");
    return file.readAll().toStdString();
}

Result<void> BlobStore::put(const std::string& sha256, std::string_view bytes, const std::string& variant) {
    const auto path = TRY(fileOf(sha256, variant));
    if (variant.empty() && toHex(headroom::sha256(bytes)) != sha256)
        return fail(ErrorCode::ChecksumMismatch, "the bytes are others");
    const std::lock_guard lock(mutex_);
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    QSaveFile file(QString::fromStdString(path.string()));
    if (failed || !file.open(QIODevice::WriteOnly)) return fail(ErrorCode::FileAccess, "blob");
    const auto size = static_cast<qint64>(bytes.size());
    if (file.write(bytes.data(), size) != size || !file.commit()) {
        const bool full =
            file.error() == QFileDevice::ResourceError || file.error() == QFileDevice::WriteError;
        return fail(full ? ErrorCode::DiskFull : ErrorCode::FileAccess, "blob");
    }
    bytes_ += size;
    makeRoom();
    return {};
}

Result<void> BlobStore::adopt(const std::string& sha256, const fs::path& file) {
    const auto path = TRY(fileOf(sha256, {}));
    if (TRY(digestOf(file)) != sha256) {
        std::error_code ignored;
        fs::remove(file, ignored); // going on from wrong bytes would never come right
        return fail(ErrorCode::ChecksumMismatch, "the bytes are others");
    }
    const std::lock_guard lock(mutex_);
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    const auto size = static_cast<std::int64_t>(fs::file_size(file, failed));
    fs::rename(file, path, failed);
    if (failed) return fail(ErrorCode::FileAccess, "blob");
    bytes_ += size;
    makeRoom();
    return {};
}

std::int64_t BlobStore::sizeBytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

void BlobStore::countAll() {
    const std::lock_guard lock(mutex_);
    bytes_ = 0;
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(folder_, ignored))
        if (entry.is_regular_file(ignored)) bytes_ += static_cast<std::int64_t>(entry.file_size(ignored));
}

/// Down to nine tenths, so that it is not looked through for every new file.
void BlobStore::makeRoom() {
    if (bytes_ <= maxBytes_) return;
    struct Entry {
        fs::file_time_type used;
        std::int64_t size;
        fs::path path;
    };
    std::vector<Entry> entries;
    std::error_code ignored;
    bytes_ = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_, ignored)) {
        if (!entry.is_regular_file(ignored)) continue;
        entries.push_back({entry.last_write_time(ignored),
                           static_cast<std::int64_t>(entry.file_size(ignored)), entry.path()});
        bytes_ += entries.back().size;
    }
    std::ranges::sort(entries, {}, &Entry::used);
    for (const Entry& entry : entries) {
        if (bytes_ <= maxBytes_ / 10 * 9) break;
        if (fs::remove(entry.path, ignored)) bytes_ -= entry.size;
    }
    log::debug("client.blobs", "made room", {{"bytes", bytes_}});
}

void BlobStore::clear() {
    const std::lock_guard lock(mutex_);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_, ignored))
        fs::remove_all(entry.path(), ignored);
    bytes_ = 0;
}

} // namespace headroom::client
