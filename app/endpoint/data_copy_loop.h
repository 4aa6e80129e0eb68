#pragma once

#include "core/data_copy/data_copies.h"
#include "core/data_copy/data_copy_maker.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace headroom::endpoint {

/// The thread that prepares copies of people's data and takes away those whose time is over. Any number of
/// processes may have one over one database.
class DataCopyLoop {
public:
    struct Parts {
        database::Database& database;
        storage::BlobStore& blobs;
        const Clock& clock;
        std::filesystem::path scratch; ///< this process's alone
    };

    static Result<std::unique_ptr<DataCopyLoop>> start(const Parts& parts);
    /// Gives a copy that is under way back.
    ~DataCopyLoop();
    DataCopyLoop(const DataCopyLoop&) = delete;
    DataCopyLoop& operator=(const DataCopyLoop&) = delete;

    /// One was asked for, or removed. Quick, any thread.
    void wake();

private:
    explicit DataCopyLoop(const Parts& parts);
    void loop();
    void runOnce();

    data_copy::DataCopies copies_;
    data_copy::DataCopyQueue queue_;
    std::unique_ptr<data_copy::DataCopyMaker> maker_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = true; // what was asked for while nobody looked
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace headroom::endpoint
