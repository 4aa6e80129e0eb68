#include "app/endpoint/mail_queue.h"

#include "app/endpoint/endpoint_limits.h"
#include "core/base/log.h"

namespace headroom::endpoint {

MailQueue::MailQueue(mail::Mailer& mailer)
    : mailer_(mailer)
    , thread_([this] { loop(); }) {}

MailQueue::~MailQueue() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void MailQueue::post(mail::Message message) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= mailQueueMax) {
            log::warning("endpoint.mail", "the mail queue is full; a message was dropped");
            return;
        }
        queue_.push_back(std::move(message));
    }
    arrived_.notify_one();
}

void MailQueue::loop() {
    for (;;) {
        mail::Message message;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            message = std::move(queue_.front());
            queue_.pop_front();
        }
        if (const auto sent = mailer_.send(message); !sent)
            log::warning("endpoint.mail", "a message was not sent", {{"error", describe(sent.error())}});
    }
}

} // namespace headroom::endpoint
