#include "core/headshots/headshots_limits.h"
#include "core/headshots/headshots_rules.h"

#include <QTest>

using namespace headroom;
using namespace headroom::headshots;

namespace {

bool knows(std::string_view style) {
    return style.starts_with("style");
}

GenerateRequest good() {
    return {.id = RequestId::make(),
            .member = MemberId::make(),
            .requester = MemberId::make(),
            .photos = {PhotoId::make()},
            .styles = {{"style_a", 3}, {"style_b", 2}},
            .source = sync::CreditSource::Member};
}

ErrorCode refusalOf(const GenerateRequest& request) {
    const auto checked = checkRequest(request, knows);
    return checked ? ErrorCode::Internal : checked.error().code;
}

} // namespace

class HeadshotRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCreditForEachHeadshot() {
        QCOMPARE(creditsNeeded(good().styles), std::int64_t(5));
        QCOMPARE(creditsNeeded({}), std::int64_t(0));
        QVERIFY(checkRequest(good(), knows));
    }

    void requestsThatCannotBeAreRefused() {
        GenerateRequest request = good();
        request.photos.clear();
        QVERIFY(refusalOf(request) == ErrorCode::InvalidInput);
        request = good();
        request.styles.clear();
        QVERIFY(refusalOf(request) == ErrorCode::InvalidInput);
        request = good();
        request.photos.push_back(request.photos[0]);
        QVERIFY(refusalOf(request) == ErrorCode::InvalidInput);
        request = good();
        request.styles[1].style = "style_a";
        QVERIFY(refusalOf(request) == ErrorCode::InvalidInput);
        request = good();
        request.styles[0].style = "unheard of";
        QVERIFY(refusalOf(request) == ErrorCode::NotFound);
        for (const int count : {0, -1, INT_MIN}) {
            request = good();
            request.styles[0].count = count;
            QVERIFY(refusalOf(request) == ErrorCode::InvalidInput);
        }
        request = good();
        request.member = {};
        QVERIFY(refusalOf(request) == ErrorCode::InvalidInput);
    }

    void limitsAreExact() {
        GenerateRequest request = good();
        request.styles = {{"style_a", headshotsPerStyleMax}};
        QVERIFY(checkRequest(request, knows));
        request.styles[0].count = headshotsPerStyleMax + 1;
        QVERIFY(refusalOf(request) == ErrorCode::LimitExceeded);
        request.styles.clear();
        for (int i = 0; i < headshotsPerRequestMax / headshotsPerStyleMax; ++i)
            request.styles.push_back({"style" + std::to_string(i), headshotsPerStyleMax});
        QVERIFY(checkRequest(request, knows));
        request.styles.push_back({"style_more", 1});
        QVERIFY(refusalOf(request) == ErrorCode::LimitExceeded);
        request = good();
        while (request.photos.size() < photosPerRequestMax)
            request.photos.push_back(PhotoId::make());
        QVERIFY(checkRequest(request, knows));
        request.photos.push_back(PhotoId::make());
        QVERIFY(refusalOf(request) == ErrorCode::LimitExceeded);
    }

    void namesAreTrimmedAndClean() {
        QCOMPARE(checkName("  Für die Webseite ").value(), std::string("Für die Webseite"));
        QCOMPARE(checkName("").value(), std::string());
        QVERIFY(!checkName("a\nb"));
        QVERIFY(!checkName("\xff"));
        QVERIFY(checkName(std::string(nameLengthMax, 'x')));
        QVERIFY(!checkName(std::string(nameLengthMax + 1, 'x')));
    }

    void pausesGrowAndAreCapped() {
        QCOMPARE(retryDelayMs(1), retryFirstMs);
        QCOMPARE(retryDelayMs(2), 2 * retryFirstMs);
        QCOMPARE(retryDelayMs(1000), retryLongestMs);
        QCOMPARE(retryDelayMs(-5), retryFirstMs);
    }
};

QTEST_GUILESS_MAIN(HeadshotRulesTest)
#include "tst_headshots_rules.moc"
