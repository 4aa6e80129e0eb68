#include "core/database/sqlite/sqlite_database.h"

#include "core/base/ensure.h"
#include "core/database/database_limits.h"
#include "core/database/sqlite/sqlite_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace headroom::database {

namespace {

/// Reader connections that wait in a pool until a read block takes one.
class ReaderPool {
public:
    explicit ReaderPool(std::vector<std::unique_ptr<SqliteConnection>> readers)
        : free_(std::move(readers)) {}

    std::unique_ptr<SqliteConnection> take() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !free_.empty(); });
        auto reader = std::move(free_.back());
        free_.pop_back();
        return reader;
    }

    void giveBack(std::unique_ptr<SqliteConnection> reader) {
        {
            const std::lock_guard lock(mutex_);
            free_.push_back(std::move(reader));
        }
        returned_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<SqliteConnection>> free_;
};

class ReadSession final : public Session {
public:
    explicit ReadSession(SqliteConnection& connection)
        : connection_(connection) {}
    const Dialect& dialect() const override { return dialectOf(Engine::Sqlite); }
    const std::optional<Error>& broken() const { return broken_; }

private:
    Result<Outcome> run(std::string_view sql, const Params& params) override {
        auto outcome = TRY(connection_.run(sql, params));
        return Outcome{std::move(outcome.rows), outcome.changed};
    }
    Result<void> runScript(std::string_view sql) override { return connection_.script(sql); }

    SqliteConnection& connection_;
};

/// Held for as long as the file is open: two endpoints on one SQLite file would each believe to be the only
/// writer.
class FileLock {
public:
    static Result<FileLock> acquire(const std::filesystem::path& file) {
        const std::filesystem::path lockFile = file.string() + ".lock";
        const int descriptor = ::open(lockFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return fail(ErrorCode::FileAccess, "cannot create " + lockFile.filename().string());
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            ::close(descriptor);
            return fail(ErrorCode::Unavailable, "another process has this database open");
        }
        return FileLock(descriptor);
    }
    FileLock(FileLock&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

private:
    explicit FileLock(int descriptor)
        : descriptor_(descriptor) {}
    int descriptor_;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(FileLock lock, std::shared_ptr<Faults> faults, std::unique_ptr<SqliteConnection> writer,
                   std::vector<std::unique_ptr<SqliteConnection>> readers)
        : lock_(std::move(lock))
        , faults_(std::move(faults))
        , readers_(std::move(readers))
        , writer_(std::move(writer)) {}

    void onWake(std::function<void(std::string_view, std::string_view)> listener) override {
        writer_.onWake(std::move(listener));
    }

    Result<void> scrub() override {
        return writer_.runAlone([](SqliteConnection& connection) -> Result<void> {
            TRY(connection.script("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"));
            return {};
        });
    }

    const Dialect& dialect() const override { return dialectOf(Engine::Sqlite); }

protected:
    Result<void> runWrite(const WriteBlock& block) override { return writer_.run(block); }

    Result<void> runRead(const ReadBlock& block) override {
        auto reader = readers_.take();
        Result<void> outcome;
        if (auto begun = reader->run("BEGIN", {}, Operation::Begin); !begun) {
            outcome = fail(begun.error());
        } else {
            ReadSession session(*reader);
            outcome = block(session);
            if (outcome && session.broken()) outcome = fail(*session.broken());
            (void)reader->script("COMMIT");
            if (reader->inTransaction()) (void)reader->script("ROLLBACK");
        }
        readers_.giveBack(std::move(reader));
        return outcome;
    }

private:
    FileLock lock_;
    std::shared_ptr<Faults> faults_;
    ReaderPool readers_;
    SqliteWriter writer_;
};

} // namespace

Result<std::unique_ptr<Database>> openSqlite(SqliteOptions options) {
    FileLock lock = TRY(FileLock::acquire(options.file));
    // Created by us first, so that nobody else on the machine can ever read it.
    const int descriptor = ::open(options.file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(ErrorCode::FileAccess, "cannot open " + options.file.filename().string());
    ::close(descriptor);

    auto writer = TRY(SqliteConnection::open(options.file, SqliteAccess::Writer, options.faults.get()));
    std::vector<std::unique_ptr<SqliteConnection>> readers;
    for (std::size_t i = 0; i < sqliteReaders; ++i)
        readers.push_back(
            TRY(SqliteConnection::open(options.file, SqliteAccess::Reader, options.faults.get())));
    return std::make_unique<SqliteDatabase>(std::move(lock), std::move(options.faults), std::move(writer),
                                            std::move(readers));
}

} // namespace headroom::database
