#pragma once

#include "core/data_copy/data_copy.h"
#include "core/data_copy/data_copy_limits.h"
#include "core/database/database.h"
#include "core/storage/blob_store.h"

#include <functional>
#include <optional>
#include <string>

namespace headroom::data_copy {

/// A copy that this process alone prepares until its lease ends; the attempt is the fence.
struct CopyTask {
    DataCopyId copy;
    TeamId team;
    MemberId member;
    Scope scope = Scope::Own;
    int attempt = 0;

    std::string blobKey() const { return dataCopyBlobKey(team, copy, attempt); }
};

/// The durable queue of copies to be prepared. Leases run on the database's clock. Every function is one
/// transaction, blocks, and is safe on any thread. LeaseLost means: it was removed or is somebody else's by
/// now; drop the result.
class DataCopyQueue {
public:
    /// Called in the transaction that makes a copy ready: writes the mail about it.
    using Tell = std::function<Result<void>(database::Transaction&, const CopyTask&, Timestamp expiresAt)>;

    struct Timing {
        std::int64_t lease = leaseMs;
        std::int64_t firstPause = retryFirstMs; ///< 0: retries are immediate
    };

    DataCopyQueue(database::Database& database, const Clock& clock, Tell tell)
        : DataCopyQueue(database, clock, std::move(tell), Timing{}) {}
    DataCopyQueue(database::Database& database, const Clock& clock, Tell tell, Timing timing)
        : database_(database)
        , clock_(clock)
        , tell_(std::move(tell))
        , timing_(timing) {}

    /// The copy that waits for longest, if any. One whose attempts are used up fails here, so that a copy
    /// that kills every process comes to an end.
    Result<std::optional<CopyTask>> claim();
    /// Extends the lease. LeaseLost.
    Result<void> heartbeat(const CopyTask& task);
    /// Its bytes are in the blob store under the task's key: it is there from now on, for copyKeptMs, and who
    /// asked is told. LeaseLost.
    Result<void> ready(const CopyTask& task, const storage::BlobContent& content);
    /// Queued again after a pause, or failed for good: when `code` is final or the attempts are used up.
    /// LeaseLost.
    Result<State> failed(const CopyTask& task, ErrorCode code);
    /// The process stops: another may take it at once.
    Result<void> giveBack(const CopyTask& task);

    /// For a database that no other process can have open: whoever had leases is dead, so nobody need wait
    /// for their end. Answers how many.
    Result<std::int64_t> endAllLeases();

private:
    database::Database& database_;
    const Clock& clock_;
    Tell tell_;
    Timing timing_;
};

} // namespace headroom::data_copy
