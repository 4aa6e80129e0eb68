#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace headroom::endpoint {

/// Work that comes round: sweeps, purges, the reconciler. One thread runs the tasks one after another, each
/// when its time has come; a task that fails is logged and comes again.
class Housekeeping {
public:
    Housekeeping() = default;
    /// Waits for the task that is running.
    ~Housekeeping();
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

    /// Before start().
    void add(std::string name, int everyMs, std::function<void()> task);
    void start();
    void stop();

private:
    struct Task {
        std::string name;
        int everyMs = 0;
        std::function<void()> run;
        std::int64_t dueMs = 0;
    };
    void loop();

    std::vector<Task> tasks_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace headroom::endpoint
