#include "core/database/sqlite/sqlite_writer.h"

#include "core/base/ensure.h"
#include "core/base/log.h"
#include "core/database/database_limits.h"

namespace headroom::database {

class SqliteWriter::WriteTransaction final : public Transaction {
public:
    explicit WriteTransaction(SqliteWriter& writer)
        : writer_(writer) {}

    const Dialect& dialect() const override { return dialectOf(Engine::Sqlite); }

    Result<void> wake(std::string_view channel, std::string_view payload) override {
        afterCommit([this_ = &writer_, channel = std::string(channel), payload = std::string(payload)] {
            if (this_->wakeListener_) this_->wakeListener_(channel, payload);
        });
        return {};
    }

    std::vector<std::function<void()>> takeAfterCommit() { return std::move(afterCommit_); }
    const std::optional<Error>& broken() const { return broken_; }

private:
    Result<Outcome> run(std::string_view sql, const Params& params) override {
        auto outcome = TRY(writer_.connection_->run(sql, params));
        return Outcome{std::move(outcome.rows), outcome.changed};
    }
    Result<void> runScript(std::string_view sql) override { return writer_.connection_->script(sql); }

    SqliteWriter& writer_;
};

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection)
    : connection_(std::move(connection))
    , thread_([this] { loop(); }) {}

SqliteWriter::~SqliteWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void SqliteWriter::onWake(WakeListener listener) {
    const std::lock_guard lock(mutex_);
    wakeListener_ = std::move(listener);
}

Result<void> SqliteWriter::enqueue(std::unique_ptr<Job> job) {
    ENSURE(std::this_thread::get_id() != thread_.get_id()); // a block inside a block would wait for itself
    std::future<Result<void>> answer = job->answer.get_future();
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return fail(ErrorCode::Unavailable, "the database is closing");
        if (queue_.size() >= writerQueueMax) return fail(ErrorCode::Unavailable, "the write queue is full");
        queue_.push_back(std::move(job));
    }
    arrived_.notify_one();
    return answer.get();
}

Result<void> SqliteWriter::run(const Block& block) {
    auto job = std::make_unique<Job>();
    job->block = &block;
    return enqueue(std::move(job));
}

Result<void> SqliteWriter::runAlone(const std::function<Result<void>(SqliteConnection&)>& work) {
    auto job = std::make_unique<Job>();
    job->alone = &work;
    return enqueue(std::move(job));
}

void SqliteWriter::loop() {
    for (;;) {
        std::vector<std::unique_ptr<Job>> batch;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            while (!queue_.empty() && batch.size() < writerBatchMax) {
                const bool alone = queue_.front()->alone != nullptr;
                if (alone && !batch.empty()) break;
                batch.push_back(std::move(queue_.front()));
                queue_.pop_front();
                if (alone) break;
            }
        }
        if (batch.front()->alone) {
            batch.front()->outcome = (*batch.front()->alone)(*connection_);
        } else {
            commitTogether(batch);
        }
        for (auto& job : batch) {
            if (job->outcome)
                for (const auto& action : job->afterCommit)
                    action();
            job->answer.set_value(std::move(job->outcome));
        }
    }
}

void SqliteWriter::commitTogether(std::vector<std::unique_ptr<Job>>& batch) {
    const auto failAll = [&](const Error& error) {
        if (connection_->inTransaction()) (void)connection_->script("ROLLBACK");
        log::error("database.sqlite", "a commit failed",
                   {{"error", describe(error)}, {"commands", batch.size()}});
        for (auto& job : batch)
            if (job->outcome) job->outcome = fail(error);
    };

    auto begun = connection_->run("BEGIN IMMEDIATE", {}, Operation::Begin);
    if (!begun) return failAll(begun.error());
    for (auto& job : batch) {
        job->outcome = runInSavepoint(*job);
        // A full disk or an I/O error may end the whole transaction: what the neighbours wrote is gone with
        // it.
        if (!connection_->inTransaction())
            return failAll(
                {ErrorCode::Unavailable, "the transaction ended early: " + describe(job->outcome.error())});
    }
    auto committed = connection_->run("COMMIT", {}, Operation::Commit);
    if (!committed) failAll(committed.error());
}

Result<void> SqliteWriter::runInSavepoint(Job& job) {
    WriteTransaction transaction(*this);
    auto saved = connection_->run("SAVEPOINT command", {}, Operation::Savepoint);
    if (!saved) return fail(saved.error());
    Result<void> outcome = (*job.block)(transaction);
    if (outcome && transaction.broken()) outcome = fail(*transaction.broken());
    if (!outcome) {
        takeBackCommand();
        return outcome;
    }
    auto released = connection_->run("RELEASE command", {}, Operation::Savepoint);
    if (!released) {
        takeBackCommand();
        return fail(released.error());
    }
    job.afterCommit = transaction.takeAfterCommit();
    return outcome;
}

void SqliteWriter::takeBackCommand() {
    if (!connection_->inTransaction()) return;
    if (connection_->script("ROLLBACK TO command; RELEASE command")) return;
    // What the refused command wrote is still there and must not be committed with its neighbours.
    (void)connection_->script("ROLLBACK");
    ENSURE(!connection_->inTransaction());
}

} // namespace headroom::database
