#pragma once

#include "app/sandbox/stripe/journal.h"
#include "app/sandbox/stripe/stripe_error.h"
#include "core/base/clock.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace headroom::sandbox {

/// Every object of the stand-in, by kind (its `object` member) and id, in memory and in the journal. Members
/// whose names begin with `_` are ours and never shown. Not thread-safe: StripeSandbox locks around each
/// operation.
class StripeStore {
public:
    /// Replays the journal of the directory, which is made when missing, and drops what is past its time.
    static Result<std::unique_ptr<StripeStore>> open(const std::string& directory, const Clock& clock);

    /// Null when there is none. Valid until the next put.
    const Json* find(std::string_view kind, std::string_view id) const;
    /// Ids in the order in which the objects were made.
    const std::vector<std::string>& ids(std::string_view kind) const;

    /// Adds or replaces; on the disk with the next commit().
    void put(Json object);

    /// Everything put since the last commit in one line: all of it survives or none. After a failure the
    /// store refuses for good, since memory is ahead of the disk.
    Result<void> commit();

    /// Takes back everything put since the last commit.
    void rollback();

    bool full() const;

private:
    struct Table {
        std::unordered_map<std::string, Json> objects;
        std::vector<std::string> order;
    };

    StripeStore() = default;

    void apply(Json object);
    Result<void> compact(Timestamp now);

    std::map<std::string, Table, std::less<>> tables_;
    std::unique_ptr<Journal> journal_;
    Json staged_ = Json::array();
    struct Undo {
        std::string kind;
        std::string id;
        std::optional<Json> before;
    };
    std::vector<Undo> undo_;
    std::size_t count_ = 0;
    bool broken_ = false;
};

} // namespace headroom::sandbox
