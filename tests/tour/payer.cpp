#include "tests/tour/payer.h"

#include "tests/tour/expectation.h"
#include "tests/tour/web_driver.h"

#include <QJsonDocument>
#include <QSaveFile>

namespace headroom::tour {

namespace {

QJsonObject pay(const QString& address, const QString& shots) {
    WebDriver browser;
    browser.open(address);
    browser.find(QStringLiteral("pay"));
    QJsonObject seen{{"total", browser.text(QStringLiteral("#total"))}};
    browser.prefer(WebDriver::Colours::Dark);
    browser.shoot(shots + QStringLiteral("/06-checkout-dark.png"));
    browser.prefer(WebDriver::Colours::Light);
    browser.fill(QStringLiteral("email"), QStringLiteral("elena.weber@northwind.example"));
    browser.fill(QStringLiteral("cardNumber"), QStringLiteral("4242 4242 4242 4242"));
    browser.fill(QStringLiteral("cardExpiry"), QStringLiteral("12 / 44"));
    browser.fill(QStringLiteral("cardCvc"), QStringLiteral("123"));
    browser.fill(QStringLiteral("billingName"), QStringLiteral("Elena Weber"));
    browser.shoot(shots + QStringLiteral("/06-checkout-light.png"));
    browser.click(QStringLiteral("pay"));
    waitUntil(
        QStringLiteral("the page after a payment"),
        [&] { return browser.address().contains(QStringLiteral("/api/checkout/done")); },
        [&] { return browser.address() + QLatin1Char(' ') + browser.text(QStringLiteral("#problem")); });
    browser.shoot(shots + QStringLiteral("/07-checkout-paid.png"));
    seen.insert("title", browser.title());
    return seen;
}

} // namespace

int payAt(const QString& address, const QString& shots, const QString& result) {
    QJsonObject seen;
    try {
        seen = pay(address, shots);
    } catch (const NotAsExpected& failure) {
        seen.insert("failure", QString::fromUtf8(failure.what()));
    }
    QSaveFile file(result);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(seen).toJson()) > 0 && file.commit();
    return written && !seen.contains("failure") ? 0 : 1;
}

} // namespace headroom::tour
