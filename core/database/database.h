#pragma once

#include "core/base/result.h"
#include "core/database/dialect.h"
#include "core/database/faults.h"
#include "core/database/value.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

// The one door to a database, the same over SQLite and PostgreSQL. Nothing outside core/database sees an
// engine.
namespace headroom::database {

/// What code inside a read or write block talks to. Valid only inside that block, on that thread.
///
/// SQL uses $1, $2, ... and must mean the same on both engines. After one failed statement every further one
/// fails the same way, as on PostgreSQL: a block cannot go on after an error by accident.
class Session {
public:
    virtual ~Session() = default;

    Result<Rows> query(std::string_view sql, const Params& params = {});
    /// At most one row; more than one is a programmer's error.
    Result<std::optional<Row>> one(std::string_view sql, const Params& params = {});
    /// Number of rows inserted, changed or deleted.
    Result<std::int64_t> execute(std::string_view sql, const Params& params = {});
    /// Several statements without parameters, for migrations.
    Result<void> script(std::string_view sql);

    virtual const Dialect& dialect() const = 0;

protected:
    struct Outcome {
        Rows rows;
        std::int64_t changed = 0;
    };
    virtual Result<Outcome> run(std::string_view sql, const Params& params) = 0;
    virtual Result<void> runScript(std::string_view sql) = 0;

    std::optional<Error> broken_;
};

/// A session that may write. Leaving the block with a value commits, with an error rolls back: nothing of a
/// refused command stays, and its neighbours in the same commit never notice.
class Transaction : public Session {
public:
    /// Runs once the commit is durable, before write() returns; not at all after a rollback.
    void afterCommit(std::function<void()> action) { afterCommit_.push_back(std::move(action)); }

    /// Tells every process that listens (see Database::onWake) once the commit is durable. The payload is an
    /// id or a short number: listeners read the rest themselves.
    virtual Result<void> wake(std::string_view channel, std::string_view payload) = 0;

protected:
    std::vector<std::function<void()>> afterCommit_;
};

/// One database, opened once for the program's life. All functions are safe on any thread; write() and read()
/// block the caller until the answer is there, so never call them on a GUI or network thread.
///
/// SQLite: one writer thread takes whatever waits, runs each block in its own savepoint and commits them
/// together (group commit); readers have their own connections. PostgreSQL: a transaction per block on a
/// small pool; a block may run again after a serialisation failure, so it must have no side effects but those
/// on the database.
class Database {
public:
    virtual ~Database() = default;

    /// `block` is called as `Result<T> block(Transaction&)`. Fails with Unavailable when nothing happened and
    /// the same may be tried again, UnknownOutcome when the commit's answer was lost, DiskFull, or the
    /// block's own error.
    template <class Block>
    auto write(Block&& block) -> std::invoke_result_t<Block&, Transaction&> {
        using Answer = std::invoke_result_t<Block&, Transaction&>;
        std::optional<Answer> answer;
        Result<void> done = runWrite([&](Transaction& transaction) -> Result<void> {
            answer.emplace(block(transaction));
            if (!*answer) return fail(answer->error());
            return {};
        });
        if (!done) return fail(std::move(done).error());
        return std::move(*answer);
    }

    /// `block` is called as `Result<T> block(Session&)` and sees one moment of the database.
    template <class Block>
    auto read(Block&& block) -> std::invoke_result_t<Block&, Session&> {
        using Answer = std::invoke_result_t<Block&, Session&>;
        std::optional<Answer> answer;
        Result<void> done = runRead([&](Session& session) -> Result<void> {
            answer.emplace(block(session));
            if (!*answer) return fail(answer->error());
            return {};
        });
        if (!done) return fail(std::move(done).error());
        return std::move(*answer);
    }

    /// Called after each commit, here or in another process, that called wake(). One listener, set before
    /// use; called on a thread of the database's, so it must be quick.
    virtual void onWake(std::function<void(std::string_view channel, std::string_view payload)> listener) = 0;

    /// After personal data was blanked: makes sure that the old bytes are gone from the files too. Slow.
    virtual Result<void> scrub() = 0;

    virtual const Dialect& dialect() const = 0;

protected:
    using WriteBlock = std::function<Result<void>(Transaction&)>;
    using ReadBlock = std::function<Result<void>(Session&)>;
    virtual Result<void> runWrite(const WriteBlock& block) = 0;
    virtual Result<void> runRead(const ReadBlock& block) = 0;
};

} // namespace headroom::database
