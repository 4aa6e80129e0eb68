#pragma once

#include "core/mail/mailer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace headroom::endpoint {

/// Hands messages to the mailer on a thread of its own, so that no request waits for a mail and no answer's
/// time tells whether one was sent. What is queued is lost with the process: a code is then asked for again,
/// an invitation sent again.
class MailQueue {
public:
    explicit MailQueue(mail::Mailer& mailer);
    /// Delivers what is queued first.
    ~MailQueue();
    MailQueue(const MailQueue&) = delete;
    MailQueue& operator=(const MailQueue&) = delete;

    /// Never blocks; any thread. Drops the message, with a warning in the log, when mailQueueMax wait.
    void post(mail::Message message);

private:
    void loop();

    mail::Mailer& mailer_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<mail::Message> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace headroom::endpoint
