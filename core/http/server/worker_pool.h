#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace headroom::http {

/// Threads that run jobs which may block, in the order in which they were posted. The owner bounds what it
/// posts: the server by admission (one place per request), so that a request that is in may always finish.
class WorkerPool {
public:
    explicit WorkerPool(int threads);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Any thread. Jobs must not throw.
    void post(std::function<void()> job);

    /// Runs what is queued, then ends the threads. Not from a job.
    void join();

private:
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

/// Counts requests that are in: entering fails when there are too many. Any thread.
class Admission {
public:
    explicit Admission(int places)
        : places_(places) {}

    bool tryEnter() {
        if (taken_.fetch_add(1) < places_) return true;
        taken_.fetch_sub(1);
        return false;
    }
    void leave() { taken_.fetch_sub(1); }

private:
    const int places_;
    std::atomic<int> taken_{0};
};

/// Signals that a thread of ours must not get: a peer that leaves during sendfile raises SIGPIPE, which has
/// no flag to suppress it there. Blocking it per thread leaves the program's own signal handling alone.
void blockSigpipeInThisThread();

} // namespace headroom::http
