#include "app/endpoint/mail_queue.h"

#include "app/endpoint/endpoint_limits.h"
#include "core/base/log.h"

#include <algorithm>
#include <chrono>

namespace headroom::endpoint {

using std::chrono::milliseconds;

MailQueue::MailQueue(mail::Mailer& mailer, database::Database& database, const Clock& clock, Options options)
    : mailer_(mailer)
    , options_(std::move(options))
    , outbox_(database, {.lease = mail::mailLeaseMs, .firstPause = options_.retryFirstMs})
    , clock_(clock)
    , codeThread_([this] { sendCodes(); })
    , outboxThread_([this] { sendOutbox(); }) {}

MailQueue::~MailQueue() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    codeThread_.join();
    outboxThread_.join();
}

void MailQueue::postCode(mail::Message message, Timestamp until) {
    {
        const std::lock_guard lock(mutex_);
        if (codes_.size() >= mailQueueMax) {
            log::warning("endpoint.mail", "the mail queue is full; a message was dropped");
            return;
        }
        // The same in every attempt, for receivers that got it although we never heard so.
        message.id = newUuid();
        codes_.push_back({std::move(message), until, clock_.now(), 0});
    }
    changed_.notify_all();
}

void MailQueue::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

std::optional<MailQueue::Code> MailQueue::nextCode() {
    std::unique_lock lock(mutex_);
    while (true) {
        // Who is about to stop has no time for second attempts.
        if (stopping_) std::erase_if(codes_, [](const Code& code) { return code.attempts > 0; });
        if (codes_.empty()) {
            if (stopping_) return std::nullopt;
            changed_.wait(lock);
            continue;
        }
        const auto next = std::ranges::min_element(codes_, {}, &Code::dueAt);
        const std::int64_t waitMs = next->dueAt.ms - clock_.now().ms;
        if (waitMs <= 0) {
            Code code = std::move(*next);
            codes_.erase(next);
            return code;
        }
        changed_.wait_for(lock, milliseconds(waitMs));
    }
}

void MailQueue::sendCodes() {
    while (auto code = nextCode())
        sendCode(std::move(*code));
}

void MailQueue::sendCode(Code code) {
    const auto sent = mailer_.send(code.message);
    if (sent) return;
    log::warning("endpoint.mail", "a message was not sent",
                 {{"attempt", code.attempts + 1}, {"error", describe(sent.error())}});
    if (mail::verdictOn(sent.error().code) == mail::SendVerdict::GiveUp) return;
    ++code.attempts;
    const std::int64_t first = std::min(codeRetryFirstMs, options_.retryFirstMs);
    code.dueAt = clock_.now().plusMs(
        std::min<std::int64_t>(first << std::min(code.attempts - 1, 10), codeRetryLongestMs));
    if (code.dueAt >= code.until) return;
    const std::lock_guard lock(mutex_);
    codes_.push_back(std::move(code));
}

void MailQueue::sendOutbox() {
    while (true) {
        {
            std::unique_lock lock(mutex_);
            // Also without a wake-up: pauses end, and other processes' leases.
            changed_.wait_for(lock, milliseconds(std::min(outboxPollMs, options_.retryFirstMs)),
                              [&] { return stopping_ || woken_; });
            if (stopping_) return;
            woken_ = false;
        }
        while (sendOneOfOutbox()) {
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
        }
    }
}

Result<mail::Message> MailQueue::write(const mail::MailOutbox::Due& due) const {
    mail::Envelope envelope = due.outgoing.envelope;
    const auto which = mail::switchOf(due.outgoing.mail);
    if (which && options_.unsubscribeUrl && !due.outgoing.member.empty())
        envelope.unsubscribeUrl = options_.unsubscribeUrl(due.outgoing.member, *which);
    std::vector<mail::InlinePicture> pictures;
    const auto* const ready = std::get_if<mail::HeadshotsReady>(&due.outgoing.mail);
    if (ready && options_.pictures) pictures = options_.pictures(*ready);
    auto message = TRY(mail::writeMail(due.outgoing.mail, envelope, std::move(pictures)));
    message.id = due.id;
    return message;
}

bool MailQueue::sendOneOfOutbox() {
    const auto due = outbox_.claim();
    if (!due) log::warning("endpoint.mail", "the outbox cannot be read", {{"error", describe(due.error())}});
    if (!due || !*due) return false;
    const auto message = write(**due);
    const Result<void> sent = message ? mailer_.send(*message) : fail(message.error());
    Result<void> noted;
    if (sent) {
        noted = outbox_.sent((*due)->id);
    } else {
        log::warning(
            "endpoint.mail", "a message was not sent",
            {{"mail", (*due)->id}, {"attempt", (*due)->attempts}, {"error", describe(sent.error())}});
        const auto verdict = outbox_.failed(**due, sent.error().code);
        if (!verdict) noted = fail(verdict.error());
    }
    // Its lease ends by itself; it may then arrive twice, under one Message-ID.
    if (!noted)
        log::warning("endpoint.mail", "the outbox cannot be written", {{"error", describe(noted.error())}});
    return noted.has_value();
}

} // namespace headroom::endpoint
