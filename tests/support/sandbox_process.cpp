#include "tests/support/sandbox_process.h"
#include "tests/support/free_port.h"
#include "tests/support/patience.h"

#include <QDeadlineTimer>
#include <QTcpSocket>
#include <QThread>

namespace headroom::test {

namespace {

const QString webhookSecret = QStringLiteral("whsec_test");

bool listens(const QUrl& address) {
    QTcpSocket probe;
    probe.connectToHost(address.host(), static_cast<quint16>(address.port()));
    return probe.waitForConnected();
}

} // namespace

SandboxProcess::SandboxProcess() {
    address_ = QStringLiteral("127.0.0.1:%1").arg(freePort());
}

SandboxProcess::~SandboxProcess() {
    stop();
}

void SandboxProcess::stop() {
    process_.terminate();
    process_.waitForFinished();
}

QProcessEnvironment SandboxProcess::endpointEnvironment() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HEADROOM_STRIPE_KEY"), QStringLiteral("sk_test_headroom"));
    environment.insert(QStringLiteral("HEADROOM_STRIPE_API"), QStringLiteral("http://") + address_);
    environment.insert(QStringLiteral("HEADROOM_STRIPE_WEBHOOK_SECRETS"), webhookSecret);
    return environment;
}

bool SandboxProcess::start(const QUrl& endpoint) {
    process_.start(QStringLiteral(HEADROOM_BIN_DIR "/headroom-sandbox"),
                   {QStringLiteral("--listen"), address_, QStringLiteral("--state"), folder_.path(),
                    QStringLiteral("--webhook"), endpoint.toString() + QStringLiteral("/api/stripe/webhook"),
                    QStringLiteral("--webhook-secret"), webhookSecret});
    const QUrl address(QStringLiteral("http://") + address_);
    const QDeadlineTimer deadline(patienceMs);
    while (process_.state() != QProcess::NotRunning && !deadline.hasExpired()) {
        if (listens(address)) return true;
        QThread::msleep(20);
    }
    return false;
}

HttpAnswer buyStarter(HttpClient& owner, const QString& teamId) {
    const HttpAnswer order = owner.command(
        "POST", QStringLiteral("/api/stripe/create-checkout"),
        {{QStringLiteral("team_id"), teamId}, {QStringLiteral("package"), QStringLiteral("starter")}});
    if (order.status != 201) return order;
    const QUrl page(order.json().value(QStringLiteral("url")).toString());
    HttpClient browser(page);
    return browser.send(
        "POST", page.path(),
        "email=ann%40example.com&cardNumber=4242424242424242&cardExpiry=12+%2F+44&cardCvc=123&"
        "billingName=Ann",
        {{"Content-Type", "application/x-www-form-urlencoded"}});
}

} // namespace headroom::test
