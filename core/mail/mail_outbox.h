#pragma once

#include "core/database/database.h"
#include "core/mail/mail_limits.h"
#include "core/mail/messages.h"

#include <optional>
#include <string>

namespace headroom::mail {

/// What becomes of a message after an attempt.
enum class SendVerdict {
    GiveUp, ///< the server refuses it for good, or it cannot be a mail
    Later,  ///< everything else, also a refused login: that is the operator's to repair, not the recipient's
            ///< loss
};

/// Total over the errors of Mailer::send().
SendVerdict verdictOn(ErrorCode code);

/// Pause after the n-th attempt (from 1): doubled each time, from mailRetryFirstMs to mailRetryLongestMs.
std::int64_t retryPauseMs(int attempts);

/// Messages that must arrive, in the database: written in the transaction that causes them, sent by any
/// process that has a mailer, sent again with the same Message-ID after a failure or a death. Times are the
/// database's. The in-transaction function takes the caller's session; the others block, on the mail queue's
/// thread. Any thread.
class MailOutbox {
public:
    struct Timing {
        std::int64_t lease = mailLeaseMs;
        std::int64_t pauseCap = mailRetryLongestMs; ///< tests make retries immediate
    };

    explicit MailOutbox(database::Database& database)
        : MailOutbox(database, Timing{}) {}
    MailOutbox(database::Database& database, Timing timing)
        : database_(database)
        , timing_(timing) {}

    /// InvalidInput when it cannot be written as a message.
    static Result<void> add(database::Transaction& transaction, const Invitation& invitation);
    /// Wakes a sender after the commit that added something.
    static constexpr std::string_view wakeChannel = "mail";

    struct Due {
        int attempts = 0; ///< with this one
        Message message;
    };
    /// The message that is due for longest, for this caller alone until mailLeaseMs are over. Those that are
    /// too old are dropped on the way.
    Result<std::optional<Due>> claim();
    /// The server has taken it over.
    Result<void> sent(const std::string& id);
    /// It was not: dropped, or due again after a pause.
    Result<SendVerdict> failed(const Due& due, ErrorCode code);

private:
    database::Database& database_;
    Timing timing_;
};

} // namespace headroom::mail
