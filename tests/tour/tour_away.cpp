// Somebody who is not there when their headshots are made, and the mails that everybody got.
#include "tests/tour/tour.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSet>

#include <algorithm>

namespace headroom::tour {

namespace {

const QString awayName = QStringLiteral("Lucas Moreau");
const QString awayPhoto = QStringLiteral("white_house_2013.jpg");
const QByteArray readyWords = "Your 3 headshots are ready";
/// The smallest preview: what a mail shows.
const QString thumbnail = QStringLiteral("/headshots/%1/preview?edge=256");

bool anyHas(const QList<Mail>& mails, const QString& words) {
    return std::any_of(mails.begin(), mails.end(), [&](const Mail& mail) {
        return mail.facts.value("subject").toString().contains(words);
    });
}

} // namespace

void Tour::askForSomebodyAway() {
    Witness& away = witnessOf(awayName);
    if (headshotsOf(*elena_, {}, away.memberId()) > 0) return; // asked for before, and interrupted
    if (!away.signedIn()) away = signIn(colleague(awayName).email);
    QJsonObject photo;
    for (const QJsonValue& uploaded : away.list(QStringLiteral("photos")))
        if (uploaded["state"].toString() == QLatin1String("usable")) photo = uploaded.toObject();
    if (photo.isEmpty()) photo = away.upload(options_.photos + QLatin1Char('/') + awayPhoto);
    expect(photo.value("state").toString() == QLatin1String("usable"),
           awayPhoto + QStringLiteral(" to be usable"), photo.value("refusal").toString());
    // Who is before a screen gets no mail about what is on it.
    away.signOutEverywhere();
    QJsonArray lines;
    for (const char* style : {"warm-loft", "garden", "clean-white"})
        lines.append(QJsonObject{{"style", style}, {"count", 1}});
    elena_->command(
        "POST", QStringLiteral("/headshots/generate"),
        {{"member_id", away.memberId()}, {"photo_ids", QJsonArray{photo.value("id")}}, {"styles", lines}});
    report_.note(awayName + QStringLiteral(" has left; Elena asks for theirs"));
}

void Tour::readMails() {
    Witness& away = witnessOf(awayName);
    const QString email = colleague(awayName).email;
    QList<Mail> ready;
    waitUntil(QStringLiteral("a mail to ") + email + QStringLiteral(" about finished headshots"), [&] {
        ready = services_.mailbox().to(email, readyWords);
        return !ready.isEmpty();
    });
    away = signIn(email);
    expect(headshotsOf(away, QStringLiteral("completed")) == 3,
           QStringLiteral("three headshots for ") + email);
    report_.note(awayName + QStringLiteral(" reads \"%1\", and signs in by the code of another mail")
                                .arg(QString::fromLatin1(readyWords)));
    if (!services_.mailsLeave()) return;
    QStringList pictures; // with equal ones: a stand-in may light each style alike
    for (const QJsonValue& picture : ready.first().facts.value("pictures").toArray())
        pictures << picture["sha256"].toString();
    for (const QJsonValue& headshot : away.list(QStringLiteral("headshots"))) {
        const QByteArray bytes = away.bytes(thumbnail.arg(headshot["id"].toString()));
        const QByteArray sum = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        expect(pictures.removeOne(QString::fromLatin1(sum)),
               QStringLiteral("the thumbnail of ") + headshot["style"].toString() +
                   QStringLiteral(" in that mail"),
               QStringLiteral("%1 other pictures").arg(pictures.size()));
    }
    expect(pictures.isEmpty(), QStringLiteral("no other picture in that mail"));
    report_.note(QStringLiteral("that mail shows three thumbnails, byte for byte those of the endpoint"));
    checkDelivery();
}

void Tour::checkDelivery() {
    const Mailbox& mailbox = services_.mailbox();
    for (const Colleague& one : colleagues_) {
        const QList<Mail> theirs = mailbox.to(one.email);
        for (const QString& words :
             {QStringLiteral("Elena Weber invites you to the team “Northwind Design”"),
              QStringLiteral("is your Headroom code"), QStringLiteral("You received 3 headshot credits")})
            expect(anyHas(theirs, words), QStringLiteral("\"%1\" for ").arg(words) + one.email);
    }
    expect(anyHas(mailbox.to(ownerEmail), QStringLiteral("50 headshot credits arrived for Northwind Design")),
           QStringLiteral("a mail to Elena about her purchase"));
    QSet<QString> ids;
    QSet<QString> versions;
    const QList<Mail> all = mailbox.all();
    for (const Mail& mail : all) {
        const QString subject = mail.facts.value("subject").toString();
        const QString version = mail.facts.value("tls").toString();
        expect(version.startsWith(QLatin1String("TLSv1.")), QStringLiteral("TLS for ") + subject, version);
        expect(mail.facts.value("user").toString() == services_.mailUser(),
               QStringLiteral("a login for ") + subject, mail.facts.value("user").toString());
        expect(mail.facts.value("defects").toArray().isEmpty(), QStringLiteral("no defects in ") + subject);
        ids << mail.facts.value("id").toString();
        versions << version;
    }
    // A mail whose answer was lost to a kill is sent again, under the same id.
    expect(ids.size() == all.size() || options_.killsPerStep > 0, QStringLiteral("each mail once"));
    const QDir onDisk(localFolder() + QStringLiteral("/endpoint/mail"), QStringLiteral("*.eml"));
    expect(onDisk.isEmpty(QDir::Files | QDir::NoDotAndDotDot), QStringLiteral("no mail in ") + onDisk.path());
    report_.note(QStringLiteral("%1 mails arrived, all over %2 and after a login; none lies on disk")
                     .arg(ids.size())
                     .arg(QStringList(versions.values()).join(QStringLiteral(" and "))));
    report_.figure(QStringLiteral("mails"), ids.size());
}

} // namespace headroom::tour
