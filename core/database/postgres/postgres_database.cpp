#include "core/database/postgres/postgres_database.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/base/log.h"
#include "core/database/database_limits.h"
#include "core/database/postgres/postgres_connection.h"
#include "core/database/postgres/postgres_listener.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace headroom::database {

namespace {

thread_local bool insideBlock = false;

/// A block inside a block would take a second connection and see another moment: always a mistake.
class BlockGuard {
public:
    BlockGuard() {
        ENSURE(!insideBlock);
        insideBlock = true;
    }
    ~BlockGuard() { insideBlock = false; }
};

class PostgresTransaction final : public Transaction {
public:
    explicit PostgresTransaction(PostgresConnection& connection)
        : connection_(connection) {}

    const Dialect& dialect() const override { return dialectOf(Engine::Postgres); }

    Result<void> wake(std::string_view channel, std::string_view payload) override {
        // NOTIFY is transactional: PostgreSQL delivers it at commit, and drops it at rollback.
        TRY(query("SELECT pg_notify('headroom_wake', $1)",
                  {std::string(channel) + " " + std::string(payload)}));
        return {};
    }

    const std::vector<std::function<void()>>& actions() const { return afterCommit_; }
    const std::optional<Error>& broken() const { return broken_; }

private:
    Result<Outcome> run(std::string_view sql, const Params& params) override {
        auto outcome = TRY(connection_.run(sql, params));
        return Outcome{std::move(outcome.rows), outcome.changed};
    }
    Result<void> runScript(std::string_view sql) override {
        return connection_.command(sql, Operation::Statement);
    }

    PostgresConnection& connection_;
};

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(PostgresOptions options)
        : options_(std::move(options))
        , listener_(options_.connectionString) {}

    Result<void> connect() {
        auto connection = TRY(take());
        giveBack(std::move(connection));
        return {};
    }

    void onWake(std::function<void(std::string_view, std::string_view)> listener) override {
        listener_.stop();
        if (listener) listener_.start(std::move(listener));
    }

    // PostgreSQL overwrites freed space by and by; VACUUM makes dead row versions go now.
    Result<void> scrub() override {
        auto connection = TRY(take());
        const Result<void> done = connection->command("VACUUM", Operation::Statement);
        giveBack(std::move(connection));
        return done;
    }

    const Dialect& dialect() const override { return dialectOf(Engine::Postgres); }

protected:
    Result<void> runWrite(const WriteBlock& block) override {
        const BlockGuard guard;
        auto connection = TRY(take());
        Result<void> outcome;
        for (int attempt = 1;; ++attempt) {
            bool again = false;
            outcome = attemptWrite(*connection, block, again);
            if (outcome || !again || attempt == postgresAttempts) break;
            // Contenders must not meet again at the same moment.
            std::this_thread::sleep_for(
                std::chrono::milliseconds(randomBelow(5U << std::min(attempt, 5)) + 1));
        }
        giveBack(std::move(connection));
        return outcome;
    }

    Result<void> runRead(const ReadBlock& block) override {
        const BlockGuard guard;
        auto connection = TRY(take());
        Result<void> outcome =
            connection->command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", Operation::Begin);
        if (outcome) {
            PostgresTransaction session(*connection);
            outcome = block(session);
            if (outcome && session.broken()) outcome = fail(*session.broken());
            rollBack(*connection);
        }
        giveBack(std::move(connection));
        return outcome;
    }

private:
    Result<void> attemptWrite(PostgresConnection& connection, const WriteBlock& block, bool& again) {
        TRY(connection.command("BEGIN", Operation::Begin));
        PostgresTransaction transaction(connection);
        Result<void> outcome = block(transaction);
        if (outcome && transaction.broken()) outcome = fail(*transaction.broken());
        if (!outcome) {
            again = transaction.broken() && connection.worthAnotherAttempt();
            rollBack(connection);
            return outcome;
        }
        if (Result<void> committed = connection.command("COMMIT", Operation::Commit); !committed) {
            // A commit whose answer is lost may have happened; whoever asked finds out by its command id.
            if (!connection.usable()) return fail(ErrorCode::UnknownOutcome, committed.error().detail);
            again = connection.worthAnotherAttempt();
            rollBack(connection);
            return committed;
        }
        for (const auto& action : transaction.actions())
            action();
        return outcome;
    }

    static void rollBack(PostgresConnection& connection) {
        if (connection.inTransaction() && connection.usable())
            (void)connection.command("ROLLBACK", Operation::Statement);
        // A test's fault may have hit the ROLLBACK itself.
        if (connection.inTransaction() && connection.usable())
            (void)connection.command("ROLLBACK", Operation::Statement);
    }

    Result<std::unique_ptr<PostgresConnection>> take() {
        {
            std::unique_lock lock(mutex_);
            returned_.wait(lock, [&] { return !free_.empty() || open_ < postgresConnections; });
            if (!free_.empty()) {
                auto connection = std::move(free_.back());
                free_.pop_back();
                return connection;
            }
            ++open_;
        }
        auto connection = PostgresConnection::open(options_.connectionString, options_.faults.get());
        if (!connection) giveBack(nullptr);
        return connection;
    }

    void giveBack(std::unique_ptr<PostgresConnection> connection) {
        {
            const std::lock_guard lock(mutex_);
            if (connection && connection->usable() && !connection->inTransaction()) {
                free_.push_back(std::move(connection));
            } else {
                --open_;
            }
        }
        returned_.notify_one();
    }

    PostgresOptions options_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresConnection>> free_;
    std::size_t open_ = 0;
    PostgresListener listener_;
};

} // namespace

Result<std::unique_ptr<Database>> openPostgres(PostgresOptions options) {
    auto database = std::make_unique<PostgresDatabase>(std::move(options));
    TRY(database->connect());
    return database;
}

} // namespace headroom::database
