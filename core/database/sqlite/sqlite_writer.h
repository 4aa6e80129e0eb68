#pragma once

#include "core/database/database.h"
#include "core/database/sqlite/sqlite_connection.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace headroom::database {

/// The group commit: the one thread that writes. It takes whatever blocks wait, runs each in a savepoint of
/// one transaction, commits once, and only then answers all of them.
class SqliteWriter {
public:
    using Block = std::function<Result<void>(Transaction&)>;
    using WakeListener = std::function<void(std::string_view, std::string_view)>;

    explicit SqliteWriter(std::unique_ptr<SqliteConnection> connection);
    /// Finishes what is queued, then ends the thread.
    ~SqliteWriter();

    /// Blocks until the block's commit is durable or refused.
    Result<void> run(const Block& block);

    /// Runs on the writer thread outside any transaction: VACUUM and the like.
    Result<void> runAlone(const std::function<Result<void>(SqliteConnection&)>& work);

    void onWake(WakeListener listener);

private:
    struct Job {
        const Block* block = nullptr;
        const std::function<Result<void>(SqliteConnection&)>* alone = nullptr;
        std::promise<Result<void>> answer;
        Result<void> outcome;
        std::vector<std::function<void()>> afterCommit;
    };
    class WriteTransaction;

    Result<void> enqueue(std::unique_ptr<Job> job);
    void loop();
    void commitTogether(std::vector<std::unique_ptr<Job>>& batch);
    Result<void> runInSavepoint(Job& job);
    void takeBackCommand();

    std::unique_ptr<SqliteConnection> connection_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::unique_ptr<Job>> queue_;
    bool stopping_ = false;
    WakeListener wakeListener_;
    std::thread thread_;
};

} // namespace headroom::database
