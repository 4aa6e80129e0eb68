#include "tests/tour/witness.h"

#include "tests/tour/expectation.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUuid>

namespace headroom::tour {

namespace {

QString newId() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

QUrl addressOf(const QString& localFolder, const QString& program) {
    QFile file(localFolder + QStringLiteral("/ports.json"));
    expect(file.open(QIODevice::ReadOnly), QStringLiteral("the desktop's own ") + program,
           file.errorString());
    const int port = QJsonDocument::fromJson(file.readAll()).object().value(program).toInt();
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
}

Witness Witness::signIn(const QString& localFolder, const Mailbox& mailbox, const QString& email) {
    Witness witness(addressOf(localFolder, QStringLiteral("endpoint")));
    const QString nonce = newId();
    const QByteArray earlier = mailbox.codeFor(email).raw; // perhaps a code of an attempt before
    const QJsonObject begun =
        witness.checked(witness.client_->command("POST", QStringLiteral("/api/sign-in"),
                                                 {{"email", email}, {"device_nonce", nonce}}),
                        QStringLiteral("sign-in"));
    QString code;
    waitUntil(QStringLiteral("a mail with a code for ") + email, [&] {
        const Mail mail = mailbox.codeFor(email);
        if (mail.raw != earlier) code = mail.code();
        return !code.isEmpty();
    });
    const QJsonObject session = witness.checked(
        witness.client_->command(
            "POST", QStringLiteral("/api/sign-in/%1/code").arg(begun.value("attempt_id").toString()),
            {{"code", code}, {"device_nonce", nonce}, {"device_name", "tour"}}),
        QStringLiteral("the code for ") + email);
    witness.client_->setToken(session.value("token").toString());
    const QJsonObject membership = session.value("teams").toArray().first().toObject();
    witness.memberId_ = membership.value("member_id").toString();
    witness.team_ = QStringLiteral("/api/teams/") + membership.value("team_id").toString();
    expect(!witness.memberId_.isEmpty(), email + QStringLiteral(" in the team"));
    (void)witness.get({}); // as a desktop does at once: this is when somebody was last here
    return witness;
}

QJsonObject Witness::checked(const test::HttpAnswer& answer, const QString& what) const {
    expect(answer.status >= 200 && answer.status < 300, QStringLiteral("the endpoint to take ") + what,
           QStringLiteral("%1 %2").arg(answer.status).arg(QString::fromUtf8(answer.body)));
    return answer.json();
}

QJsonObject Witness::get(const QString& belowTeam) {
    return checked(client_->get(team_ + belowTeam), belowTeam);
}

QByteArray Witness::bytes(const QString& belowTeam) {
    const test::HttpAnswer answer = client_->get(team_ + belowTeam);
    checked(answer, belowTeam);
    return answer.body;
}

QJsonArray Witness::list(const QString& rows) {
    return get(QLatin1Char('/') + rows).value(rows).toArray();
}

QJsonObject Witness::command(const QByteArray& method, const QString& belowTeam, const QJsonObject& body) {
    return checked(client_->command(method, team_ + belowTeam, body), belowTeam);
}

QUrl Witness::directLink(const QString& belowTeam) {
    const test::HttpAnswer answer = client_->send("GET", team_ + belowTeam, {}, {{"Headroom-Direct", "yes"}});
    if (answer.status == 307) return QUrl::fromEncoded(answer.headers.value("location"));
    checked(answer, belowTeam);
    return {};
}

qint64 Witness::contentAnswers(int status) {
    const QString text = QString::fromUtf8(client_->get(QStringLiteral("/api/metrics")).body);
    static const QString pattern = QStringLiteral(
        "headroom_http_requests_total\\{method=\"GET\",route=\"[^\"]*/content\",status=\"%1\"\\} (\\d+)");
    qint64 count = 0;
    const QRegularExpression line(pattern.arg(status));
    for (auto found = line.globalMatch(text); found.hasNext();)
        count += found.next().captured(1).toLongLong();
    return count;
}

bool Witness::signedIn() {
    return client_->get(team_).status != 401;
}

void Witness::signOut() {
    checked(client_->command("POST", QStringLiteral("/api/sign-out"), {}), QStringLiteral("a sign-out"));
}

void Witness::signOutEverywhere() {
    checked(client_->command("POST", QStringLiteral("/api/sign-out/everywhere"), {}),
            QStringLiteral("a sign-out everywhere"));
}

QJsonObject Witness::upload(const QString& path) {
    QFile file(path);
    expect(file.open(QIODevice::ReadOnly), path, file.errorString());
    const QByteArray bytes = file.readAll();
    const QString id = newId();
    const QByteArray metadata = "photo_id " + id.toLatin1().toBase64() + ",filename " +
                                path.section(QLatin1Char('/'), -1).toUtf8().toBase64();
    const test::HttpAnswer made = client_->send("POST", team_ + QStringLiteral("/uploads"), {},
                                                {{"Tus-Resumable", "1.0.0"},
                                                 {"Upload-Length", QByteArray::number(bytes.size())},
                                                 {"Upload-Metadata", metadata}});
    checked(made, QStringLiteral("an upload"));
    checked(client_->send("PATCH", QUrl(QString::fromLatin1(made.headers.value("location"))).path(), bytes,
                          {{"Tus-Resumable", "1.0.0"},
                           {"Upload-Offset", "0"},
                           {"Content-Type", "application/offset+octet-stream"}}),
            QStringLiteral("the bytes of ") + path);
    QJsonObject photo;
    waitUntil(QStringLiteral("%1 to be judged").arg(path), [&] {
        for (const QJsonValue& item : list(QStringLiteral("photos")))
            if (item.toObject().value("id").toString() == id) photo = item.toObject();
        return !photo.isEmpty() && photo.value("state").toString() != QLatin1String("checking");
    });
    return photo;
}

} // namespace headroom::tour
