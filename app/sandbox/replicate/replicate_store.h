#pragma once

#include "app/sandbox/replicate/replicate_models.h"
#include "app/sandbox/stripe/journal.h"
#include "core/base/clock.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::sandbox {

/// What the stand-in remembers: files, predictions, webhooks to be sent, its secret. Objects are JSON with
/// `kind` and `id`; members that begin with `_` are ours and never shown. In memory and in a journal, bytes
/// in files beside it. Not thread-safe; ReplicateSandbox locks.
class ReplicateStore {
public:
    static Result<std::unique_ptr<ReplicateStore>> open(const std::filesystem::path& folder, Timestamp now);

    /// Null when there is none, or it was removed. Valid until the next put().
    const Json* find(std::string_view kind, std::string_view id) const;
    /// Newest last.
    std::vector<std::string> ids(std::string_view kind) const;
    std::size_t count() const { return objects_.size(); }

    /// On the disk when it returns.
    Result<void> put(const Json& object);
    Result<void> remove(std::string_view kind, std::string_view id);

    /// Where the bytes of a file or an output are kept.
    std::filesystem::path bytesOf(std::string_view name) const { return folder_ / "bytes" / name; }

private:
    ReplicateStore() = default;
    using Key = std::pair<std::string, std::string>;
    void apply(Json object);

    std::filesystem::path folder_;
    std::unique_ptr<Journal> journal_;
    std::map<Key, Json> objects_;
    std::map<std::string, std::vector<std::string>, std::less<>> order_;
};

} // namespace headroom::sandbox
