#pragma once

#include "core/data_copy/data_copy_queue.h"

#include <atomic>
#include <filesystem>

namespace headroom::data_copy {

/// Prepares the copies that wait in the queue: writes each as a ZIP file in a scratch folder, puts it into
/// the blob store, and marks it ready. Nothing of a copy is to be seen before it is whole; what a killed
/// process left is begun anew, and its bytes are removed with the next attempt.
///
/// One thread, in any number of processes over one database.
class DataCopyMaker {
public:
    struct Parts {
        database::Database& database;
        storage::BlobStore& blobs;
        const Clock& clock;
        DataCopyQueue& queue;
        std::filesystem::path scratch; ///< this maker's alone; emptied at once
    };

    /// FileAccess.
    static Result<DataCopyMaker> create(Parts parts);

    enum class Did { Nothing, Worked };
    /// The copy that waits for longest, if any. Ends soon with the copy given back when `stopping` becomes
    /// true. An error of the queue; that a copy failed is written there and no error.
    Result<Did> runOnce(const std::atomic<bool>& stopping);

private:
    explicit DataCopyMaker(Parts parts)
        : parts_(std::move(parts)) {}

    using KeepGoing = std::function<Result<void>()>;
    KeepGoing keeper(const CopyTask& task, const std::atomic<bool>& stopping) const;
    Result<void> prepare(const CopyTask& task, const KeepGoing& keepGoing);
    Result<void> finish(const CopyTask& task, const std::filesystem::path& file, const KeepGoing& keepGoing);
    Result<void> ended(const CopyTask& task, const Error& error);
    void removeBytes(const CopyTask& task, int attempt);

    Parts parts_;
};

} // namespace headroom::data_copy
