#pragma once

#include "core/base/ids.h"
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

/// Pause after the n-th attempt (from 1): doubled each time, from `firstMs` to mailRetryLongestMs.
std::int64_t retryPauseMs(int attempts, std::int64_t firstMs = mailRetryFirstMs);

/// A mail on its way into the outbox. The envelope has no unsubscribeUrl here: it is signed when the mail is
/// sent, so that no such link lies in the database.
struct Outgoing {
    Mail mail;
    Envelope envelope;
    MemberId member; ///< who gets it; when they are removed, it goes with them
};

/// Messages that must arrive, in the database: written in the transaction that causes them, sent by any
/// process that has a mailer, sent again with the same Message-ID after a failure or a death. Times are the
/// database's. The in-transaction functions take the caller's session; the others block, on the mail queue's
/// thread. Any thread.
class MailOutbox {
public:
    struct Timing {
        std::int64_t lease = mailLeaseMs;
        std::int64_t firstPause = mailRetryFirstMs; ///< 0: retries are immediate
    };

    explicit MailOutbox(database::Database& database)
        : MailOutbox(database, Timing{}) {}
    MailOutbox(database::Database& database, Timing timing)
        : database_(database)
        , timing_(timing) {}

    /// InvalidInput when it cannot be written as a message.
    static Result<void> add(database::Transaction& transaction, const Outgoing& outgoing);
    /// In the transaction that removes a member: what waits for them is gone. A message that a sender has in
    /// its hands at this moment may still go out.
    static Result<void> forget(database::Transaction& transaction, const MemberId& member);
    /// How many wait, for people.
    static Result<std::int64_t> waiting(database::Session& session);
    /// Wakes a sender after the commit that added something.
    static constexpr std::string_view wakeChannel = "mail";

    struct Due {
        std::string id;   ///< for Message::id
        int attempts = 0; ///< with this one
        Outgoing outgoing;
    };
    /// The message that is due for longest, for this caller alone until mailLeaseMs are over. Those that are
    /// too old, or written by a newer program, are dropped on the way.
    Result<std::optional<Due>> claim();
    /// The server has taken it over.
    Result<void> sent(const std::string& id);
    /// It was not: dropped, or due again after a pause.
    Result<SendVerdict> failed(const Due& due, ErrorCode code);

    /// For a database that no other process can have open: whoever had messages in its hands is dead, so
    /// nobody need wait for the end of the leases. Answers how many.
    Result<std::int64_t> endAllLeases();

private:
    database::Database& database_;
    Timing timing_;
};

} // namespace headroom::mail
