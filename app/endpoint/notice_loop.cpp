#include "app/endpoint/notice_loop.h"

#include "app/endpoint/endpoint_limits.h"
#include "core/base/log.h"

#include <chrono>

namespace headroom::endpoint {

using std::chrono::milliseconds;

NoticeLoop::NoticeLoop(database::Database& database, const Clock& clock)
    : notices_(database, clock)
    , thread_([this] { loop(); }) {}

NoticeLoop::~NoticeLoop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void NoticeLoop::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void NoticeLoop::loop() {
    while (true) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, milliseconds(noticePollMs), [&] { return stopping_ || woken_; });
            // What comes together is told together, and a busy team is not looked at after each commit.
            if (changed_.wait_for(lock, milliseconds(noticeGatherMs), [&] { return stopping_; })) return;
            woken_ = false;
        }
        if (const auto told = notices_.runOnce(); !told)
            log::warning("endpoint.notices", "mails about what happened wait",
                         {{"error", describe(told.error())}});
    }
}

} // namespace headroom::endpoint
