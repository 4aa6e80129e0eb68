#include "app/endpoint/housekeeping.h"

#include <algorithm>
#include <chrono>

namespace headroom::endpoint {

namespace {

/// Not the wall clock: a corrected clock must not make every task due at once, or none for a day.
std::int64_t steadyMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace

Housekeeping::~Housekeeping() {
    stop();
}

void Housekeeping::add(std::string name, int everyMs, std::function<void()> task) {
    tasks_.push_back({.name = std::move(name), .everyMs = everyMs, .run = std::move(task), .dueMs = 0});
}

void Housekeeping::start() {
    thread_ = std::thread([this] { loop(); });
}

void Housekeeping::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Housekeeping::loop() {
    for (;;) {
        std::int64_t nextMs = steadyMs() + 60'000;
        for (Task& task : tasks_) {
            {
                const std::lock_guard lock(mutex_);
                if (stopping_) return;
            }
            if (task.dueMs <= steadyMs()) {
                task.run();
                task.dueMs = steadyMs() + task.everyMs;
            }
            nextMs = std::min(nextMs, task.dueMs);
        }
        std::unique_lock lock(mutex_);
        const auto pause = std::chrono::milliseconds(std::max<std::int64_t>(nextMs - steadyMs(), 1));
        if (wake_.wait_for(lock, pause, [&] { return stopping_; })) return;
    }
}

} // namespace headroom::endpoint
