#include "core/client/token_store.h"

#include "core/base/crypto.h"

#include <QFile>
#include <QSaveFile>

namespace headroom::client {

namespace {

constexpr qint64 tokenMaxBytes = 4096; // ours have 43

} // namespace

std::optional<std::string> SessionTokenStore::read(const std::string& endpoint) {
    const std::lock_guard lock(mutex_);
    const auto known = tokens_.find(endpoint);
    return known == tokens_.end() ? std::nullopt : std::optional(known->second);
}

Result<void> SessionTokenStore::write(const std::string& endpoint, const std::string& token) {
    const std::lock_guard lock(mutex_);
    tokens_[endpoint] = token;
    return {};
}

void SessionTokenStore::remove(const std::string& endpoint) {
    const std::lock_guard lock(mutex_);
    tokens_.erase(endpoint);
}

std::filesystem::path FileTokenStore::fileOf(const std::string& endpoint) const {
    return folder_ / ("token-" + toHex(sha256(endpoint)).substr(0, 32));
}

std::optional<std::string> FileTokenStore::read(const std::string& endpoint) {
    QFile file(QString::fromStdString(fileOf(endpoint).string()));
    if (file.size() > tokenMaxBytes || !file.open(QIODevice::ReadOnly)) return std::nullopt;
    // Somebody may have made it readable for others; then it is not a secret any more.
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if ((file.permissions() & others) != 0) return std::nullopt;
    const std::string token = file.readAll().trimmed().toStdString();
    return token.empty() ? std::nullopt : std::optional(token);
}

Result<void> FileTokenStore::write(const std::string& endpoint, const std::string& token) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) return fail(ErrorCode::FileAccess, "folder for the token");
    QSaveFile file(QString::fromStdString(fileOf(endpoint).string()));
    if (!file.open(QIODevice::WriteOnly)) return fail(ErrorCode::FileAccess, "token file");
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(QByteArray::fromStdString(token));
    if (!file.commit()) return fail(ErrorCode::FileAccess, "token file");
    return {};
}

void FileTokenStore::remove(const std::string& endpoint) {
    std::error_code ignored;
    std::filesystem::remove(fileOf(endpoint), ignored);
}

} // namespace headroom::client
