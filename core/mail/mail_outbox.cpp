#include "core/mail/mail_outbox.h"

#include "core/base/ids.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::mail {

namespace {

std::string insertSql(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "INSERT INTO mail_outbox (id, kind, recipient, details, next_at, expires_at, created_at) "
           "VALUES ($1, 'invitation', $2, $3, " +
           now + ", " + now + " + $4, " + now + ")";
}

std::string dueSql(const database::Dialect& dialect) {
    return "SELECT id FROM mail_outbox WHERE next_at <= " + std::string(dialect.nowMs) + " LIMIT 1";
}

std::string claimSql(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "UPDATE mail_outbox SET attempts = attempts + 1, next_at = " + now +
           " + $1 WHERE id = (SELECT id FROM mail_outbox WHERE next_at <= " + now +
           " ORDER BY next_at LIMIT 1" + std::string(dialect.skipLocked) +
           ") RETURNING id, recipient, details, attempts, CASE WHEN expires_at <= " + now +
           " THEN 1 ELSE 0 END AS expired";
}

constexpr std::string_view removeSql = "DELETE FROM mail_outbox WHERE id = $1";

std::string postponeSql(const database::Dialect& dialect) {
    return "UPDATE mail_outbox SET next_at = " + std::string(dialect.nowMs) +
           " + $3 WHERE id = $1 AND attempts = $2";
}

std::string detailsOf(const Invitation& invitation) {
    return nlohmann::json{
        {"team", invitation.teamName}, {"inviter", invitation.inviterName}, {"url", invitation.appUrl}}
        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The seam at which JSON's exceptions end.
Result<Invitation> invitationOf(const std::string& recipient, const std::string& details) {
    try {
        const auto json = nlohmann::json::parse(details);
        return Invitation{.to = recipient,
                          .teamName = json.at("team").get<std::string>(),
                          .inviterName = json.at("inviter").get<std::string>(),
                          .appUrl = json.at("url").get<std::string>()};
    } catch (const std::exception&) {
        return fail(ErrorCode::Corrupt, "details of a mail");
    }
}

} // namespace

SendVerdict verdictOn(ErrorCode code) {
    return code == ErrorCode::InvalidInput || code == ErrorCode::TooLarge || code == ErrorCode::Corrupt
               ? SendVerdict::GiveUp
               : SendVerdict::Later;
}

std::int64_t retryPauseMs(int attempts) {
    std::int64_t pause = mailRetryFirstMs;
    for (int i = 1; i < attempts && pause < mailRetryLongestMs; ++i)
        pause *= 2;
    return std::min(pause, mailRetryLongestMs);
}

Result<void> MailOutbox::add(database::Transaction& transaction, const Invitation& invitation) {
    TRY(invitationMessage(invitation));
    TRY(transaction.execute(insertSql(transaction.dialect()),
                            {newUuid(), invitation.to, detailsOf(invitation), mailLifetimeMs}));
    return transaction.wake(wakeChannel, "");
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
        const auto invitation = invitationOf(row->text("recipient"), row->text("details"));
        auto message =
            invitation ? invitationMessage(*invitation) : Result<Message>(fail(invitation.error()));
        if (!message || row->boolean("expired")) {
            log::warning("mail.outbox", "a message is given up",
                         {{"mail", id}, {"reason", message ? "too old" : "unreadable"}});
            TRY(sent(id));
            continue;
        }
        message->id = id;
        return std::optional(
            Due{.attempts = static_cast<int>(row->integer("attempts")), .message = std::move(*message)});
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
        TRY(sent(due.message.id));
        return SendVerdict::GiveUp;
    }
    const std::int64_t pause = std::min(retryPauseMs(due.attempts), timing_.pauseCap);
    TRY(database_.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(postponeSql(transaction.dialect()), {due.message.id, due.attempts, pause}));
        return {};
    }));
    return SendVerdict::Later;
}

} // namespace headroom::mail
