#include "tests/support/endpoint_process.h"
#include "tests/support/free_port.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTest>
#include <QUuid>

namespace headroom::test {

namespace {

constexpr int answerPatienceMs = 120'000; ///< a browser that starts on a busy machine answers late

QString endpointProgram() {
    return QStringLiteral(HEADROOM_BIN_DIR "/headroom-endpoint");
}

} // namespace

QJsonObject HttpAnswer::json() const {
    return QJsonDocument::fromJson(body).object();
}

QString HttpAnswer::code() const {
    return json().value(QStringLiteral("code")).toString();
}

HttpAnswer HttpClient::send(const QByteArray& method, const QString& path, const QByteArray& body,
                            QMap<QByteArray, QByteArray> headers) {
    QNetworkRequest request(base_.resolved(QUrl(path)));
    request.setTransferTimeout(answerPatienceMs);
    if (!token_.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token_.toLatin1());
    for (auto header = headers.cbegin(); header != headers.cend(); ++header)
        request.setRawHeader(header.key(), header.value());
    // Qt expects a body in the answer to a HEAD that it does not know to be one, and redirects are ours to
    // see.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    QNetworkReply* reply =
        method == "HEAD" ? network_.head(request) : network_.sendCustomRequest(request, method, body);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    HttpAnswer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = reply->readAll();
    for (const auto& [name, value] : reply->rawHeaderPairs())
        answer.headers.insert(name.toLower(), value);
    reply->deleteLater();
    return answer;
}

HttpAnswer HttpClient::command(const QByteArray& method, const QString& path, const QJsonObject& body,
                               const QString& key) {
    const QString id = key.isEmpty() ? QUuid::createUuid().toString(QUuid::WithoutBraces) : key;
    return send(method, path, QJsonDocument(body).toJson(QJsonDocument::Compact),
                {{"Content-Type", "application/json"}, {"Idempotency-Key", id.toLatin1()}});
}

EndpointProcess::EndpointProcess(QProcessEnvironment environment)
    : environment_(std::move(environment)) {
    const quint16 port = freePort();
    address_ = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
    environment_.insert(QStringLiteral("HEADROOM_DATA"), dataFolder());
    environment_.insert(QStringLiteral("HEADROOM_LISTEN"), QStringLiteral("127.0.0.1:%1").arg(port));
}

EndpointProcess::~EndpointProcess() {
    if (process_ && process_->state() != QProcess::NotRunning) kill();
}

void EndpointProcess::start(const QStringList& arguments) {
    process_ = std::make_unique<QProcess>();
    process_->setProcessEnvironment(environment_);
    QObject::connect(process_.get(), &QProcess::readyReadStandardError,
                     [this] { log_ += process_->readAllStandardError(); });
    process_->start(endpointProgram(), arguments);
    QVERIFY2(process_->waitForStarted(patienceMs), qPrintable(process_->errorString()));
    while (!process_->canReadLine()) {
        if (!process_->waitForReadyRead(patienceMs))
            QFAIL(("the endpoint did not start: " + log_).constData());
    }
    const QJsonObject line = QJsonDocument::fromJson(process_->readLine()).object();
    QCOMPARE(QUrl(line.value(QStringLiteral("listening")).toString()), address_);
}

int EndpointProcess::stop() {
    process_->terminate();
    if (!process_->waitForFinished(patienceMs)) return -1;
    return process_->exitStatus() == QProcess::NormalExit ? process_->exitCode() : -1;
}

void EndpointProcess::kill() {
    process_->kill();
    process_->waitForFinished(patienceMs);
}

HttpAnswer EndpointProcess::run(const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(environment_);
    process.start(endpointProgram(), arguments);
    process.waitForFinished(patienceMs);
    HttpAnswer answer;
    answer.status = process.exitCode();
    answer.body = process.readAllStandardOutput() + process.readAllStandardError();
    return answer;
}

QString EndpointProcess::createTeam(const QString& name, const QString& ownerEmail) {
    const HttpAnswer made = run({QStringLiteral("create-team"), QStringLiteral("--name"), name,
                                 QStringLiteral("--owner"), ownerEmail});
    if (made.status != 0) qWarning("create-team: %s", made.body.constData());
    return ownerEmail;
}

QJsonObject EndpointProcess::signIn(const QString& email) {
    const QString nonce = QUuid::createUuid().toString(QUuid::WithoutBraces);
    HttpClient client(address_);
    const QDir mails(dataFolder() + QStringLiteral("/mail"));
    const QStringList before = mails.entryList(QDir::Files); // codes of earlier sign-ins are over
    const HttpAnswer begun =
        client.command("POST", QStringLiteral("/api/sign-in"),
                       {{QStringLiteral("email"), email}, {QStringLiteral("device_nonce"), nonce}});
    const QString attempt = begun.json().value(QStringLiteral("attempt_id")).toString();

    // By its subject, in every language: an invitation on its way may come after it, and is no answer.
    static const QRegularExpression subject(QStringLiteral("\\nSubject: ([0-9]{6}) "));
    QString code;
    const auto codeCame = [&] {
        for (const QString& name : mails.entryList({QStringLiteral("*.eml")}, QDir::Files)) {
            QFile file(mails.filePath(name));
            if (before.contains(name) || !file.open(QIODevice::ReadOnly)) continue;
            const QByteArray mail = file.readAll();
            const auto match = subject.match(QString::fromUtf8(mail));
            if (mail.contains(email.toLatin1()) && match.hasMatch()) code = match.captured(1);
        }
        return !code.isEmpty();
    };
    if (!QTest::qWaitFor(codeCame, patienceMs)) {
        qWarning("no code came for %s: %s", qPrintable(email), begun.body.constData());
        return {};
    }
    return client
        .command("POST", QStringLiteral("/api/sign-in/%1/code").arg(attempt),
                 {{QStringLiteral("code"), code},
                  {QStringLiteral("device_nonce"), nonce},
                  {QStringLiteral("device_name"), QStringLiteral("test")}})
        .json();
}

} // namespace headroom::test
