#include "tests/tour/mailbox.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

namespace headroom::tour {

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QString Mail::code() const {
    static const QRegularExpression digits(QStringLiteral("\\b([0-9]{6})\\b"));
    // The code stands in the body; header lines may hold other numbers.
    return digits.match(QString::fromUtf8(raw.mid(raw.indexOf("\r\n\r\n")))).captured(1);
}

QList<Mail> Mailbox::all() const {
    QList<Mail> found;
    const QDir folder(folder_);
    for (const QFileInfo& info : folder.entryInfoList({QStringLiteral("*.eml")}, QDir::Files, QDir::Time)) {
        const QString facts = folder.filePath(info.completeBaseName() + QStringLiteral(".json"));
        found << Mail{contentOf(info.filePath()), QJsonDocument::fromJson(contentOf(facts)).object()};
    }
    return found;
}

QList<Mail> Mailbox::to(const QString& email, const QByteArray& words) const {
    const QByteArray address = email.toLatin1();
    QList<Mail> found;
    for (const Mail& mail : all()) {
        const bool theirs = mail.raw.contains("To: " + address) || mail.raw.contains('<' + address + '>');
        if (theirs && mail.raw.contains(words)) found << mail;
    }
    return found;
}

Mail Mailbox::codeFor(const QString& email) const {
    return to(email, "is your Headroom code").value(0);
}

} // namespace headroom::tour
