#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace headroom::client {

/// Where the sign-in token of an endpoint is kept. The desktop has one over the system's key ring; these here
/// are for machines without one. May block (a locked key ring asks its owner): not on the GUI's thread.
class TokenStore {
public:
    virtual ~TokenStore() = default;

    /// A missing token means signed out, never an error.
    virtual std::optional<std::string> read(const std::string& endpoint) = 0;
    virtual Result<void> write(const std::string& endpoint, const std::string& token) = 0;
    virtual void remove(const std::string& endpoint) = 0;
};

/// For as long as the program runs.
class SessionTokenStore final : public TokenStore {
public:
    std::optional<std::string> read(const std::string& endpoint) override;
    Result<void> write(const std::string& endpoint, const std::string& token) override;
    void remove(const std::string& endpoint) override;

private:
    std::mutex mutex_;
    std::map<std::string, std::string> tokens_;
};

/// A file that only its owner may read (0600), written whole or not at all. Offered with a warning: whoever
/// reads the user's files reads the token.
class FileTokenStore final : public TokenStore {
public:
    explicit FileTokenStore(std::filesystem::path folder)
        : folder_(std::move(folder)) {}
    std::optional<std::string> read(const std::string& endpoint) override;
    Result<void> write(const std::string& endpoint, const std::string& token) override;
    void remove(const std::string& endpoint) override;

private:
    std::filesystem::path fileOf(const std::string& endpoint) const;
    std::filesystem::path folder_;
};

} // namespace headroom::client
