#include "core/http/server/server.h"

#include "core/base/log.h"
#include "core/http/server/listener.h"
#include "core/http/server/session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <cerrno>
#include <future>
#include <mutex>
#include <sys/socket.h>
#include <unistd.h>

namespace headroom::http {

namespace {

using ListenerDescriptor = net::posix::basic_stream_descriptor<Executor>;

/// Cancels what takes too long, for every session of a loop.
Task<void> sweepSessions(Loop& loop) {
    while (!loop.ending) {
        loop.sweepTimer.expires_after(std::chrono::milliseconds(sweepMs));
        NetError ignored;
        co_await loop.sweepTimer.async_wait(net::redirect_error(useTask, ignored));
        const auto now = Steady::now();
        for (const auto& session : loop.sessions)
            session->sweep(now);
    }
}

Task<void> runSession(Loop& loop, ServerShared& shared, std::shared_ptr<Session> session, std::string key) {
    try {
        co_await session->run();
    } catch (const std::exception& exception) {
        log::error("http.server", "a session ended by an exception", {{"what", exception.what()}});
        session->abandon();
    }
    loop.sessions.erase(session);
    session.reset();
    shared.connections.remove(key);
}

void startSession(Loop& loop, ServerShared& shared, int family, const Accepted& accepted) {
    Socket socket(loop.context, StreamProtocol(family, 0), accepted.descriptor);
    auto session = std::make_shared<Session>(loop, shared, std::move(socket), accepted.address);
    loop.sessions.insert(session);
    auto task = runSession(loop, shared, std::move(session), accepted.key);
    net::co_spawn(loop.context, std::move(task), net::detached);
}

/// Says no without reading the request; whether it arrives is the client's luck.
void turnAway(const Accepted& accepted) {
    static constexpr std::string_view answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: "
                                               "5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    (void)::send(accepted.descriptor, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::close(accepted.descriptor);
}

bool isPassing(int problem) {
    return problem == ECONNABORTED || problem == EINTR || problem == EPROTO;
}

} // namespace

class Server::Impl {
public:
    Impl(ServerOptions options, Router router, Listener listener)
        : listener_(std::move(listener))
        , shared_(std::move(options), std::move(router)) {
        const int count = shared_.options.ioThreads;
        for (int i = 0; i < count; ++i)
            loops_.push_back(std::make_unique<Loop>());
        Loop& first = *loops_.front();
        acceptDescriptor_.emplace(first.context, listener_.descriptor);
        backOff_.emplace(first.context);
        auto accepting = acceptConnections();
        net::co_spawn(first.context, std::move(accepting), net::detached);
        for (const auto& loop : loops_) {
            auto sweeping = sweepSessions(*loop);
            net::co_spawn(loop->context, std::move(sweeping), net::detached);
            loop->thread = std::thread([&context = loop->context] {
                blockSigpipeInThisThread();
                context.run();
            });
        }
    }

    int port() const { return listener_.port; }
    int connections() const { return shared_.connections.count(); }

    void shutdown(int drainMs) {
        const std::lock_guard lock(shutdownMutex_);
        if (stopped_) return;
        stopped_ = true;
        stopAccepting();
        onEachLoop([](Loop& loop) {
            loop.draining = true;
            for (const auto& session : loop.sessions)
                session->drain();
        });
        if (!shared_.connections.waitUntilEmpty(std::chrono::milliseconds(drainMs))) {
            onEachLoop([](Loop& loop) {
                for (const auto& session : loop.sessions)
                    session->abandon();
            });
        }
        // The loops end by themselves once nothing is left to do. io_context::stop() would leave coroutines
        // behind that handlers still want to resume.
        onEachLoop([](Loop& loop) {
            loop.ending = true;
            loop.sweepTimer.cancel();
            loop.guard.reset();
        });
        for (const auto& loop : loops_)
            loop->thread.join();
        shared_.handlers.join();
        shared_.files.join();
        if (!listener_.unixPath.empty()) ::unlink(listener_.unixPath.c_str());
    }

private:
    void onEachLoop(void (*step)(Loop&)) {
        for (const auto& loop : loops_)
            net::post(loop->context, [&loop = *loop, step] { step(loop); });
    }

    /// When it returns, every accepted connection has been handed to its loop.
    void stopAccepting() {
        net::post(loops_.front()->context, [this] {
            closing_ = true;
            NetError ignored;
            acceptDescriptor_->close(ignored);
            backOff_->cancel();
        });
        acceptEnded_.get_future().wait();
    }

    Task<void> acceptConnections() {
        while (!closing_) {
            NetError failure;
            co_await acceptDescriptor_->async_wait(ListenerDescriptor::wait_read,
                                                   net::redirect_error(useTask, failure));
            if (closing_ || failure) break;
            const int problem = acceptAllWaiting();
            if (problem == 0) continue;
            log::warning("http.server", "cannot accept connections for a moment", {{"errno", problem}});
            backOff_->expires_after(std::chrono::milliseconds(acceptBackOffMs));
            co_await backOff_->async_wait(net::redirect_error(useTask, failure));
        }
        acceptEnded_.set_value();
    }

    /// errno of what keeps us from accepting (no descriptors, no memory), else 0.
    int acceptAllWaiting() {
        for (int i = 0; i < listenBacklog; ++i) {
            Accepted accepted = acceptOne(listener_);
            if (accepted.descriptor < 0) {
                if (accepted.problem == EAGAIN || accepted.problem == EWOULDBLOCK) return 0;
                if (isPassing(accepted.problem)) continue;
                return accepted.problem;
            }
            if (!shared_.connections.tryAdd(accepted.key)) {
                turnAway(accepted);
                continue;
            }
            Loop& loop = *loops_[nextLoop_++ % loops_.size()];
            net::post(loop.context, [this, &loop, accepted = std::move(accepted)] {
                startSession(loop, shared_, listener_.family, accepted);
            });
        }
        return 0;
    }

    Listener listener_;
    // Before the loops: sessions refer to it until the last of them is gone.
    ServerShared shared_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::optional<ListenerDescriptor> acceptDescriptor_;
    std::optional<Timer> backOff_;
    std::promise<void> acceptEnded_;
    std::size_t nextLoop_ = 0;
    bool closing_ = false; ///< on the first loop only
    std::mutex shutdownMutex_;
    bool stopped_ = false;
};

Result<std::unique_ptr<Server>> Server::create(ServerOptions options, Router router) {
    if (options.ioThreads < 1 || options.handlerThreads < 1 || options.fileThreads < 1)
        return fail(ErrorCode::InvalidInput, "a server needs at least one thread of each kind");
    Listener listener = TRY(openListener(options.listen));
    return std::unique_ptr<Server>(
        new Server(std::make_unique<Impl>(std::move(options), std::move(router), std::move(listener))));
}

Server::Server(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}

Server::~Server() {
    shutdown(0);
}

int Server::port() const {
    return impl_->port();
}

int Server::connections() const {
    return impl_->connections();
}

void Server::shutdown(int drainMs) {
    impl_->shutdown(drainMs);
}

} // namespace headroom::http
