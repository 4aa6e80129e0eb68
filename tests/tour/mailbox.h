#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace headroom::tour {

struct Mail {
    QByteArray raw; ///< as it came
    /// Of a mail that came to our mail server (packaging/oracles/smtp_sink.py): "subject", "id", "pictures",
    /// "tls", "user", "recipients". Empty for one that was only written to a folder.
    QJsonObject facts;

    /// The six digits in it; empty when there are none.
    QString code() const;
};

/// Where the endpoint's mails arrive: the folder that it writes them to, or the one in which a mail server
/// keeps what it was given.
class Mailbox {
public:
    explicit Mailbox(QString folder)
        : folder_(std::move(folder)) {}
    /// That of an endpoint without a mail server, in the place where a desktop keeps "this computer".
    static Mailbox onDisk(const QString& localFolder) {
        return Mailbox(localFolder + QStringLiteral("/endpoint/mail"));
    }

    /// The newest first.
    QList<Mail> all() const;
    /// Those to that address in which `words` (ASCII, at most some words of one line) stand.
    QList<Mail> to(const QString& email, const QByteArray& words = {}) const;
    /// The newest mail with a code for signing in; nothing in it when there is none.
    Mail codeFor(const QString& email) const;

private:
    QString folder_;
};

} // namespace headroom::tour
