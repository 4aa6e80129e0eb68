#include "app/desktop/adapters/credits_adapter.h"
#include "app/desktop/desktop.h"
#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::desktop;

/// The whole program with its own endpoint and payment sandbox, as "use this computer" starts them.
class TestDesktopThisComputer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void boughtCreditsArriveInThePool();
    void invitationAsksBeforeItLeavesTheTeamAndThereIsAWayBack();
};

namespace {

QString firstLine(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine()).trimmed() : QString();
}

/// A browser that only writes down what it was to open.
QString makeBrowser(const QTemporaryDir& folder, const QString& opened) {
    const QString path = folder.filePath(QStringLiteral("browser"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write("#!/bin/sh\nprintf '%s\\n' \"$1\" > '" + opened.toUtf8() + ".part' && mv '" + opened.toUtf8() +
               ".part' '" + opened.toUtf8() + "'\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

} // namespace

void TestDesktopThisComputer::boughtCreditsArriveInThePool() {
    const QString programs = QStringLiteral(HEADROOM_BIN_DIR);
    if (!QFile::exists(programs + QStringLiteral("/headroom-endpoint")) ||
        !QFile::exists(programs + QStringLiteral("/headroom-sandbox")))
        QSKIP("headroom-endpoint and headroom-sandbox are not built");
    QTemporaryDir folder;
    const QString opened = folder.filePath(QStringLiteral("opened"));
    qputenv("HEADROOM_BROWSER", makeBrowser(folder, opened).toUtf8());

    Desktop::Options options;
    options.places = makePlaces(folder.filePath(QStringLiteral("data")));
    options.places.programs = programs;
    options.thisComputer = ui::signin::LocalTeam{
        QStringLiteral("Ada Novak"), QStringLiteral("ada@tern.example"), QStringLiteral("Tern Architects")};
    Desktop desktop(options);
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.team() && desktop.team()->session().view().team().complete, patienceMs);
    auto* credits = desktop.team()->findChild<CreditsAdapter*>();
    QVERIFY(credits);
    QTRY_COMPARE_WITH_TIMEOUT(credits->buyingBlockedBy(), QString(), patienceMs);
    QCOMPARE(credits->overview().pool, 0);

    std::optional<Result<ui::credits::Order>> order;
    credits->buy({QStringLiteral("starter"), 0},
                 [&](const Result<ui::credits::Order>& made) { order = made; });
    QTRY_VERIFY_WITH_TIMEOUT(order.has_value(), patienceMs);
    QVERIFY(*order);
    QTRY_COMPARE_WITH_TIMEOUT(firstLine(opened), (*order)->checkoutUrl, patienceMs);

    QNetworkAccessManager browser;
    QNetworkRequest page{QUrl(firstLine(opened))};
    page.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
    QNetworkReply* paid = browser.post(page, QByteArray("email=ann%40example.com&cardNumber=4242424242424242&"
                                                        "cardExpiry=12+%2F+44&cardCvc=123&billingName=Ann"));
    QTRY_VERIFY_WITH_TIMEOUT(paid->isFinished(), patienceMs);

    QTRY_COMPARE_WITH_TIMEOUT(credits->overview().pool, (*order)->credits, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(credits->order((*order)->id)->state == ui::credits::OrderState::Paid,
                             patienceMs);

    // The page after the payment calls the program back.
    desktop.team()->showNamedPage(QStringLiteral("settings"));
    desktop.argumentsArrived(
        {QStringLiteral("headroom://order/") + QString::fromStdString(OrderId::make().text())});
    QCOMPARE(desktop.team()->window().currentPage(), ui::shell::PageKind::Settings);
    desktop.argumentsArrived(
        {QStringLiteral("headroom://order/") + QString::fromStdString((*order)->id.text())});
    QCOMPARE(desktop.team()->window().currentPage(), ui::shell::PageKind::Credits);
}

void TestDesktopThisComputer::invitationAsksBeforeItLeavesTheTeamAndThereIsAWayBack() {
    const QString programs = QStringLiteral(HEADROOM_BIN_DIR);
    if (!QFile::exists(programs + QStringLiteral("/headroom-endpoint")) ||
        !QFile::exists(programs + QStringLiteral("/headroom-sandbox")))
        QSKIP("headroom-endpoint and headroom-sandbox are not built");
    QTemporaryDir folder;
    Desktop::Options options;
    options.places = makePlaces(folder.filePath(QStringLiteral("data")));
    options.places.programs = programs;
    options.thisComputer = ui::signin::LocalTeam{
        QStringLiteral("Ada Novak"), QStringLiteral("ada@tern.example"), QStringLiteral("Tern Architects")};
    Desktop desktop(options);
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.team() && desktop.team()->session().view().team().complete, patienceMs);
    const TeamId team = desktop.team()->session().membership().team;

    desktop.argumentsArrived(
        {QStringLiteral("headroom://heads.example.com/join#") + QString(43, QLatin1Char('a'))});
    QVERIFY(desktop.team()); // a web page alone closes nothing
    QPushButton* go = ui::checks::button(&desktop.team()->window(), QStringLiteral("Go there"));
    QVERIFY(go);
    QTest::mouseClick(go, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!desktop.team(), patienceMs);
    auto* page = qobject_cast<ui::signin::SignInPage*>(desktop.window());
    QVERIFY(page);
    QTest::mouseClick(ui::checks::button(page, QStringLiteral("Back")), Qt::LeftButton);
    QPushButton* back = ui::checks::button(page, QStringLiteral("Back to Tern Architects"));
    QVERIFY(back);
    QTest::mouseClick(back, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(desktop.team(), patienceMs);
    QCOMPARE(desktop.team()->session().membership().team, team);
}

QTEST_MAIN(TestDesktopThisComputer)
#include "tst_desktop_this_computer.moc"
