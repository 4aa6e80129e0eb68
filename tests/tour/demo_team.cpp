#include "tests/tour/demo_team.h"

#include "tests/tour/witness.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>

namespace headroom::tour {

namespace {

/// Starts the endpoint of this computer as the desktop does, and writes down where it listens.
void startEndpoint(QProcess& endpoint, const QString& localFolder, const QString& programs) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HEADROOM_DATA"), localFolder + QStringLiteral("/endpoint"));
    environment.insert(QStringLiteral("HEADROOM_LISTEN"), QStringLiteral("127.0.0.1:0"));
    endpoint.setProcessEnvironment(environment);
    endpoint.setStandardErrorFile(QProcess::nullDevice());
    endpoint.start(programs + QStringLiteral("/headroom-endpoint"), {"serve", "--owner-pipe"});
    const QJsonObject owner{{"email", ownerEmail}, {"name", "Elena Weber"}, {"team", "Northwind Design"}};
    endpoint.write(QJsonDocument(owner).toJson(QJsonDocument::Compact) + '\n');
    while (!endpoint.canReadLine())
        expect(endpoint.waitForReadyRead(int(Patience::Usual)), QStringLiteral("the endpoint to listen"),
               endpoint.errorString());
    const QUrl address(QJsonDocument::fromJson(endpoint.readLine()).object().value("listening").toString());
    QFile ports(localFolder + QStringLiteral("/ports.json"));
    const bool written = ports.open(QIODevice::WriteOnly) &&
                         ports.write(QJsonDocument(QJsonObject{{"endpoint", address.port()}}).toJson()) > 0;
    expect(written, QStringLiteral("to write ") + ports.fileName(), ports.errorString());
}

} // namespace

std::vector<Colleague> readColleagues(const QString& path) {
    QFile file(path);
    expect(file.open(QIODevice::ReadOnly), path, file.errorString());
    std::vector<Colleague> found;
    while (!file.atEnd()) {
        const QStringList fields = QString::fromUtf8(file.readLine()).trimmed().split(QLatin1Char(','));
        if (fields.size() == 2 && fields[1].contains(QLatin1Char('@')))
            found.push_back({fields[0], fields[1]});
    }
    expect(!found.empty(), QStringLiteral("people in ") + path);
    return found;
}

void makeDemoTeam(const QString& dataFolder, const std::vector<Colleague>& colleagues,
                  const QString& programs) {
    const QString localFolder = dataFolder + QStringLiteral("/this-computer");
    if (QFileInfo::exists(localFolder)) return;
    for (const QString& folder : {dataFolder, localFolder}) {
        expect(QDir().mkpath(folder), QStringLiteral("to make ") + folder);
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QProcess endpoint;
    startEndpoint(endpoint, localFolder, programs);
    const Mailbox mailbox = Mailbox::onDisk(localFolder);
    Witness elena = Witness::signIn(localFolder, mailbox, ownerEmail);
    QJsonArray invitations;
    for (const Colleague& colleague : colleagues)
        invitations.append(
            QJsonObject{{"email", colleague.email}, {"name", colleague.name}, {"role", "member"}});
    elena.command("POST", QStringLiteral("/members"), {{"invitations", invitations}});
    for (const Colleague& colleague : colleagues)
        Witness::signIn(localFolder, mailbox, colleague.email).signOut();
    elena.signOut();
    endpoint.closeWriteChannel(); // how it learns that its desktop is gone
    expect(endpoint.waitForFinished(int(Patience::Usual)) && endpoint.exitCode() == 0,
           QStringLiteral("the endpoint to end"), endpoint.errorString());
}

} // namespace headroom::tour
