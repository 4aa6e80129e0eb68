#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

namespace headroom::test {

/// Stands still until it is pushed.
class FakeClock final : public Clock {
public:
    explicit FakeClock(std::int64_t startMs = 1'700'000'000'000)
        : ms_(startMs) {}
    Timestamp now() const override { return {ms_.load()}; }
    void advanceMs(std::int64_t delta) { ms_ += delta; }

private:
    std::atomic<std::int64_t> ms_;
};

/// Fails the n-th call after arm(n), once; counts calls when not armed.
class NthCallFails final : public database::Faults {
public:
    /// n counts from 1.
    void arm(long n) {
        calls_ = 0;
        failAt_ = n;
        fired_ = false;
    }
    void disarm() { failAt_ = 0; }
    bool fired() const { return fired_; }
    long calls() const { return calls_; }
    bool failNow(database::Operation) override;

private:
    std::atomic<long> calls_{0};
    std::atomic<long> failAt_{0};
    std::atomic<bool> fired_{false};
};

enum class Schema { Empty, Endpoint };

/// A database of its own on a real engine, gone with this object. PostgreSQL's is made in the private cluster
/// that the ctest fixture `postgres` started.
class TestDatabase {
public:
    explicit TestDatabase(database::Engine engine, Schema schema = Schema::Endpoint,
                          std::shared_ptr<database::Faults> faults = nullptr);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    database::Database& operator*() const { return *database_; }
    database::Database* operator->() const { return database_.get(); }

    /// Closes and opens again, as after a restart of the program.
    void reopen();

    /// The SQLite file; empty on PostgreSQL.
    const std::filesystem::path& file() const { return file_; }
    /// libpq's connection string; empty on SQLite. A second process can use it.
    const std::string& connectionString() const { return connectionString_; }

private:
    void open();

    database::Engine engine_;
    std::shared_ptr<database::Faults> faults_;
    std::filesystem::path folder_;
    std::filesystem::path file_;
    std::string name_;
    std::string connectionString_;
    std::unique_ptr<database::Database> database_;
};

/// For `_data()` functions: adds a column "engine" with a row for each engine; fetch it with fetchEngine().
void bothEngines();
database::Engine fetchEngine();

} // namespace headroom::test
