#include "tests/tour/web_driver.h"

#include "tests/tour/expectation.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <unistd.h>

namespace headroom::tour {

namespace {

constexpr int startMs = 60'000;
// W3C WebDriver, section 6: what an answer calls an element.
const QString elementKey = QStringLiteral("element-6066-11e4-a52e-4f735466cecf");

enum class BrowserSandbox { On, Off };

QJsonArray browserArguments(const QString& profile, BrowserSandbox sandbox) {
    QJsonArray arguments{"--headless=new",
                         "--window-size=1180,900",
                         "--force-device-scale-factor=1",
                         "--disable-gpu",
                         "--disable-dev-shm-usage",
                         "--disable-background-networking",
                         "--disable-component-update",
                         "--no-first-run",
                         "--user-data-dir=" + profile};
    if (sandbox == BrowserSandbox::Off) arguments.append("--no-sandbox");
    return arguments;
}

} // namespace

WebDriver::WebDriver() {
    driver_.setStandardErrorFile(QProcess::nullDevice());
    driver_.start(QStringLiteral("chromedriver"), {QStringLiteral("--port=0")});
    expect(driver_.waitForStarted(startMs), QStringLiteral("chromedriver (package chromium-driver)"),
           driver_.errorString());
    static const QRegularExpression onPort(QStringLiteral("successfully on port (\\d+)"));
    QByteArray said;
    while (!onPort.match(QString::fromUtf8(said)).hasMatch()) {
        expect(driver_.waitForReadyRead(startMs), QStringLiteral("chromedriver to listen"),
               QString::fromUtf8(said));
        said += driver_.readAllStandardOutput();
    }
    const QString port = onPort.match(QString::fromUtf8(said)).captured(1);
    client_ = std::make_unique<test::HttpClient>(QUrl(QStringLiteral("http://127.0.0.1:") + port));
    // Root cannot have Chromium's sandbox, nor can users of some containers. It shows only our own page here.
    if (geteuid() != 0)
        session_ = beginSession(browserArguments(profile_.path(), BrowserSandbox::On)).session;
    if (!session_.isEmpty()) return;
    const Began began = beginSession(browserArguments(profile_.path(), BrowserSandbox::Off));
    expect(!began.session.isEmpty(), QStringLiteral("Chromium to start"), began.problem);
    session_ = began.session;
}

WebDriver::~WebDriver() {
    if (!session_.isEmpty()) client_->send("DELETE", QStringLiteral("/session/") + session_);
    driver_.terminate();
    if (!driver_.waitForFinished(startMs)) driver_.kill();
}

WebDriver::Began WebDriver::beginSession(const QJsonArray& arguments) {
    const QJsonObject wanted{{"browserName", "chrome"},
                             {"goog:chromeOptions", QJsonObject{{"args", arguments}}}};
    const QJsonObject body{{"capabilities", QJsonObject{{"alwaysMatch", wanted}}}};
    const test::HttpAnswer answer =
        client_->send("POST", QStringLiteral("/session"), QJsonDocument(body).toJson(),
                      {{"Content-Type", "application/json"}});
    const QJsonObject value = answer.json().value("value").toObject();
    return {value.value("sessionId").toString(),
            value.value("message").toString().section(QLatin1Char('\n'), 0, 0)};
}

QJsonValue WebDriver::ask(const QByteArray& method, const QString& path, const QJsonObject& body) {
    const test::HttpAnswer answer =
        client_->send(method, path, method == "POST" ? QJsonDocument(body).toJson() : QByteArray(),
                      {{"Content-Type", "application/json"}});
    const QJsonValue value = answer.json().value("value");
    expect(answer.status == 200, QStringLiteral("the browser to take %1").arg(path),
           answer.status == 0
               ? QStringLiteral("no answer")
               : value.toObject().value("message").toString().section(QLatin1Char('\n'), 0, 0));
    return value;
}

void WebDriver::open(const QString& address) {
    ask("POST", QStringLiteral("/session/%1/url").arg(session_), {{"url", address}});
}

QString WebDriver::address() {
    return ask("GET", QStringLiteral("/session/%1/url").arg(session_)).toString();
}

QString WebDriver::title() {
    return ask("GET", QStringLiteral("/session/%1/title").arg(session_)).toString();
}

QString WebDriver::element(const QString& cssSelector) {
    const QJsonArray found = ask("POST", QStringLiteral("/session/%1/elements").arg(session_),
                                 {{"using", "css selector"}, {"value", cssSelector}})
                                 .toArray();
    return found.isEmpty() ? QString() : found.first().toObject().value(elementKey).toString();
}

QString WebDriver::find(const QString& id) {
    QString found;
    waitUntil(QStringLiteral("'%1' on the page %2").arg(id, address()), [&] {
        found = element(QLatin1Char('#') + id);
        return !found.isEmpty();
    });
    return found;
}

void WebDriver::fill(const QString& id, const QString& text) {
    const QString field = find(id);
    ask("POST", QStringLiteral("/session/%1/element/%2/clear").arg(session_, field));
    ask("POST", QStringLiteral("/session/%1/element/%2/value").arg(session_, field), {{"text", text}});
}

void WebDriver::click(const QString& id) {
    ask("POST", QStringLiteral("/session/%1/element/%2/click").arg(session_, find(id)));
}

QString WebDriver::text(const QString& cssSelector) {
    const QString found = element(cssSelector);
    if (found.isEmpty()) return {};
    return ask("GET", QStringLiteral("/session/%1/element/%2/text").arg(session_, found)).toString();
}

void WebDriver::prefer(Colours colours) {
    const QJsonObject feature{{"name", "prefers-color-scheme"},
                              {"value", colours == Colours::Dark ? "dark" : "light"}};
    // Chromium's own command: WebDriver has none for this.
    ask("POST", QStringLiteral("/session/%1/goog/cdp/execute").arg(session_),
        {{"cmd", "Emulation.setEmulatedMedia"}, {"params", QJsonObject{{"features", QJsonArray{feature}}}}});
}

void WebDriver::shoot(const QString& file) {
    const QString picture = ask("GET", QStringLiteral("/session/%1/screenshot").arg(session_)).toString();
    QFile out(file);
    const bool written =
        out.open(QIODevice::WriteOnly) && out.write(QByteArray::fromBase64(picture.toLatin1())) > 0;
    expect(written, QStringLiteral("to write ") + file, out.errorString());
}

} // namespace headroom::tour
