#include "app/desktop/local/local_endpoint.h"

#include "app/desktop/local/local_ports.h"
#include "core/base/crypto.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace headroom::desktop {

namespace {

constexpr int endPatienceMs = 8000;

QString freshToken() {
    return QString::fromStdString(randomToken());
}

/// The same at every start, as the sandbox goes on sending events for what was paid before.
QString storedWebhookSecret(const QString& dataFolder) {
    const QString path = dataFolder + QStringLiteral("/webhook-secret");
    if (QFile file(path); file.open(QIODevice::ReadOnly)) {
        const QString stored = QString::fromLatin1(file.readAll().trimmed());
        if (stored.startsWith(QLatin1String("whsec_"))) return stored;
    }
    const QString secret = QStringLiteral("whsec_") + freshToken();
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(secret.toLatin1());
    }
    return secret;
}

QString loopback(quint16 port) {
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

} // namespace

LocalEndpoint::LocalEndpoint(Options options, QObject* parent)
    : QObject(parent)
    , options_(std::move(options)) {}

LocalEndpoint::~LocalEndpoint() {
    stop();
}

bool LocalEndpoint::running() const {
    return endpoint_ && endpoint_->state() == QProcess::Running;
}

void LocalEndpoint::start() {
    QDir().mkpath(options_.dataFolder);
    QFile::setPermissions(options_.dataFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const LocalPorts ports = reserveLocalPorts(options_.dataFolder);
    endpointPort_ = ports.endpoint;
    sandboxPort_ = ports.sandbox;
    webhookSecret_ = storedWebhookSecret(options_.dataFolder);
    stopping_ = false;
    startSandbox();
    startEndpoint();
}

void LocalEndpoint::watch(QProcess* process) {
    connect(process, &QProcess::readyReadStandardError, this, [this, process] {
        const QList<QByteArray> lines = process->readAllStandardError().split('\n');
        for (const QByteArray& line : lines)
            if (!line.trimmed().isEmpty()) lastLogLine_ = line;
    });
    connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart && !stopping_) Q_EMIT failed(process->errorString());
    });
    connect(process, &QProcess::finished, this, [this] {
        if (!stopping_) Q_EMIT failed(QString::fromUtf8(lastLogLine_));
    });
}

void LocalEndpoint::startSandbox() {
    sandbox_ = std::make_unique<QProcess>();
    watch(sandbox_.get());
    sandbox_->start(options_.programFolder + QStringLiteral("/headroom-sandbox"),
                    {QStringLiteral("--listen"), loopback(sandboxPort_), QStringLiteral("--state"),
                     options_.dataFolder + QStringLiteral("/sandbox"), QStringLiteral("--webhook"),
                     QStringLiteral("http://%1/api/stripe/webhook").arg(loopback(endpointPort_)),
                     QStringLiteral("--webhook-secret"), webhookSecret_});
}

void LocalEndpoint::startEndpoint() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HEADROOM_DATA"), options_.dataFolder + QStringLiteral("/endpoint"));
    environment.insert(QStringLiteral("HEADROOM_LISTEN"), loopback(endpointPort_));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_KEY"), QStringLiteral("sk_test_headroom_sandbox"));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_API"),
                       QStringLiteral("http://") + loopback(sandboxPort_));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_WEBHOOK_SECRETS"), webhookSecret_);

    endpoint_ = std::make_unique<QProcess>();
    endpoint_->setProcessEnvironment(environment);
    watch(endpoint_.get());
    connect(endpoint_.get(), &QProcess::readyReadStandardOutput, this, &LocalEndpoint::readEndpointOutput);
    connect(endpoint_.get(), &QProcess::started, this, [this] {
        const QJsonObject owner{{QStringLiteral("email"), options_.ownerEmail},
                                {QStringLiteral("name"), options_.ownerName},
                                {QStringLiteral("team"), options_.teamName}};
        endpoint_->write(QJsonDocument(owner).toJson(QJsonDocument::Compact) + '\n');
    });
    endpoint_->start(options_.programFolder + QStringLiteral("/headroom-endpoint"),
                     {QStringLiteral("serve"), QStringLiteral("--owner-pipe")});
}

void LocalEndpoint::readEndpointOutput() {
    while (endpoint_->canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(endpoint_->readLine()).object();
        const QString address = line.value(QStringLiteral("listening")).toString();
        if (!address.isEmpty()) Q_EMIT ready(QUrl(address), line.value(QStringLiteral("secret")).toString());
    }
}

void LocalEndpoint::stop() {
    stopping_ = true;
    for (QProcess* process : {endpoint_.get(), sandbox_.get()}) {
        if (!process || process->state() == QProcess::NotRunning) continue;
        process->closeWriteChannel();
        process->terminate();
    }
    for (QProcess* process : {endpoint_.get(), sandbox_.get()}) {
        if (!process || process->state() == QProcess::NotRunning) continue;
        if (!process->waitForFinished(endPatienceMs)) {
            process->kill();
            process->waitForFinished(endPatienceMs);
        }
    }
}

} // namespace headroom::desktop
