#include "core/payments/packages.h"
#include "core/payments/payments_limits.h"

#include <QTest>

using namespace headroom;
using namespace headroom::payments;

class PaymentsPackagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pricesAreThoseOfTheMission() {
        QVERIFY(*offer("starter", {}) == (Offer{"starter", 50, 2900}));
        QVERIFY(*offer("professional", {}) == (Offer{"professional", 150, 7900}));
        QVERIFY(*offer("enterprise", {}) == (Offer{"enterprise", 500, 19900}));
        QVERIFY(*offer("custom", 1) == (Offer{"custom", 1, 50}));
        QVERIFY(*offer("custom", 10'000) == (Offer{"custom", 10'000, 500'000}));
    }

    void whatIsNotSoldIsRefused() {
        QVERIFY(offer("gold", {}).error().code == ErrorCode::InvalidInput);
        QVERIFY(offer("", {}).error().code == ErrorCode::InvalidInput);
        QVERIFY(offer("starter", 60).error().code == ErrorCode::InvalidInput);
        QVERIFY(offer("custom", {}).error().code == ErrorCode::InvalidInput);
        QVERIFY(offer("custom", 0).error().code == ErrorCode::LimitExceeded);
        QVERIFY(offer("custom", -5).error().code == ErrorCode::LimitExceeded);
        QVERIFY(offer("custom", customCreditsMax + 1).error().code == ErrorCode::LimitExceeded);
        QVERIFY(offer("custom", INT64_MAX).error().code == ErrorCode::LimitExceeded);
    }

    void aBetterPackageIsNamedOnlyWhenItSavesMoney_data() {
        QTest::addColumn<qint64>("credits");
        QTest::addColumn<QString>("package");
        QTest::newRow("50 cost $25, Starter $29") << qint64(50) << "";
        QTest::newRow("150 cost $75, Professional $79") << qint64(150) << "";
        QTest::newRow("398 cost $199") << qint64(398) << "";
        QTest::newRow("399 cost $199.50") << qint64(399) << "enterprise";
        QTest::newRow("500 cost $250") << qint64(500) << "enterprise";
        QTest::newRow("501 are more than any package") << qint64(501) << "";
        QTest::newRow("none") << qint64(0) << "";
        QTest::newRow("too many") << qint64(customCreditsMax + 1) << "";
    }
    void aBetterPackageIsNamedOnlyWhenItSavesMoney() {
        QFETCH(qint64, credits);
        QFETCH(QString, package);
        const auto better = betterPackage(credits);
        QCOMPARE(better ? QString::fromLatin1(better->name.data(), static_cast<int>(better->name.size()))
                        : QString(),
                 package);
    }

    void everyHintIsReallyCheaperForAsMany() {
        for (std::int64_t credits = 1; credits <= customCreditsMax; ++credits) {
            const auto better = betterPackage(credits);
            if (better) QVERIFY(better->credits >= credits && better->cents < credits * customCentsEach);
        }
    }
};

QTEST_APPLESS_MAIN(PaymentsPackagesTest)
#include "tst_payments_packages.moc"
