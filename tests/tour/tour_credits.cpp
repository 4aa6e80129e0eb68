// From a card to everybody's balance.
#include "tests/tour/tour.h"

#include <QFile>
#include <QJsonDocument>

namespace headroom::tour {

void Tour::buyStarter() {
    QFile::remove(stage_.folder() + QStringLiteral("/paid.json"));
    showPage(QStringLiteral("Credits"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Buy credits")});
    person_.click({QStringLiteral("radio button"), QStringLiteral("Starter: 50 credits, $29*")});
    person_.see({QStringLiteral("label"), QStringLiteral("Total: $29*")});
    shoot(QStringLiteral("05-buy-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Continue to payment")});
    QJsonObject paid;
    waitUntil(
        QStringLiteral("somebody to pay in the browser"),
        [&] {
            QFile file(stage_.folder() + QStringLiteral("/paid.json"));
            if (file.open(QIODevice::ReadOnly)) paid = QJsonDocument::fromJson(file.readAll()).object();
            return !paid.isEmpty();
        },
        Patience::Long);
    expect(!paid.contains("failure"), QStringLiteral("to pay in the browser"),
           paid.value("failure").toString());
    expect(paid.value("total").toString() == QLatin1String("$29.00"),
           QStringLiteral("a checkout page over $29.00"), paid.value("total").toString());
    report_.note(QStringLiteral("the checkout page asked for %1").arg(paid.value("total").toString()));
}

void Tour::creditsArrive() {
    person_.see({{}, QStringLiteral("Paid, thank you")});
    shoot(QStringLiteral("08-paid-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Close")});
    person_.seeGone({QStringLiteral("dialog"), QStringLiteral("Buy credits")});
    person_.see({{}, QStringLiteral("Available in pool: 50")});
    expect(pool() == 50, QStringLiteral("50 credits in the pool"), QString::number(pool()));
    const QJsonArray payments = elena_->list(QStringLiteral("payments"));
    const auto paid = std::count_if(payments.begin(), payments.end(), [](const QJsonValue& order) {
        return order.toObject().value("state").toString() == QLatin1String("paid");
    });
    expect(paid == 1 && (payments.size() == 1 || options_.killsPerStep > 0), QStringLiteral("one paid order"),
           QString::fromUtf8(QJsonDocument(payments).toJson(QJsonDocument::Compact)));
    shoot(QStringLiteral("09-credits-bought-light"));
    report_.figure(QStringLiteral("credits after buying"), pool());
}

void Tour::distribute() {
    showPage(QStringLiteral("Credits"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Auto-distribute")});
    person_.click({QStringLiteral("radio button"), QStringLiteral("Share the whole pool equally")});
    const qint64 people = qint64(colleagues_.size()) + 1;
    const qint64 each = 50 / people;
    const qint64 rest = 50 - each * people;
    person_.see({QStringLiteral("label"), QStringLiteral("Pool: 50 now, %1 afterwards").arg(rest)});
    shoot(QStringLiteral("10-distribution-preview-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Distribute")});
    person_.seeGone({QStringLiteral("dialog"), QStringLiteral("Auto-distribute")});
    person_.see({{}, QStringLiteral("Available in pool: %1").arg(rest)});
    waitUntil(QStringLiteral("%1 credits with each member at the endpoint").arg(each), [&] {
        const QJsonArray members =
            elena_->get(QStringLiteral("/credits/overview")).value("members").toArray();
        if (members.size() != people) return false;
        return std::all_of(members.begin(), members.end(), [each](const QJsonValue& member) {
            return member.toObject().value("available").toInteger() == each;
        });
    });
    expect(pool() == rest, QStringLiteral("%1 credits left in the pool").arg(rest), QString::number(pool()));
    shoot(QStringLiteral("11-credits-distributed-light"));
    report_.note(
        QStringLiteral("%1 credits each for %2 people, %3 stay in the pool").arg(each).arg(people).arg(rest));
}

} // namespace headroom::tour
