#include "app/desktop/local/local_endpoint.h"

#include "app/desktop/local/local_ports.h"
#include "core/base/crypto.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

#include <csignal>
#include <sys/prctl.h>

namespace headroom::desktop {

namespace {

constexpr int endPatienceMs = 8000;

/// The pause before a dead program is started again: doubled each time, and begun anew after it has run for
/// a while.
constexpr int firstPauseMs = 500;
constexpr int lastPauseMs = 30'000;
constexpr qint64 runsWellMs = 60'000;

/// An endpoint whose desktop was killed ends what it has under way, and then gives its port back.
constexpr qint64 portPatienceMs = 10'000;
constexpr int portCheckMs = 200;

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

/// Whoever tries a hosted service on this computer need not know where its stand-in listens: they say
/// "sandbox".
void pointAtSandbox(QProcessEnvironment& environment, const QString& sandbox) {
    static const std::pair<const char*, const char*> addresses[]{
        {"HEADROOM_REPLICATE_API", "http://%1/replicate/v1"},
        {"HEADROOM_STABILITY_API", "http://%1/stability"},
        {"HEADROOM_CLOUDINARY_URL",
         "cloudinary://sandbox:sandbox-secret@sandbox?upload_prefix=http://%1/cloudinary"},
        {"HEADROOM_VERCEL_BLOB_API", "http://%1/vercel-blob/api"},
        {"HEADROOM_VERCEL_BLOB_CONTENT", "http://%1/vercel-blob/content"},
    };
    for (const auto& [setting, address] : addresses)
        if (const QString name = QLatin1String(setting); environment.value(name) == QLatin1String("sandbox"))
            environment.insert(name, QString::fromLatin1(address).arg(sandbox));
}

} // namespace

LocalEndpoint::LocalEndpoint(Options options, QObject* parent)
    : QObject(parent)
    , options_(std::move(options)) {
    for (Child* child : {&sandbox_, &endpoint_})
        child->again.setSingleShot(true);
    connect(&sandbox_.again, &QTimer::timeout, this, &LocalEndpoint::startSandbox);
    portCheck_.setSingleShot(true);
    connect(&portCheck_, &QTimer::timeout, this, &LocalEndpoint::startOnceFree);
    connect(&endpoint_.again, &QTimer::timeout, this, &LocalEndpoint::startEndpoint);
}

LocalEndpoint::~LocalEndpoint() {
    stop();
}

bool LocalEndpoint::running() const {
    return endpoint_.process && endpoint_.process->state() == QProcess::Running;
}

void LocalEndpoint::start() {
    QDir().mkpath(options_.dataFolder);
    QFile::setPermissions(options_.dataFolder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    stopping_ = false;
    wasReady_ = false;
    starting_.start();
    startOnceFree();
}

void LocalEndpoint::startOnceFree() {
    if (!lastLocalPortsAreFree(options_.dataFolder) && !starting_.hasExpired(portPatienceMs))
        return portCheck_.start(portCheckMs);
    const LocalPorts ports = reserveLocalPorts(options_.dataFolder);
    endpointPort_ = ports.endpoint;
    sandboxPort_ = ports.sandbox;
    webhookSecret_ = storedWebhookSecret(options_.dataFolder);
    startSandbox();
    startEndpoint();
}

void LocalEndpoint::watch(Child& child) {
    QProcess* process = child.process.get();
    child.runs.start();
    connect(process, &QProcess::readyReadStandardError, this, [this, process] {
        const QList<QByteArray> lines = process->readAllStandardError().split('\n');
        for (const QByteArray& line : lines)
            if (!line.trimmed().isEmpty()) lastLogLine_ = line;
    });
    connect(process, &QProcess::errorOccurred, this, [this, &child, process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) ended(child, process->errorString());
    });
    connect(process, &QProcess::finished, this,
            [this, &child] { ended(child, QString::fromUtf8(lastLogLine_)); });
}

void LocalEndpoint::ended(Child& child, const QString& why) {
    if (stopping_) return;
    if (!wasReady_) return Q_EMIT failed(why);
    const bool isFirst = child.failures == 0 || child.runs.hasExpired(runsWellMs);
    if (isFirst) child.failures = 0;
    startAgainLater(child);
    if (isFirst && &child == &endpoint_) Q_EMIT broke(why);
}

void LocalEndpoint::startAgainLater(Child& child) {
    int pauseMs = firstPauseMs;
    for (int i = 0; i < child.failures && pauseMs < lastPauseMs; ++i)
        pauseMs *= 2;
    ++child.failures;
    child.again.start(std::min(pauseMs, lastPauseMs));
}

void LocalEndpoint::startSandbox() {
    sandbox_.process = std::make_unique<QProcess>();
    watch(sandbox_);
    // The endpoint sees that its input closes; the sandbox reads none, and must not outlive a killed desktop.
    sandbox_.process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    // Not on its command line, which everybody on the machine can read.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HEADROOM_SANDBOX_WEBHOOK_SECRET"), webhookSecret_);
    sandbox_.process->setProcessEnvironment(environment);
    sandbox_.process->start(options_.programFolder + QStringLiteral("/headroom-sandbox"),
                            {QStringLiteral("--listen"), loopback(sandboxPort_), QStringLiteral("--state"),
                             options_.dataFolder + QStringLiteral("/sandbox"), QStringLiteral("--webhook"),
                             QStringLiteral("http://%1/api/stripe/webhook").arg(loopback(endpointPort_))});
}

void LocalEndpoint::startEndpoint() {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HEADROOM_DATA"), options_.dataFolder + QStringLiteral("/endpoint"));
    environment.insert(QStringLiteral("HEADROOM_LISTEN"), loopback(endpointPort_));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_KEY"), QStringLiteral("sk_test_headroom_sandbox"));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_API"),
                       QStringLiteral("http://") + loopback(sandboxPort_));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_WEBHOOK_SECRETS"), webhookSecret_);
    pointAtSandbox(environment, loopback(sandboxPort_));

    endpoint_.process = std::make_unique<QProcess>();
    endpoint_.process->setProcessEnvironment(environment);
    watch(endpoint_);
    connect(endpoint_.process.get(), &QProcess::readyReadStandardOutput, this,
            &LocalEndpoint::readEndpointOutput);
    connect(endpoint_.process.get(), &QProcess::started, this, [this] {
        const QJsonObject owner{{QStringLiteral("email"), options_.ownerEmail},
                                {QStringLiteral("name"), options_.ownerName},
                                {QStringLiteral("team"), options_.teamName}};
        endpoint_.process->write(QJsonDocument(owner).toJson(QJsonDocument::Compact) + '\n');
    });
    endpoint_.process->start(options_.programFolder + QStringLiteral("/headroom-endpoint"),
                             {QStringLiteral("serve"), QStringLiteral("--owner-pipe")});
}

void LocalEndpoint::readEndpointOutput() {
    while (endpoint_.process->canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(endpoint_.process->readLine()).object();
        const QString address = line.value(QStringLiteral("listening")).toString();
        if (address.isEmpty()) continue;
        wasReady_ = true;
        Q_EMIT ready(QUrl(address), line.value(QStringLiteral("secret")).toString());
    }
}

void LocalEndpoint::stop() {
    stopping_ = true;
    portCheck_.stop();
    for (Child* child : {&sandbox_, &endpoint_})
        child->again.stop();
    for (QProcess* process : {endpoint_.process.get(), sandbox_.process.get()}) {
        if (!process || process->state() == QProcess::NotRunning) continue;
        process->closeWriteChannel();
        process->terminate();
    }
    for (QProcess* process : {endpoint_.process.get(), sandbox_.process.get()}) {
        if (!process || process->state() == QProcess::NotRunning) continue;
        if (!process->waitForFinished(endPatienceMs)) {
            process->kill();
            process->waitForFinished(endPatienceMs);
        }
    }
}

} // namespace headroom::desktop
