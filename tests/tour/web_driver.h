#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/endpoint_process.h"

namespace headroom::tour {

/// A headless Chromium, led by chromedriver (W3C WebDriver, https://www.w3.org/TR/webdriver2/): it gets real
/// key and mouse events, from inside the browser.
class WebDriver {
public:
    WebDriver();
    ~WebDriver();
    WebDriver(const WebDriver&) = delete;
    WebDriver& operator=(const WebDriver&) = delete;

    void open(const QString& address);
    QString address();
    QString title();
    /// Waits until there is a thing with this id, and returns its handle.
    QString find(const QString& id);
    void fill(const QString& id, const QString& text);
    void click(const QString& id);
    /// The text of what the selector finds first.
    QString text(const QString& cssSelector);
    enum class Colours { Light, Dark };
    void prefer(Colours colours);
    void shoot(const QString& file);

private:
    struct Began {
        QString session;
        QString problem; ///< when there is none
    };
    Began beginSession(const QJsonArray& arguments);
    QJsonValue ask(const QByteArray& method, const QString& path, const QJsonObject& body = {});
    QString element(const QString& cssSelector);

    QTemporaryDir profile_;
    QProcess driver_;
    std::unique_ptr<test::HttpClient> client_;
    QString session_;
};

} // namespace headroom::tour
