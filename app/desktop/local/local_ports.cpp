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

QJsonObject storedPorts(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QString portsFile(const QString& dataFolder) {
    return dataFolder + QStringLiteral("/ports.json");
}

const QString endpointKey = QStringLiteral("endpoint");
const QString sandboxKey = QStringLiteral("sandbox");

quint16 portIn(const QJsonObject& stored, const QString& key) {
    return static_cast<quint16>(stored.value(key).toInt(0));
}

} // namespace

bool lastLocalPortsAreFree(const QString& dataFolder) {
    const QJsonObject stored = storedPorts(portsFile(dataFolder));
    for (const QString& key : {endpointKey, sandboxKey}) {
        const quint16 port = portIn(stored, key);
        if (port != 0 && freePort(port) != port) return false;
    }
    return true;
}

LocalPorts reserveLocalPorts(const QString& dataFolder) {
    QJsonObject stored = storedPorts(portsFile(dataFolder));
    LocalPorts ports;
    ports.endpoint = freePort(portIn(stored, endpointKey));
    ports.sandbox = freePort(portIn(stored, sandboxKey));
    stored.insert(endpointKey, ports.endpoint);
    stored.insert(sandboxKey, ports.sandbox);
    QSaveFile file(portsFile(dataFolder));
    if (file.open(QIODevice::WriteOnly)) {
        file.write(QJsonDocument(stored).toJson());
        file.commit();
    }
    return ports;
}

} // namespace headroom::desktop
