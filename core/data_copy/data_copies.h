#pragma once

#include "core/data_copy/data_copy.h"
#include "core/database/database.h"
#include "core/storage/blob_store.h"
#include "core/sync/team_write.h"

#include <string>
#include <vector>

namespace headroom::data_copy {

/// What is served of a finished copy.
struct DataCopyContent {
    Scope scope = Scope::Own;
    std::string blobKey;
    std::string sha256; ///< hexadecimal
    std::int64_t sizeBytes = 0;
    Timestamp readyAt;
};

/// Copies as rows. Static functions run inside the caller's session, which made sure what the caller may do;
/// to anybody but who asked for it a copy does not exist. The sweep blocks on database and blob store. Any
/// thread.
class DataCopies {
public:
    DataCopies(database::Database& database, storage::BlobStore& blobs, const Clock& clock)
        : database_(database)
        , blobs_(blobs)
        , clock_(clock) {}

    /// Queues one. AlreadyExists while one of this scope is being prepared; RateLimited beyond copiesPerDay.
    static Result<DataCopy> request(sync::TeamWrite& write, const MemberId& member, Scope scope);
    /// Wakes whoever prepares copies after the commit that queued or removed one.
    static constexpr std::string_view wakeChannel = "data_copies";

    /// Newest first, at most listMax. A copy whose time is over is expired, swept or not.
    static Result<std::vector<DataCopy>> list(database::Session& session, const TeamId& team,
                                              const MemberId& member, Timestamp now);
    /// NotFound; PreconditionFailed while it is being prepared or when it failed; Gone when it has expired.
    static Result<DataCopyContent> content(database::Session& session, const TeamId& team,
                                           const MemberId& member, const DataCopyId& id, Timestamp now);

    /// Hides it for good, whatever its state; its bytes go with the next sweep. NotFound.
    static Result<void> remove(sync::TeamWrite& write, const MemberId& member, const DataCopyId& id);
    /// The same for all of a member who leaves. Before their mails are forgotten: one about a copy may be
    /// written until this is committed.
    static Result<void> removeAllOf(sync::TeamWrite& write, const MemberId& member);

    /// Ends copies whose time is over and takes the bytes of those that ended or were removed: row first,
    /// then bytes. Answers how many.
    Result<int> sweep();
    /// For storage::sweepOrphans() over "data-copies/".
    Result<bool> knowsBlob(const storage::BlobKey& key) const;

private:
    Result<int> sweepRemoved();
    Result<int> sweepExpired();
    Result<void> removeBytes(const database::Row& row);

    database::Database& database_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
};

} // namespace headroom::data_copy
