#include "core/http/server/problem.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace headroom;
using namespace headroom::http;

namespace {

nlohmann::json bodyOf(const Response& response) {
    return nlohmann::json::parse(std::get<std::string>(response.body));
}

} // namespace

class ProblemTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void problemsCarryTheStableCode() {
        const Response response = problem({ErrorCode::InsufficientPool, "pool has 3, asked 5"});
        QCOMPARE(response.status, 409);
        QCOMPARE(std::string(response.headers.value("Content-Type")),
                 std::string("application/problem+json"));
        const auto body = bodyOf(response);
        QCOMPARE(body["code"].get<std::string>(), std::string("insufficient_pool"));
        QCOMPARE(body["title"].get<std::string>(), std::string("Insufficient pool"));
        QCOMPARE(body["status"].get<int>(), 409);
        QCOMPARE(body["detail"].get<std::string>(), std::string("pool has 3, asked 5"));
        QCOMPARE(body["type"].get<std::string>(), std::string("about:blank"));
    }

    void ourOwnFaultsKeepTheirDetails() {
        for (const ErrorCode code : {ErrorCode::Internal, ErrorCode::Corrupt, ErrorCode::FileAccess}) {
            const Response response = problem({code, "SELECT secret FROM nowhere"});
            QCOMPARE(response.status, 500);
            QVERIFY(!bodyOf(response).contains("detail"));
        }
    }

    void brokenUtf8InADetailIsReplaced() {
        QVERIFY(bodyOf(problem({ErrorCode::InvalidInput, "bad \xff byte"})).contains("detail"));
    }

    void everyCodeHasAnErrorStatus() {
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            const int status = httpStatus(static_cast<ErrorCode>(i));
            QVERIFY2(status >= 400 && status < 600, name(static_cast<ErrorCode>(i)).data());
            QVERIFY(!reasonPhrase(status).empty());
        }
    }
};

QTEST_GUILESS_MAIN(ProblemTest)
#include "tst_http_problem.moc"
