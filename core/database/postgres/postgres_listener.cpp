#include "core/database/postgres/postgres_listener.h"

#include "core/base/ensure.h"
#include "core/base/log.h"

#include <libpq-fe.h>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <memory>

namespace headroom::database {

PostgresListener::PostgresListener(std::string connectionString)
    : connectionString_(std::move(connectionString)) {
    ENSURE(::pipe2(stopPipe_, O_CLOEXEC) == 0);
}

void PostgresListener::stop() {
    if (!thread_.joinable()) return;
    stopping_ = true;
    (void)!::write(stopPipe_[1], "x", 1);
    thread_.join();
    char byte = 0;
    (void)!::read(stopPipe_[0], &byte, 1);
    stopping_ = false;
}

PostgresListener::~PostgresListener() {
    stop();
    ::close(stopPipe_[0]);
    ::close(stopPipe_[1]);
}

void PostgresListener::start(Callback callback) {
    ENSURE(!thread_.joinable());
    callback_ = std::move(callback);
    // LISTEN must stand before start() returns, or a wake-up right after it would be missed.
    auto connection = PostgresConnection::open(connectionString_, nullptr);
    std::shared_ptr<PostgresConnection> first;
    if (connection && (*connection)->command("LISTEN headroom_wake", Operation::Statement))
        first = std::move(*connection);
    thread_ = std::thread([this, first]() mutable {
        if (first) waitOn(*first);
        first.reset();
        loop();
    });
}

void PostgresListener::loop() {
    while (!stopping_) {
        auto connection = PostgresConnection::open(connectionString_, nullptr);
        if (connection && (*connection)->command("LISTEN headroom_wake", Operation::Statement))
            waitOn(**connection);
        pollfd stop{stopPipe_[0], POLLIN, 0};
        (void)::poll(&stop, 1, 1000);
    }
}

void PostgresListener::waitOn(PostgresConnection& connection) {
    while (!stopping_) {
        pollfd ready[2] = {{PQsocket(connection.handle()), POLLIN, 0}, {stopPipe_[0], POLLIN, 0}};
        if (::poll(ready, 2, -1) < 0) continue;
        if (stopping_) return;
        if (PQconsumeInput(connection.handle()) != 1) {
            log::warning("database.postgres", "the listening connection was lost");
            return;
        }
        while (PGnotify* notification = PQnotifies(connection.handle())) {
            const std::string_view text = notification->extra;
            const std::size_t blank = text.find(' ');
            if (blank != std::string_view::npos) callback_(text.substr(0, blank), text.substr(blank + 1));
            PQfreemem(notification);
        }
    }
}

} // namespace headroom::database
