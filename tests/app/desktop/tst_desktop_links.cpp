#include "app/desktop/adapters/distribution.h"
#include "app/desktop/adapters/invitation_link.h"
#include "app/desktop/adapters/usage_export.h"
#include "app/desktop/browser.h"
#include "app/desktop/remembered.h"

#include <QTemporaryDir>
#include <QTest>

using namespace headroom;
using namespace headroom::desktop;

class TestDesktopLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void invitationLinkLeadsToItsEndpoint();
    void orderLinkNamesAnOrderAndNothingElse();
    void otherLinksAreRefused_data();
    void otherLinksAreRefused();
    void browserOpensWebPagesOnly();
    void usageTableHasALineADay();
    void approvedDistributionKeepsItsBasis();
    void membershipsSurviveARestart();
};

void TestDesktopLinks::invitationLinkLeadsToItsEndpoint() {
    for (const char* link :
         {"https://heads.example.com:8443/join#abc", "headroom://heads.example.com:8443/join#abc",
          "  https://heads.example.com:8443/join#abc \n"}) {
        const auto parsed = parseInvitationLink(QString::fromLatin1(link));
        QVERIFY2(parsed, link);
        QCOMPARE(parsed->address, QStringLiteral("https://heads.example.com:8443"));
        QCOMPARE(parsed->token, QStringLiteral("abc"));
    }
}

void TestDesktopLinks::orderLinkNamesAnOrderAndNothingElse() {
    const OrderId order = OrderId::make();
    const QString link = QStringLiteral("headroom://order/") + QString::fromStdString(order.text());
    const auto parsed = parseOrderLink(link);
    QVERIFY(parsed && *parsed == order);
    for (const QString& other :
         {link + QStringLiteral("?paid=1"), link + QStringLiteral("#x"), link + QStringLiteral("/more"),
          QStringLiteral("headroom://order/"), QStringLiteral("https://order/") + link.section('/', -1),
          QStringLiteral("headroom://orders/") + link.section('/', -1)})
        QVERIFY2(!parseOrderLink(other), qPrintable(other));
}

void TestDesktopLinks::otherLinksAreRefused_data() {
    QTest::addColumn<QString>("link");
    QTest::newRow("empty") << QString();
    QTest::newRow("no token") << QStringLiteral("https://heads.example.com/join");
    QTest::newRow("other path") << QStringLiteral("https://heads.example.com/pay#abc");
    QTest::newRow("unprotected") << QStringLiteral("http://heads.example.com/join#abc");
    QTest::newRow("file") << QStringLiteral("file:///join#abc");
    QTest::newRow("long") << QStringLiteral("https://heads.example.com/join#") +
                                 QString(500, QLatin1Char('a'));
}

void TestDesktopLinks::otherLinksAreRefused() {
    QFETCH(QString, link);
    const auto parsed = parseInvitationLink(link);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
}

void TestDesktopLinks::browserOpensWebPagesOnly() {
    qputenv("HEADROOM_BROWSER", "/bin/true");
    QVERIFY(openInBrowser(QUrl(QStringLiteral("https://pay.example.com/1"))));
    QVERIFY(!openInBrowser(QUrl(QStringLiteral("file:///etc/passwd"))));
    QVERIFY(!openInBrowser(QUrl(QStringLiteral("javascript:alert(1)"))));
}

void TestDesktopLinks::usageTableHasALineADay() {
    const QByteArray table = usageTable({{0, 50, 3, 0}, {365, 0, 7, 2}});
    QCOMPARE(table, QByteArray("date,purchased,used,refunded\r\n1970-01-01,50,3,0\r\n1971-01-01,0,7,2\r\n"));
}

void TestDesktopLinks::approvedDistributionKeepsItsBasis() {
    ui::credits::DistributionPreview approved;
    approved.request = {ui::credits::DistributionMode::TopUp, 10, ui::credits::IncludeInvited::Yes};
    approved.basis = QStringLiteral("250/7");
    const MemberId member = MemberId::make();
    approved.lines = {{member, QStringLiteral("Ada"), 4, 6}};
    const auto command = commandOf(approved);
    QVERIFY(command);
    QCOMPARE(command->basis.pool, 250);
    QCOMPARE(command->basis.memberVersion, 7);
    QVERIFY(command->rule.mode == credits::DistributeMode::TopUp);
    QVERIFY(command->rule.credits == 10);
    QVERIFY(command->rule.audience == credits::Audience::ActiveAndInvited);
    QCOMPARE(command->lines.size(), std::size_t(1));
    QVERIFY(command->lines[0] == (credits::AllocateLine{member, 6}));
    approved.basis = QStringLiteral("250");
    QVERIFY(!commandOf(approved));
}

void TestDesktopLinks::membershipsSurviveARestart() {
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("desktop.ini"));
    const client::Membership membership{TeamId::make(), "Tern", MemberId::make(), sync::Role::Admin};
    {
        QSettings settings(file, QSettings::IniFormat);
        Remembered(settings).setMemberships({membership});
        Remembered(settings).signedIn(QUrl(QStringLiteral("https://heads.example.com")), false);
    }
    QSettings settings(file, QSettings::IniFormat);
    Remembered remembered(settings);
    const auto known = remembered.memberships();
    QCOMPARE(known.size(), std::size_t(1));
    QVERIFY(known[0].team == membership.team);
    QVERIFY(known[0].member == membership.member);
    QCOMPARE(known[0].teamName, membership.teamName);
    QVERIFY(known[0].role == sync::Role::Admin);
    remembered.signedOut();
    QVERIFY(remembered.memberships().empty());
    QVERIFY(remembered.endpoint().isEmpty());
}

QTEST_GUILESS_MAIN(TestDesktopLinks)
#include "tst_desktop_links.moc"
