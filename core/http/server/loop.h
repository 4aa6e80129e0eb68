#pragma once

#include "core/http/http_limits.h"
#include "core/http/server/connection_table.h"
#include "core/http/server/router.h"
#include "core/http/server/server.h"
#include "core/http/server/worker_pool.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/wait_traits.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_set>

// Internal to the server: only its own .cpp files include this, because Asio is slow to compile.
//
// g++ 12 miscompiles some temporaries inside co_await expressions (a braced aggregate or a capturing lambda
// is freed twice). Here every argument of a coroutine that owns something is a named local, moved in.
namespace headroom::http {

namespace net = boost::asio;

using Executor = net::io_context::executor_type;
using Steady = std::chrono::steady_clock;
using Timer = net::basic_waitable_timer<Steady, net::wait_traits<Steady>, Executor>;
using WorkGuard = net::executor_work_guard<Executor>;
using NetError = boost::system::error_code;

template <class T>
using Task = net::awaitable<T, Executor>;

constexpr net::use_awaitable_t<Executor> useTask;

class Session;

/// One io thread with everything that lives on it. A session never changes its loop, so nothing in it is
/// locked.
struct Loop {
    net::io_context context{1};
    std::optional<WorkGuard> guard{context.get_executor()};
    std::unordered_set<std::shared_ptr<Session>> sessions;
    Timer sweepTimer{context};
    bool draining = false; ///< sessions take no further request
    bool ending = false;   ///< the sweeper stops
    std::thread thread;
};

/// What all sessions share; each member is safe on any thread or constant.
struct ServerShared {
    ServerShared(ServerOptions serverOptions, Router serverRouter)
        : options(std::move(serverOptions))
        , router(std::move(serverRouter))
        , admission(options.handlerThreads + options.limits.waitingRequests)
        , connections(options.limits.connections, options.limits.connectionsPerAddress)
        , handlers(options.handlerThreads)
        , files(options.fileThreads) {}

    const ServerOptions options;
    const Router router;
    Admission admission;
    ConnectionTable connections;
    WorkerPool handlers;
    WorkerPool files;
};

} // namespace headroom::http
