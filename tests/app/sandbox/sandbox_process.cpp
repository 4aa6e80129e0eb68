#include "sandbox_process.h"

#include "core/http/url.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QFile>
#include <QThread>

using namespace headroom;
using namespace headroom::http;

SandboxProcess::SandboxProcess()
    : client_(*Client::create({})) {}

SandboxProcess::~SandboxProcess() {
    kill();
}

bool SandboxProcess::start(const QStringList& arguments) {
    const QString portFile = directory_.filePath(QStringLiteral("port"));
    QFile::remove(portFile);
    process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process_.start(QStringLiteral(HEADROOM_BIN_DIR "/headroom-sandbox"),
                   QStringList{QStringLiteral("--state"), stateDirectory(), QStringLiteral("--listen"),
                               QStringLiteral("127.0.0.1:0"), QStringLiteral("--port-file"), portFile} +
                       arguments);
    if (!process_.waitForStarted()) return false;
    QElapsedTimer patience;
    patience.start();
    while (!QFile::exists(portFile)) {
        if (patience.elapsed() > headroom::test::patienceMs || process_.waitForFinished(10)) return false;
    }
    QFile file(portFile);
    if (!file.open(QIODevice::ReadOnly)) return false;
    port_ = file.readAll().trimmed().toInt();
    return port_ > 0;
}

void SandboxProcess::kill() {
    if (process_.state() == QProcess::NotRunning) return;
    process_.kill();
    process_.waitForFinished();
}

int SandboxProcess::stop() {
    process_.terminate();
    process_.waitForFinished();
    return process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
}

std::string SandboxProcess::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::string SandboxProcess::Answer::errorCode() const {
    if (!json.is_object() || !json.contains("error")) return {};
    return json["error"].value("code", json["error"].value("type", ""));
}

std::string SandboxProcess::Answer::errorParam() const {
    return json.is_object() && json.contains("error") ? json["error"].value("param", "") : std::string();
}

SandboxProcess::Answer SandboxProcess::send(ClientRequest request) const {
    Answer answer;
    const auto response = client_->send(request);
    if (!response) return answer;
    answer.status = response->status;
    answer.headers = response->headers;
    answer.body = response->body;
    answer.json = Json::parse(response->body, nullptr, false);
    return answer;
}

SandboxProcess::Answer SandboxProcess::get(const std::string& path) const {
    ClientRequest request;
    request.url = url(path);
    request.headers.add("Authorization", "Bearer sk_test_123456789");
    return send(std::move(request));
}

SandboxProcess::Answer SandboxProcess::post(const std::string& path, const std::string& form,
                                            Headers headers) const {
    ClientRequest request;
    request.method = "POST";
    request.url = url(path);
    request.body = form;
    request.headers = std::move(headers);
    request.headers.add("Authorization", "Bearer sk_test_123456789");
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.headers.add("Stripe-Version", "2026-10-28.endive");
    return send(std::move(request));
}

std::string itemForm(int cents, const std::string& name) {
    return "mode=payment&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
           "&line_items[0][price_data][unit_amount]=" +
           std::to_string(cents) + "&line_items[0][price_data][product_data][name]=" + percentEncoded(name);
}

SandboxProcess::Json SandboxProcess::createSession(int cents, const std::string& more) const {
    const std::string form = itemForm(cents) +
                             "&success_url=" + percentEncoded("http://shop.test/ok?s={CHECKOUT_SESSION_ID}") +
                             more;
    return post("/v1/checkout/sessions", form).json;
}

SandboxProcess::Answer SandboxProcess::pay(const Json& session, const std::string& number) const {
    ClientRequest request;
    request.method = "POST";
    request.url = url("/c/pay/" + session["id"].get<std::string>());
    request.body = "email=ann%40example.com&cardNumber=" + percentEncoded(number) +
                   "&cardExpiry=12+%2F+44&cardCvc=123&billingName=Ann+Lee";
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    return send(std::move(request));
}
