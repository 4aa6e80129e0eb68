#pragma once

#include "core/database/postgres/postgres_connection.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace headroom::database {

/// Waits for NOTIFY on a connection of its own and hands each one on. After a lost connection it connects
/// again; wake-ups of that gap are lost, which is why every listener also polls.
class PostgresListener {
public:
    using Callback = std::function<void(std::string_view channel, std::string_view payload)>;

    explicit PostgresListener(std::string connectionString);
    ~PostgresListener();

    void start(Callback callback);
    /// After this the callback is not called any more; start() may follow. Harmless when it was not started.
    void stop();

private:
    void loop();
    void waitOn(PostgresConnection& connection);

    std::string connectionString_;
    Callback callback_;
    int stopPipe_[2] = {-1, -1};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

/// All wake-ups travel on this one channel, as "<channel> <payload>", so that LISTEN need not know the names.
inline constexpr const char* postgresWakeChannel = "headroom_wake";

} // namespace headroom::database
