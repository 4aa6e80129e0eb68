#include "core/http/server/problem.h"
#include "core/http/server/server.h"
#include "raw_client.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <mutex>
#include <vector>

using namespace headroom;
using namespace headroom::http;

namespace {

QByteArray text(std::string_view view) {
    return {view.data(), static_cast<qsizetype>(view.size())};
}

std::string get(std::string_view path) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n\r\n";
}

} // namespace

/// Ordinary requests over real sockets: what goes in, what a handler sees, what comes out.
class ServerRequestsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Server> server_;
    QTemporaryDir directory_;

    std::string filePath() const { return directory_.filePath("picture.bin").toStdString(); }

private Q_SLOTS:
    void initTestCase() {
        std::ofstream(filePath()) << "0123456789";
        Router router;
        router.add("GET", "/hello", [](Request&) { return Response::text(200, "hello"); });
        router.add("POST", "/echo",
                   [](Request& request) { return Response::text(200, std::move(request.body)); });
        router.add("GET", "/teams/{team}/members/{member}", [](Request& request) {
            return Response::text(200, std::string(request.parameter("team")) + "|" +
                                           std::string(request.parameter("member")) + "|" +
                                           std::string(request.query("q")) + "|" + request.peerAddress);
        });
        router.add("GET", "/throws", [](Request&) -> Response { throw std::runtime_error("secret detail"); });
        router.add("GET", "/injects", [](Request&) {
            return Response::text(200, "x").with("X-Name", "a\r\nSet-Cookie: evil=1");
        });
        router.add("GET", "/file", [this](Request&) {
            auto file = FileBody::open(filePath());
            return file ? Response::file(*std::move(file)) : problem(file.error());
        });
        router.add("PATCH", "/tus", [](Request& request) { return Response::text(200, request.method); },
                   {.methodOverride = MethodOverride::Allowed});
        router.add("POST", "/small", [](Request&) { return Response::empty(204); }, {.bodyLimitBytes = 10});
        auto server = Server::create({}, std::move(router));
        QVERIFY(server);
        server_ = *std::move(server);
        QVERIFY(server_->port() > 0);
    }

    void connectionsServeManyRequests() {
        RawClient client(server_->port());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(client.send(get("/hello")));
            const std::string answer = client.answer();
            QCOMPARE(statusOf(answer), 200);
            QCOMPARE(text(bodyOf(answer)), QByteArray("hello"));
            QVERIFY(!fieldOf(answer, "Date").empty());
            QCOMPARE(fieldOf(answer, "Connection"), std::string());
        }
    }

    void pipelinedRequestsAreAnsweredInOrder() {
        RawClient client(server_->port());
        QVERIFY(client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\none" + get("/hello") +
                            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                            "3\r\ntwo\r\n0\r\n\r\n" +
                            get("/hello")));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("one"));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("hello"));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("two"));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("hello"));
    }

    void closingIsHonoured() {
        RawClient client(server_->port());
        QVERIFY(client.send("GET /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
        const std::string answer = client.rest();
        QCOMPARE(fieldOf(answer, "Connection"), std::string("close"));
        QCOMPARE(text(bodyOf(answer)), QByteArray("hello"));
    }

    void oldClientsAreServed() {
        RawClient client(server_->port());
        QVERIFY(client.send("GET /hello HTTP/1.0\r\n\r\n"));
        QCOMPARE(text(bodyOf(client.rest())), QByteArray("hello"));
        RawClient keeping(server_->port());
        QVERIFY(keeping.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        QCOMPARE(fieldOf(keeping.answer(), "Connection"), std::string("keep-alive"));
        QVERIFY(keeping.send("GET /hello HTTP/1.0\r\n\r\n"));
        QCOMPARE(statusOf(keeping.rest()), 200);
    }

    void handlersSeeDecodedParameters() {
        RawClient client(server_->port());
        QVERIFY(client.send(get("/teams/a%2Fb/members/%C3%A9?q=1+2%26")));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("a/b|é|1 2&|127.0.0.1"));
    }

    void requestsInPiecesArrive() {
        RawClient client(server_->port());
        for (const char c : std::string("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        "4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: x\r\n\r\n"))
            QVERIFY(client.send(std::string_view(&c, 1)));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("Wikipedia"));
    }

    void headHasTheHeaderOfGetWithoutBody() {
        RawClient client(server_->port());
        QVERIFY(client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        const std::string head = client.head();
        QCOMPARE(statusOf(head), 200);
        QCOMPARE(fieldOf(head, "Content-Length"), std::string("5"));
        QVERIFY(client.send(get("/hello")));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("hello"));
    }

    void unknownPathsAndMethodsAreRefused() {
        RawClient client(server_->port());
        QVERIFY(client.send(get("/nothing")));
        std::string answer = client.answer();
        QCOMPARE(statusOf(answer), 404);
        QCOMPARE(fieldOf(answer, "Content-Type"), std::string("application/problem+json"));
        QVERIFY(bodyOf(answer).find("\"code\":\"not_found\"") != std::string::npos);
        QVERIFY(client.send("DELETE /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        answer = client.answer();
        QCOMPARE(statusOf(answer), 405);
        QCOMPARE(fieldOf(answer, "Allow"), std::string("GET, HEAD, OPTIONS"));
        QVERIFY(client.send("OPTIONS /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        answer = client.answer();
        QCOMPARE(statusOf(answer), 204);
        QCOMPARE(fieldOf(answer, "Allow"), std::string("GET, HEAD, OPTIONS"));
        QCOMPARE(fieldOf(answer, "Content-Length"), std::string());
    }

    void methodOverrideWorksOnlyWhereAllowed() {
        RawClient client(server_->port());
        QVERIFY(client.send("POST /tus HTTP/1.1\r\nHost: t\r\nX-HTTP-Method-Override: PATCH\r\n\r\n"));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("PATCH"));
        QVERIFY(client.send("POST /hello HTTP/1.1\r\nHost: t\r\nX-HTTP-Method-Override: GET\r\n\r\n"));
        QCOMPARE(statusOf(client.answer()), 405);
        QVERIFY(client.send("GET /tus HTTP/1.1\r\nHost: t\r\nX-HTTP-Method-Override: PATCH\r\n\r\n"));
        QCOMPARE(statusOf(client.answer()), 405);
    }

    void exceptionsBecomeAnswersWithoutDetails() {
        RawClient client(server_->port());
        QVERIFY(client.send(get("/throws")));
        const std::string answer = client.answer();
        QCOMPARE(statusOf(answer), 500);
        QVERIFY(answer.find("secret") == std::string::npos);
        QVERIFY(client.send(get("/hello")));
        QCOMPARE(statusOf(client.answer()), 200);
    }

    void injectedHeadersNeverLeave() {
        RawClient client(server_->port());
        QVERIFY(client.send(get("/injects")));
        const std::string answer = client.answer();
        QCOMPARE(statusOf(answer), 500);
        QVERIFY(answer.find("Set-Cookie") == std::string::npos);
    }

    void filesAnswerRangesAndConditions() {
        RawClient client(server_->port());
        QVERIFY(client.send(get("/file")));
        std::string answer = client.answer();
        QCOMPARE(text(bodyOf(answer)), QByteArray("0123456789"));
        QCOMPARE(fieldOf(answer, "Accept-Ranges"), std::string("bytes"));
        const std::string tag = fieldOf(answer, "ETag");
        QVERIFY(client.send("GET /file HTTP/1.1\r\nHost: t\r\nRange: bytes=2-4\r\n\r\n"));
        answer = client.answer();
        QCOMPARE(statusOf(answer), 206);
        QCOMPARE(fieldOf(answer, "Content-Range"), std::string("bytes 2-4/10"));
        QCOMPARE(text(bodyOf(answer)), QByteArray("234"));
        QVERIFY(client.send("GET /file HTTP/1.1\r\nHost: t\r\nRange: bytes=10-\r\n\r\n"));
        answer = client.answer();
        QCOMPARE(statusOf(answer), 416);
        QCOMPARE(fieldOf(answer, "Content-Range"), std::string("bytes */10"));
        QVERIFY(client.send("GET /file HTTP/1.1\r\nHost: t\r\nIf-None-Match: " + tag + "\r\n\r\n"));
        answer = client.answer();
        QCOMPARE(statusOf(answer), 304);
        QCOMPARE(fieldOf(answer, "ETag"), tag);
        QVERIFY(client.send("HEAD /file HTTP/1.1\r\nHost: t\r\n\r\n"));
        QCOMPARE(fieldOf(client.head(), "Content-Length"), std::string("10"));
        QVERIFY(client.send(get("/hello")));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("hello"));
    }

    void largeFilesArriveWhole() {
        const std::string path = directory_.filePath("large.bin").toStdString();
        std::string content(5'000'000, '\0');
        for (std::size_t i = 0; i < content.size(); ++i)
            content[i] = static_cast<char>(i * 31 >> 3);
        std::ofstream(path, std::ios::binary) << content;
        Router router;
        router.add("GET", "/large", [&](Request&) { return Response::file(*FileBody::open(path)); });
        auto server = Server::create({}, std::move(router));
        QVERIFY(server);
        RawClient client((*server)->port(), RawClient::smallReceiveBuffer);
        QVERIFY(client.send(get("/large")));
        QVERIFY(bodyOf(client.answer()) == content);
    }

    void bodiesOverTheRoutesLimitAreRefused() {
        RawClient client(server_->port());
        QVERIFY(client.send("POST /small HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n\r\n"));
        std::string answer = client.answer();
        QCOMPARE(statusOf(answer), 413);
        QCOMPARE(fieldOf(answer, "Connection"), std::string("close"));
        RawClient chunked(server_->port());
        QVERIFY(chunked.send("POST /small HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "6\r\n123456\r\n6\r\n123456\r\n"));
        QCOMPARE(statusOf(chunked.answer()), 413);
        RawClient fitting(server_->port());
        QVERIFY(fitting.send("POST /small HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n0123456789"));
        QCOMPARE(statusOf(fitting.answer()), 204);
    }

    void waitingClientsAreToldToContinue() {
        RawClient client(server_->port());
        QVERIFY(client.send(
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"));
        QCOMPARE(text(client.head()), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        QVERIFY(client.send("body"));
        QCOMPARE(text(bodyOf(client.answer())), QByteArray("body"));
        QVERIFY(client.send(
            "POST /small HTTP/1.1\r\nHost: t\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n"));
        QCOMPARE(statusOf(client.answer()), 413);
    }

    void observersHearOfEveryRequest() {
        std::mutex mutex;
        std::vector<std::pair<std::string, int>> records;
        Router router;
        router.add("POST", "/teams/{team}", [](Request&) { return Response::text(200, "four"); });
        ServerOptions options;
        options.observer = [&](const RequestRecord& record) {
            const std::lock_guard lock(mutex);
            records.emplace_back(std::string(record.method) + " " + std::string(record.route) + " " +
                                     std::to_string(record.bytesIn) + " " + std::to_string(record.bytesOut),
                                 record.status);
        };
        auto server = Server::create(options, std::move(router));
        QVERIFY(server);
        RawClient client((*server)->port());
        QVERIFY(client.send("POST /teams/1 HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc" +
                            get("/nothing")));
        client.answer();
        client.answer();
        (*server)->shutdown(1000);
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(records[0].first, std::string("POST /teams/{team} 3 4"));
        QCOMPARE(records[0].second, 200);
        QVERIFY(records[1].first.starts_with("GET  0 "));
        QCOMPARE(records[1].second, 404);
    }

    void takenAddressesAreReported() {
        ServerOptions options;
        options.listen = "127.0.0.1:" + std::to_string(server_->port());
        auto second = Server::create(options, Router());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Unavailable);
        for (const char* bad : {"", "127.0.0.1", "example.org:80", "127.0.0.1:70000", "[::1:80"}) {
            options.listen = bad;
            auto refused = Server::create(options, Router());
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        }
    }

    void cleanupTestCase() { server_.reset(); }
};

QTEST_GUILESS_MAIN(ServerRequestsTest)
#include "tst_http_server_requests.moc"
