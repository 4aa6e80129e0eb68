#pragma once

#include "core/notices/notices.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace headroom::endpoint {

/// Looks at what was committed and puts mails about it into the outbox, on a thread of its own: shortly after
/// a commit of this or another process, and once a minute in case nobody woke it.
class NoticeLoop {
public:
    NoticeLoop(database::Database& database, const Clock& clock);
    /// Waits for the look that is under way.
    ~NoticeLoop();
    NoticeLoop(const NoticeLoop&) = delete;
    NoticeLoop& operator=(const NoticeLoop&) = delete;

    /// Something was committed for a team. Quick, any thread.
    void wake();

private:
    void loop();

    notices::Notices notices_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = true; // what happened while nobody looked
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace headroom::endpoint
