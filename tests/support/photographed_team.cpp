#include "tests/support/photographed_team.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <QUuid>

namespace headroom::test {

QString uploadPhoto(HttpClient& client, const QString& team, const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray bytes = file.readAll();
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const HttpAnswer made = client.send("POST", team + QStringLiteral("/uploads"), {},
                                        {{"Tus-Resumable", "1.0.0"},
                                         {"Upload-Length", QByteArray::number(bytes.size())},
                                         {"Upload-Metadata", "photo_id " + id.toLatin1().toBase64()}});
    const HttpAnswer sent = client.send("PATCH", QString::fromLatin1(made.headers.value("location")), bytes,
                                        {{"Tus-Resumable", "1.0.0"},
                                         {"Content-Type", "application/offset+octet-stream"},
                                         {"Upload-Offset", "0"}});
    if (sent.status != 204) qWarning("PATCH: %d %s", sent.status, sent.body.constData());
    return id;
}

QString photoState(HttpClient& client, const QString& team, const QString& photo) {
    for (const QJsonValue& value :
         client.get(team + QStringLiteral("/photos")).json().value(QStringLiteral("photos")).toArray())
        if (value.toObject().value(QStringLiteral("id")).toString() == photo)
            return value.toObject().value(QStringLiteral("state")).toString();
    return {};
}

void PhotographedTeam::signIn() {
    const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
    client_ = std::make_unique<HttpClient>(endpoint_->address());
    client_->setToken(signedIn.value(QStringLiteral("token")).toString());
    const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
    teamId_ = membership.value(QStringLiteral("team_id")).toString();
    team_ = QStringLiteral("/api/teams/") + teamId_;
}

int PhotographedTeam::credits(const char* account) {
    return client_->get(team_ + QStringLiteral("/credits/overview"))
        .json()
        .value(QStringLiteral("team"))
        .toObject()
        .value(QLatin1String(account))
        .toInt();
}

QString PhotographedTeam::generate(const QString& style) {
    const QJsonObject wanted{{QStringLiteral("style"), style}, {QStringLiteral("count"), 1}};
    const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                              {{QStringLiteral("photo_ids"), QJsonArray{photo_}},
                                               {QStringLiteral("styles"), QJsonArray{wanted}},
                                               {QStringLiteral("source"), QStringLiteral("pool")}});
    if (asked.status != 202) qWarning("generate: %s", asked.body.constData());
    return asked.json().value(QStringLiteral("headshot_ids")).toArray().first().toString();
}

QJsonObject PhotographedTeam::ended(const QString& headshot) {
    QJsonObject found;
    const auto isOver = [&] {
        found = client_->get(team_ + QStringLiteral("/headshots/") + headshot).json();
        const QString state = found.value(QStringLiteral("state")).toString();
        return state == QStringLiteral("completed") || state == QStringLiteral("failed");
    };
    if (!QTest::qWaitFor(isOver, patienceMs)) qWarning("%s", endpoint_->log().right(6000).constData());
    return found;
}

} // namespace headroom::test
