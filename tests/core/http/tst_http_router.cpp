#include "core/http/server/router.h"

#include <QTest>

using namespace headroom;
using namespace headroom::http;

namespace {

Handler named(const char* name) {
    return [name](Request&) { return Response::text(200, name); };
}

/// What the router makes of a request: the handler's name, or the refusal's status.
std::string outcome(const Router& router, const std::string& method, const std::string& path,
                    Headers headers = {}) {
    Request request;
    request.method = method;
    request.target = *parseTarget(path);
    request.headers = std::move(headers);
    auto matched = router.match(request);
    if (const auto* const refusal = std::get_if<Response>(&matched))
        return std::to_string(refusal->status) + " " + std::string(refusal->headers.value("Allow"));
    const Response response = std::get<Router::Match>(matched).route->handler(request);
    std::string text = std::get<std::string>(response.body);
    for (const auto& [key, value] : request.parameters)
        text += " " + key + "=" + value;
    return text;
}

Router sample() {
    Router router;
    router.add("GET", "/", named("root"));
    router.add("GET", "/teams/{team}", named("team"));
    router.add("GET", "/teams/mine", named("mine"));
    router.add("POST", "/teams/{team}/credits", named("credits"));
    router.add("GET", "/teams/mine/photos", named("my photos"));
    router.add("DELETE", "/teams/{id}", named("delete"));
    router.add("OPTIONS", "/files", named("tus options"));
    router.add("PATCH", "/files/{file}", named("patch"), {.methodOverride = MethodOverride::Allowed});
    return router;
}

} // namespace

class RouterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pathsFindTheirHandler_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("expected");
        QTest::newRow("root") << "GET"
                              << "/"
                              << "root";
        QTest::newRow("parameter") << "GET"
                                   << "/teams/7"
                                   << "team team=7";
        QTest::newRow("literal wins") << "GET"
                                      << "/teams/mine"
                                      << "mine";
        QTest::newRow("back to the parameter") << "POST"
                                               << "/teams/mine/credits"
                                               << "credits team=mine";
        QTest::newRow("names belong to the route") << "DELETE"
                                                   << "/teams/7"
                                                   << "delete id=7";
        QTest::newRow("slash inside a value") << "GET"
                                              << "/teams/a%2Fb"
                                              << "team team=a/b";
        QTest::newRow("empty value") << "GET"
                                     << "/teams/"
                                     << "404 ";
        QTest::newRow("trailing slash") << "GET"
                                        << "/teams/7/"
                                        << "404 ";
        QTest::newRow("prefix only") << "GET"
                                     << "/teams"
                                     << "404 ";
        QTest::newRow("head by get") << "HEAD"
                                     << "/teams/7"
                                     << "team team=7";
        QTest::newRow("wrong method") << "PUT"
                                      << "/teams/7"
                                      << "405 DELETE, GET, HEAD, OPTIONS";
        QTest::newRow("options") << "OPTIONS"
                                 << "/teams/7"
                                 << "204 DELETE, GET, HEAD, OPTIONS";
        QTest::newRow("own options") << "OPTIONS"
                                     << "/files"
                                     << "tus options";
        QTest::newRow("star") << "OPTIONS"
                              << "*"
                              << "204 ";
        QTest::newRow("case matters") << "GET"
                                      << "/Teams/7"
                                      << "404 ";
    }
    void pathsFindTheirHandler() {
        QFETCH(QString, method);
        QFETCH(QString, path);
        QFETCH(QString, expected);
        const std::string found = outcome(sample(), method.toStdString(), path.toStdString());
        QCOMPARE(QString::fromStdString(found), expected);
    }

    void overridesReachOnlyRoutesThatAllowThem() {
        const Headers patch{{"X-HTTP-Method-Override", "PATCH"}};
        QCOMPARE(outcome(sample(), "POST", "/files/1", patch), std::string("patch file=1"));
        QCOMPARE(outcome(sample(), "GET", "/files/1", patch), std::string("405 PATCH, OPTIONS"));
        const Headers remove{{"X-HTTP-Method-Override", "DELETE"}};
        QCOMPARE(outcome(sample(), "POST", "/teams/1", remove),
                 std::string("405 DELETE, GET, HEAD, OPTIONS"));
    }

    void fallbackTakesUnknownPathsButNotWrongMethods() {
        Router router = sample();
        router.setFallback(named("fallback"));
        QCOMPARE(outcome(router, "GET", "/x/y/z"), std::string("fallback"));
        QCOMPARE(outcome(router, "PUT", "/teams/7").substr(0, 3), std::string("405"));
    }

    void everyRouteIsListed() {
        const auto routes = sample().routes();
        QCOMPARE(routes.size(), std::size_t(8));
        const std::pair<std::string, std::string> one{"POST", "/teams/{team}/credits"};
        QVERIFY(std::find(routes.begin(), routes.end(), one) != routes.end());
    }
};

QTEST_GUILESS_MAIN(RouterTest)
#include "tst_http_router.moc"
