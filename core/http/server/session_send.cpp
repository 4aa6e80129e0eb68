#include "core/http/server/session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/sendfile.h>
#include <sys/socket.h>

namespace headroom::http {

namespace {

/// Starts a job on a pool and resumes the coroutine on its loop once the job ran. The guard keeps the loop
/// running meanwhile. The handler owns the coroutine, so it may be touched on the loop only: it travels there
/// by move.
struct StartJob {
    WorkerPool* pool;
    Executor executor;

    template <class Handler>
    void operator()(Handler&& handler, std::function<void()> job) const {
        auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
        auto guard = std::make_shared<WorkGuard>(executor);
        pool->post([executor = executor, kept = std::move(kept), guard = std::move(guard),
                    job = std::move(job)]() mutable {
            job();
            job = nullptr;
            net::post(executor, [kept = std::move(kept)]() mutable {
                auto resume = std::move(*kept);
                kept.reset();
                resume();
            });
            guard.reset();
        });
    }
};

} // namespace

Task<void> Session::runOn(WorkerPool& pool, std::function<void()> job) {
    StartJob start{&pool, loop_.context.get_executor()};
    co_await net::async_initiate<const net::use_awaitable_t<Executor>, void()>(start, useTask,
                                                                               std::move(job));
}

/// Both texts, or false when the peer left or took them too slowly.
Task<bool> Session::write(std::string_view first, std::string_view second) {
    const std::array<net::const_buffer, 2> parts{net::const_buffer(first.data(), first.size()),
                                                 net::const_buffer(second.data(), second.size())};
    const std::size_t windows = 1 + (first.size() + second.size()) / limits_.rateBytes;
    expired_ = false;
    deadline_ = Steady::now() + std::chrono::milliseconds(limits_.rateWindowMs) * windows;
    NetError failure;
    co_await net::async_write(socket_, parts, net::redirect_error(useTask, failure));
    if (failure) {
        peerLeft_ = true;
        co_return false;
    }
    sentBytes_ += second.size();
    co_return true;
}

Task<bool> Session::sendFile(const FileBody& file, std::uint64_t offset, std::uint64_t length) {
    NetError failure;
    socket_.native_non_blocking(true, failure);
    auto position = static_cast<off_t>(offset);
    RateWindow window;
    while (length > 0 && !failure && !abandoned_) {
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(length, sendfileStepBytes));
        const ssize_t count = ::sendfile(socket_.native_handle(), file.file->descriptor(), &position, step);
        if (count > 0) {
            length -= static_cast<std::uint64_t>(count);
            sentBytes_ += static_cast<std::uint64_t>(count);
            countMoved(window, static_cast<std::size_t>(count));
            continue;
        }
        if (count == 0 || (errno != EAGAIN && errno != EINTR)) break; // the file shrank, or the peer left
        allowWindow(window);
        co_await socket_.async_wait(net::socket_base::wait_write, net::redirect_error(useTask, failure));
        if (failure && !expired_) peerLeft_ = true;
    }
    if (length > 0) peerLeft_ = true; // promised more than was sent: only cutting tells the client
    co_return length == 0;
}

/// Until the publisher closes the stream, the client leaves or the server drains.
Task<void> Session::sendEvents(EventStream& stream) {
    stage_ = Stage::Streaming;
    buffer_.release();
    std::weak_ptr<Session> weak = weak_from_this();
    std::function<void()> wake = [weak, executor = loop_.context.get_executor()] {
        net::post(executor, [weak] {
            if (const auto session = weak.lock()) session->wake_.cancel();
        });
    };
    stream.attach(std::move(wake));
    auto watcher = watchForLeaving();
    net::co_spawn(loop_.context, std::move(watcher), net::detached);
    while (!loop_.draining && !abandoned_ && !peerLeft_) {
        const std::string events = stream.takeAll();
        if (!events.empty()) {
            const bool sent = co_await write({}, events);
            if (!sent) break;
            continue;
        }
        if (stream.closed()) break;
        allowForever();
        // No suspension between the checks above and this wait, and wake-ups run on this loop: none is lost.
        wake_.expires_after(std::chrono::milliseconds(limits_.pingMs));
        NetError interrupted;
        co_await wake_.async_wait(net::redirect_error(useTask, interrupted));
        if (interrupted) continue;
        const bool sent = co_await write({}, ": ping\n\n");
        if (!sent) break;
    }
    stream.detach();
    NetError ignored;
    socket_.cancel(ignored); // ends the watcher
}

/// Notices at once that a subscriber closed its side, instead of at the next ping. What it sends is not read:
/// a second request has no place on this connection.
Task<void> Session::watchForLeaving() {
    const auto self = shared_from_this();
    NetError failure;
    co_await socket_.async_wait(net::socket_base::wait_read, net::redirect_error(useTask, failure));
    if (failure || stage_ != Stage::Streaming) co_return;
    char byte = 0;
    if (::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0) co_return;
    peerLeft_ = true;
    wake_.cancel();
}

} // namespace headroom::http
