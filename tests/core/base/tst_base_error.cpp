#include "core/base/log.h"
#include "core/base/result.h"

#include <QTest>

#include <set>
#include <vector>

using namespace headroom;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return fail(ErrorCode::InvalidInput, "odd");
    return number / 2;
}

Result<int> quarter(int number) {
    const int once = TRY(half(number));
    return half(once);
}

} // namespace

class ErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnNameAndIsFoundByIt() {
        std::set<std::string_view> names;
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            QVERIFY(names.insert(name(code)).second);
            QVERIFY(errorCodeFromName(name(code)) == code);
        }
        QVERIFY(!errorCodeFromName("no_such_code"));
    }

    void aRefusalIsNeverRetriedAndAnUnknownOutcomeNeverGetsANewId() {
        QVERIFY(retry(ErrorCode::InsufficientPool) == Retry::Never);
        QVERIFY(retry(ErrorCode::BasisChanged) == Retry::Never);
        QVERIFY(retry(ErrorCode::Timeout) == Retry::AskSameAgain);
        QVERIFY(retry(ErrorCode::Unavailable) == Retry::Later);
    }

    void tryReturnsTheFirstError() {
        QCOMPARE(quarter(12).value(), 3);
        QVERIFY(!quarter(6));
        QCOMPARE(quarter(7).error().detail, std::string("odd"));
    }

    void aLogLineIsOneJsonObjectWhateverTheBytes() {
        std::vector<std::string> lines;
        log::setSink([&](log::Level, std::string_view line) { lines.emplace_back(line); });
        log::info("base.test", "bad \xff byte\nand a line", {{"count", 3}, {"ok", true}, {"id", "x\"y"}});
        log::debug("base.test", "dropped");
        log::setSink({});
        QCOMPARE(lines.size(), std::size_t(1));
        QVERIFY(lines[0].find('\n') == std::string::npos);
        QVERIFY(lines[0].find("\"count\":3,\"ok\":true,\"id\":\"x\\\"y\"") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(ErrorTest)
#include "tst_base_error.moc"
