#include "app/desktop/local/local_ports.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QTcpServer>

namespace headroom::desktop {

namespace {

/// The wanted port if nobody has it, otherwise any free one. Somebody else may take it before our child
/// listens; then that child fails to start and the next attempt finds another.
quint16 freePort(quint16 wanted) {
    QTcpServer probe;
    if (wanted != 0 && probe.listen(QHostAddress::LocalHost, wanted)) return wanted;
    probe.listen(QHostAddress::LocalHost, 0);
    return probe.serverPort();
}

} // namespace

LocalPorts reserveLocalPorts(const QString& dataFolder) {
    const QString path = dataFolder + QStringLiteral("/ports.json");
    QJsonObject stored;
    if (QFile file(path); file.open(QIODevice::ReadOnly))
        stored = QJsonDocument::fromJson(file.readAll()).object();
    const auto wanted = [&](const QString& key) { return static_cast<quint16>(stored.value(key).toInt(0)); };
    LocalPorts ports;
    ports.endpoint = freePort(wanted(QStringLiteral("endpoint")));
    ports.sandbox = freePort(wanted(QStringLiteral("sandbox")));
    stored.insert(QStringLiteral("endpoint"), ports.endpoint);
    stored.insert(QStringLiteral("sandbox"), ports.sandbox);
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QJsonDocument(stored).toJson());
        file.commit();
    }
    return ports;
}

} // namespace headroom::desktop
