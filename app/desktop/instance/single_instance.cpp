#include "app/desktop/instance/single_instance.h"

#include <QDataStream>
#include <QDir>
#include <QLocalSocket>

namespace headroom::desktop {

namespace {

/// Far above any link or list of dropped files; a peer that sends more is not one of ours.
constexpr qint64 messageMaxBytes = 64 * 1024;
constexpr int answerTimeoutMs = 2000;

} // namespace

SingleInstance::SingleInstance(QObject* parent)
    : QObject(parent) {}

SingleInstance::~SingleInstance() = default;

SingleInstance::Outcome SingleInstance::start(const QString& folder, const QStringList& arguments) {
    QDir().mkpath(folder);
    const QString socket = folder + QStringLiteral("/headroom.socket");
    lock_ = std::make_unique<QLockFile>(folder + QStringLiteral("/headroom.lock"));
    lock_->setStaleLockTime(0); // only a dead process's lock is stale, however old
    if (lock_->tryLock(0)) return listen(socket) ? Outcome::First : Outcome::Failed;
    return handOver(socket, arguments) ? Outcome::HandedOver : Outcome::Failed;
}

bool SingleInstance::listen(const QString& socket) {
    QLocalServer::removeServer(socket); // left behind by a killed process, whose lock we now hold
    server_ = std::make_unique<QLocalServer>();
    server_->setSocketOptions(QLocalServer::UserAccessOption);
    connect(server_.get(), &QLocalServer::newConnection, this, &SingleInstance::receive);
    return server_->listen(socket);
}

bool SingleInstance::handOver(const QString& socket, const QStringList& arguments) {
    QLocalSocket connection;
    connection.connectToServer(socket);
    if (!connection.waitForConnected(answerTimeoutMs)) return false;
    QDataStream stream(&connection);
    stream << arguments;
    connection.flush();
    if (!connection.waitForReadyRead(answerTimeoutMs)) return false;
    return connection.readAll() == "ok";
}

void SingleInstance::receive() {
    while (QLocalSocket* connection = server_->nextPendingConnection()) {
        connect(connection, &QLocalSocket::disconnected, connection, &QObject::deleteLater);
        connect(connection, &QLocalSocket::readyRead, this, [this, connection] {
            if (connection->bytesAvailable() > messageMaxBytes) {
                connection->abort();
                return;
            }
            QDataStream stream(connection);
            stream.startTransaction();
            QStringList arguments;
            stream >> arguments;
            if (!stream.commitTransaction()) return; // more is to come
            connection->write("ok");
            connection->flush();
            connection->disconnectFromServer();
            Q_EMIT argumentsArrived(arguments);
        });
    }
}

} // namespace headroom::desktop
