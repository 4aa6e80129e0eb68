#include "core/mail/mail_outbox.h"

#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/mail/mail_json.h"

#include <algorithm>

namespace headroom::mail {

namespace {

std::string insertSql(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "INSERT INTO mail_outbox (id, kind, recipient, member_id, language, details, next_at, expires_at, "
           "created_at) VALUES ($1, $2, $3, $4, $5, $6, " +
           now + ", " + now + " + $7, " + now + ")";
}

std::string dueSql(const database::Dialect& dialect) {
    return "SELECT id FROM mail_outbox WHERE next_at <= " + std::string(dialect.nowMs) + " LIMIT 1";
}

std::string claimSql(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "UPDATE mail_outbox SET attempts = attempts + 1, leased = 1, next_at = " + now +
           " + $1 WHERE id = (SELECT id FROM mail_outbox WHERE next_at <= " + now +
           " ORDER BY next_at LIMIT 1" + std::string(dialect.skipLocked) +
           ") RETURNING id, kind, recipient, member_id, language, details, attempts, CASE WHEN expires_at "
           "<= " +
           now + " THEN 1 ELSE 0 END AS expired";
}

constexpr std::string_view removeSql = "DELETE FROM mail_outbox WHERE id = $1";
constexpr std::string_view removeOfMemberSql = "DELETE FROM mail_outbox WHERE member_id = $1";
constexpr std::string_view countSql = "SELECT COUNT(*) AS n FROM mail_outbox";
constexpr std::string_view endLeasesSql = "UPDATE mail_outbox SET leased = 0, next_at = 0 WHERE leased = 1";

std::string postponeSql(const database::Dialect& dialect) {
    return "UPDATE mail_outbox SET leased = 0, next_at = " + std::string(dialect.nowMs) +
           " + $3 WHERE id = $1 AND attempts = $2";
}

Result<Outgoing> outgoingOf(const database::Row& row) {
    Outgoing outgoing = TRY(readOutgoing(row.text("kind"), row.text("details")));
    outgoing.envelope.to = row.text("recipient");
    outgoing.envelope.language = row.text("language");
    outgoing.member = row.id<MemberId>("member_id");
    TRY(checkMail(outgoing.mail, outgoing.envelope));
    return outgoing;
}

} // namespace

SendVerdict verdictOn(ErrorCode code) {
    return code == ErrorCode::InvalidInput || code == ErrorCode::TooLarge || code == ErrorCode::Corrupt
               ? SendVerdict::GiveUp
               : SendVerdict::Later;
}

std::int64_t retryPauseMs(int attempts, std::int64_t firstMs) {
    std::int64_t pause = firstMs;
    for (int i = 1; i < attempts && pause > 0 && pause < mailRetryLongestMs; ++i)
        pause *= 2;
    return std::min(pause, mailRetryLongestMs);
}

Result<void> MailOutbox::add(database::Transaction& transaction, const Outgoing& outgoing) {
    TRY(checkMail(outgoing.mail, outgoing.envelope));
    TRY(transaction.execute(insertSql(transaction.dialect()),
                            {newUuid(), kindOf(outgoing.mail), outgoing.envelope.to, outgoing.member,
                             outgoing.envelope.language, detailsOf(outgoing), mailLifetimeMs}));
    return transaction.wake(wakeChannel, "");
}

Result<void> MailOutbox::forget(database::Transaction& transaction, const MemberId& member) {
    TRY(transaction.execute(removeOfMemberSql, {member}));
    return {};
}

Result<std::int64_t> MailOutbox::waiting(database::Session& session) {
    return TRY(session.one(countSql))->integer("n");
}

Result<std::optional<MailOutbox::Due>> MailOutbox::claim() {
    while (true) {
        // Looked at before anything is written: nearly always there is nothing.
        const auto waiting = TRY(database_.read(
            [&](database::Session& session) { return session.one(dueSql(session.dialect()), {}); }));
        if (!waiting) return std::optional<Due>();
        const auto row = TRY(database_.write([&](database::Transaction& transaction) {
            return transaction.one(claimSql(transaction.dialect()), {timing_.lease});
        }));
        if (!row) return std::optional<Due>();
        const std::string id = row->text("id");
        auto outgoing = outgoingOf(*row);
        if (!outgoing || row->boolean("expired")) {
            log::warning("mail.outbox", "a message is given up",
                         {{"mail", id}, {"reason", outgoing ? "too old" : "unreadable"}});
            TRY(sent(id));
            continue;
        }
        return std::optional(Due{.id = id,
                                 .attempts = static_cast<int>(row->integer("attempts")),
                                 .outgoing = std::move(*outgoing)});
    }
}

Result<void> MailOutbox::sent(const std::string& id) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(removeSql, {id}));
        return {};
    });
}

Result<SendVerdict> MailOutbox::failed(const Due& due, ErrorCode code) {
    if (verdictOn(code) == SendVerdict::GiveUp) {
        TRY(sent(due.id));
        return SendVerdict::GiveUp;
    }
    const std::int64_t pause = retryPauseMs(due.attempts, timing_.firstPause);
    TRY(database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(postponeSql(transaction.dialect()), {due.id, due.attempts, pause}));
        return {};
    }));
    return SendVerdict::Later;
}

Result<std::int64_t> MailOutbox::endAllLeases() {
    return database_.write(
        [](database::Transaction& transaction) { return transaction.execute(endLeasesSql); });
}

} // namespace headroom::mail
