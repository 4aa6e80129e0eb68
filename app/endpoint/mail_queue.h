#pragma once

#include "core/base/clock.h"
#include "core/mail/mail_outbox.h"
#include "core/mail/mailer.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace headroom::endpoint {

/// Hands messages to the mailer on threads of its own, so that no request waits for a mail and no answer's
/// time tells whether one was sent. There are two lanes, and a mail server that is down for one holds up the
/// other by no more than a connection:
///
/// - What must arrive (all but codes) waits in the database: mail::MailOutbox::add() in the transaction that
/// causes it.
///   It survives the process and is tried again for days.
/// - Sign-in codes are never written down in the clear, so they wait in memory: tried again while the code
/// works, and
///   lost with the process. The person then asks for another.
class MailQueue {
public:
    struct Options {
        /// The first pause between tries, of both lanes.
        std::int64_t retryFirstMs = mail::mailRetryFirstMs;
        /// The link in a mail that this member can switch off.
        std::function<std::string(const MemberId&, mail::MailSwitch)> unsubscribeUrl;
        /// Those of HeadshotsReady::shown that are to be had. May take a while, on the queue's thread.
        std::function<std::vector<mail::InlinePicture>(const mail::HeadshotsReady&)> pictures;
    };

    MailQueue(mail::Mailer& mailer, database::Database& database, const Clock& clock, Options options);
    /// Attempts under way are finished; codes that were never tried get one attempt.
    ~MailQueue();
    MailQueue(const MailQueue&) = delete;
    MailQueue& operator=(const MailQueue&) = delete;

    /// Of no use after `until`. Never blocks; any thread. Drops the message, with a warning in the log, when
    /// mailQueueMax wait.
    void postCode(mail::Message message, Timestamp until);

    /// Something may be due in the database. Quick, any thread.
    void wake();

private:
    struct Code {
        mail::Message message;
        Timestamp until;
        Timestamp dueAt;
        int attempts = 0;
    };
    void sendCodes();
    /// The one that is due, waiting for it; nothing when the queue is closed and empty.
    std::optional<Code> nextCode();
    void sendCode(Code code);
    void sendOutbox();
    /// False when nothing is due, or the database is in trouble.
    bool sendOneOfOutbox();
    Result<mail::Message> write(const mail::MailOutbox::Due& due) const;

    mail::Mailer& mailer_;
    Options options_;
    mail::MailOutbox outbox_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Code> codes_;
    bool woken_ = true;
    bool stopping_ = false;
    std::thread codeThread_;
    std::thread outboxThread_;
};

} // namespace headroom::endpoint
