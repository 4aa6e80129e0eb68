#pragma once

#include "core/generators/hosted/hosted_limits.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace headroom::generators::hosted {

/// When to ask a service next about one piece of work: soon at first, then with growing pauses, and at once
/// when it sent word itself. One thread waits, any thread brings news.
class PollSchedule {
public:
    using Milliseconds = std::chrono::milliseconds;

    PollSchedule() = default;
    PollSchedule(Milliseconds first, Milliseconds longest)
        : pause_(first)
        , first_(first)
        , longest_(longest)
        , due_(Moment::clock::now() + first) {}

    /// Waits at most that long; whether it is time to ask.
    bool waitUntilDue(Milliseconds wait) {
        std::unique_lock lock(mutex_);
        const Moment end = Moment::clock::now() + wait;
        changed_.wait_until(lock, std::min(end, due_), [&] { return news_; });
        if (!news_ && Moment::clock::now() < due_) return false;
        news_ = false;
        return true;
    }

    /// It was asked and is not done.
    void asked() {
        const std::lock_guard lock(mutex_);
        pause_ = std::min(pause_ * 3 / 2, longest_);
        due_ = Moment::clock::now() + pause_;
    }

    void bringNews() {
        {
            const std::lock_guard lock(mutex_);
            news_ = true;
            pause_ = first_;
        }
        changed_.notify_all();
    }

private:
    using Moment = std::chrono::steady_clock::time_point;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool news_ = false;
    Milliseconds pause_{pollFirstMs};
    Milliseconds first_{pollFirstMs};
    Milliseconds longest_{pollLongestMs};
    Moment due_ = Moment::clock::now() + pause_;
};

} // namespace headroom::generators::hosted
