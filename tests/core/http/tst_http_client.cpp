#include "core/http/client/client.h"
#include "core/http/server/problem.h"
#include "core/http/server/server.h"
#include "scripted_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>
#include <thread>

using namespace headroom;
using namespace headroom::http;

namespace {

class CollectingSink final : public BodySink {
public:
    Result<void> write(std::string_view bytes) override {
        bytes_ += bytes;
        return {};
    }
    Response end() override { return Response::text(200, std::move(bytes_)); }
    Response aborted(const Error& why) override { return problem(why); }

private:
    std::string bytes_;
};

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = static_cast<char>(i * 2654435761U >> 11U);
    return text;
}

ErrorCode codeOf(const Result<ClientResponse>& result) {
    return result ? ErrorCode::Corrupt : result.error().code;
}

} // namespace

/// The client against our own server, and against servers that fail at every stage of an exchange.
class ClientTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Client> client_;
    std::unique_ptr<Server> server_;
    QTemporaryDir directory_;

    std::string url(std::string_view path) const {
        return "http://127.0.0.1:" + std::to_string(server_->port()) + std::string(path);
    }

private Q_SLOTS:
    void initTestCase() {
        client_ = *Client::create({});
        Router router;
        router.add("GET", "/hello", [](Request& request) {
            return Response::text(200, "hello " + std::string(request.header("X-Name")))
                .with("X-Agent", std::string(request.header("User-Agent")));
        });
        for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
            router.add(method, "/echo", [](Request& request) {
                return Response::text(200, request.method + "|" +
                                               std::string(request.header("Content-Type")) + "|" +
                                               request.body);
            });
        }
        router.addUpload("PUT", "/upload",
                         [](Request&) -> UploadStart { return std::make_unique<CollectingSink>(); },
                         {.bodyLimitBytes = 100'000'000});
        router.add("GET", "/moved", [](Request&) { return Response::empty(302).with("Location", "/hello"); });
        router.add("GET", "/large", [](Request&) { return Response::text(200, pattern(3'000'000)); });
        router.add("GET", "/missing", [](Request&) { return problem({ErrorCode::NotFound, "none"}); });
        server_ = *Server::create({}, std::move(router));
    }

    void exchangesCarryHeadersBothWays() {
        ClientRequest request;
        request.url = url("/hello");
        request.headers.add("X-Name", "Zoë");
        const auto response = client_->send(request);
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(QByteArray::fromStdString(response->body), QByteArray("hello Zoë"));
        QCOMPARE(std::string(response->headers.value("x-agent")), std::string("headroom"));
    }

    void methodsAndBodiesArrive() {
        ClientRequest request;
        request.url = url("/echo");
        request.headers.add("Content-Type", "text/x");
        for (const char* method : {"POST", "PUT", "PATCH"}) {
            request.method = method;
            request.body = std::string("a\0b", 3);
            const auto response = client_->send(request);
            QVERIFY(response);
            QCOMPARE(response->body, std::string(method) + "|text/x|" + std::string("a\0b", 3));
        }
        request.headers = {};
        request.method = "POST";
        request.body = std::string();
        QCOMPARE(client_->send(request)->body, std::string("POST||"));
        request.method = "DELETE";
        QCOMPARE(client_->send(request)->body, std::string("DELETE||"));
        request.method = "HEAD";
        request.url = url("/hello");
        const auto head = client_->send(request);
        QCOMPARE(head->status, 200);
        QCOMPARE(head->body, std::string());
    }

    void filesAreUploadedInParts() {
        const std::string content = pattern(5'000'000);
        const std::string path = directory_.filePath("up").toStdString();
        std::ofstream(path, std::ios::binary) << content;
        ClientRequest request;
        request.method = "PUT";
        request.url = url("/upload");
        request.body = FileUpload{path, 1'000'000, 3'500'000};
        auto response = client_->send(request);
        QVERIFY(response);
        QVERIFY(response->body == content.substr(1'000'000, 3'500'000));
        request.body = FileUpload{path, 4'999'999, {}};
        QVERIFY(client_->send(request)->body == content.substr(4'999'999));
        request.body = FileUpload{path, 0, 5'000'001};
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::FileAccess);
        request.body = FileUpload{path + "x", 0, {}};
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::FileAccess);
    }

    void streamsAreUploadedAndTheirFailuresReported() {
        const std::string content = pattern(1'000'000);
        std::size_t at = 0;
        ClientRequest request;
        request.method = "PUT";
        request.url = url("/upload");
        StreamUpload stream;
        stream.length = content.size();
        stream.read = [&](char* out, std::size_t capacity) -> Result<std::size_t> {
            const std::size_t count = std::min({capacity, std::size_t(10'007), content.size() - at});
            std::copy_n(content.data() + at, count, out);
            at += count;
            return count;
        };
        request.body = stream;
        const auto response = client_->send(request);
        QVERIFY(response);
        QVERIFY(response->body == content);
        stream.read = [](char*, std::size_t) -> Result<std::size_t> {
            return fail(ErrorCode::ChecksumMismatch);
        };
        request.body = stream;
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::ChecksumMismatch);
        stream.read = [](char*, std::size_t) -> Result<std::size_t> { return 0; };
        request.body = stream;
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::FileAccess);
    }

    void downloadsGoToTheSinkAndErrorsDoNot() {
        std::string received;
        ClientRequest request;
        request.url = url("/large");
        request.responseLimitBytes = 1000;
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::TooLarge);
        request.sink = [&](std::string_view bytes) -> Result<void> {
            received += bytes;
            return {};
        };
        const auto response = client_->send(request);
        QVERIFY(response);
        QVERIFY(response->body.empty());
        QVERIFY(received == pattern(3'000'000));
        request.sink = [](std::string_view) -> Result<void> { return fail(ErrorCode::DiskFull); };
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::DiskFull);
        request.url = url("/missing");
        const auto missing = client_->send(request);
        QVERIFY(missing);
        QCOMPARE(missing->status, 404);
        QVERIFY(missing->body.find("not_found") != std::string::npos);
    }

    void redirectsAreFollowedOnlyWhenAskedFor() {
        ClientRequest request;
        request.url = url("/moved");
        QCOMPARE(client_->send(request)->status, 302);
        request.redirects = Redirects::Followed;
        const auto response = client_->send(request);
        QCOMPARE(response->status, 200);
        QVERIFY(!response->headers.contains("Location"));
        request.method = "POST";
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::InvalidInput);
    }

    void unsendableRequestsAreRefused() {
        const auto outcome = [&](auto change) {
            ClientRequest request;
            request.url = url("/hello");
            change(request);
            return codeOf(client_->send(request));
        };
        using R = ClientRequest;
        QCOMPARE(outcome([](R& r) { r.headers.add("X", "a\r\nY: b"); }), ErrorCode::InvalidInput);
        QCOMPARE(outcome([](R& r) { r.headers.add("X\r\nY", "b"); }), ErrorCode::InvalidInput);
        QCOMPARE(outcome([](R& r) { r.method = "GET /x"; }), ErrorCode::InvalidInput);
        QCOMPARE(outcome([](R& r) { r.url += "\r\nX: y"; }), ErrorCode::InvalidInput);
        QCOMPARE(outcome([](R& r) { r.url += "/a b"; }), ErrorCode::InvalidInput);
        QCOMPARE(outcome([](R& r) { r.url = "file:///etc/passwd"; }), ErrorCode::InvalidInput);
        QCOMPARE(outcome([](R& r) { r.url = "http://"; }), ErrorCode::InvalidInput);
    }

    void refusedConnectionsAreUnavailable() {
        ClientRequest request;
        request.method = "POST";
        request.url = "http://127.0.0.1:" + std::to_string(unusedPort()) + "/";
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Unavailable);
        request.url = "http://no-such-host.invalid/";
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Unavailable);
    }

    void unencryptedAnswersToTlsAreUnavailable() {
        ScriptedServer plain(
            [](int socket, int) { ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\n\r\n"); });
        ClientRequest request;
        request.url = "https://127.0.0.1:" + std::to_string(plain.port()) + "/";
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Unavailable);
    }

    void brokenExchangesAreOfUnknownOutcome_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("reset");
        QTest::newRow("closed without an answer") << QByteArray() << false;
        QTest::newRow("reset without an answer") << QByteArray() << true;
        QTest::newRow("cut in the header") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << true;
        QTest::newRow("cut in the body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc") << false;
        QTest::newRow("reset in the body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc") << true;
        QTest::newRow("no HTTP at all") << QByteArray("SSH-2.0-OpenSSH\r\n") << false;
    }
    void brokenExchangesAreOfUnknownOutcome() {
        QFETCH(QByteArray, answer);
        QFETCH(bool, reset);
        ScriptedServer server([&](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, answer.toStdString());
            if (reset) ScriptedServer::reset(socket);
        });
        ClientRequest request;
        request.method = "POST";
        request.url = server.url("/pay");
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::UnknownOutcome);
    }

    void silenceIsATimeoutAfterSendingAndUnavailableBefore() {
        ScriptedServer silent([](int socket, int) { ScriptedServer::waitForEnd(socket); });
        ClientRequest request;
        request.method = "POST";
        request.url = silent.url("/");
        request.times.totalMs = 3000; // time enough to send it
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Timeout);
        request.url = "https://127.0.0.1:" + std::to_string(silent.port()) + "/";
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Unavailable);
    }

    void stalledTransfersEndByTheirSpeed() {
        ScriptedServer stalling([](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            ScriptedServer::waitForEnd(socket);
        });
        ClientRequest request;
        request.url = stalling.url("/");
        request.times.totalMs = 0;
        request.times.lowSpeedSeconds = 1;
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Timeout);
    }

    void cancelledRequestsEndSoon() {
        std::stop_source stop;
        std::atomic<bool> arrived{false};
        ScriptedServer silent([&](int socket, int) {
            ScriptedServer::readHead(socket);
            arrived = true;
            ScriptedServer::waitForEnd(socket);
        });
        ClientRequest request;
        request.url = silent.url("/");
        request.cancel = stop.get_token();
        std::thread canceller([&] {
            while (!arrived)
                std::this_thread::yield();
            stop.request_stop();
        });
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Cancelled);
        canceller.join();
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::Cancelled);
    }

    void endlessHeadersAreCutOff() {
        ScriptedServer server([](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 200; ++i)
                ScriptedServer::write(socket, "X: " + std::string(1000, 'x') + "\r\n");
        });
        ClientRequest request;
        request.url = server.url("/");
        QCOMPARE(codeOf(client_->send(request)), ErrorCode::TooLarge);
    }

    void requestsThatMayNotRepeatAreNeverRepeatedBehindOurBack() {
        // The first answer promises to keep the connection and the server then closes it under the next
        // request, which libcurl by itself would send again.
        std::atomic<int> payments{0};
        ScriptedServer server([&](int socket, int) {
            for (;;) {
                const std::string head = ScriptedServer::readHead(socket);
                if (head.find("/first") == std::string::npos) {
                    payments += head.empty() ? 0 : 1;
                    return;
                }
                ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        ClientRequest first;
        first.url = server.url("/first");
        auto client = *Client::create({});
        QCOMPARE(client->send(first)->status, 200);
        ClientRequest payment;
        payment.method = "POST";
        payment.url = server.url("/pay");
        QCOMPARE(codeOf(client->send(payment)), ErrorCode::UnknownOutcome);
        QCOMPARE(payments.load(), 1);
        client.reset();
    }

    void manyThreadsShareOneClient() {
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&] {
                ClientRequest request;
                request.url = url("/hello");
                for (int i = 0; i < 50; ++i) {
                    const auto response = client_->send(request);
                    if (response && response->status == 200) ++good;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 400);
        // Connections were kept and used again.
        QVERIFY(server_->connections() <= 20);
    }

    void cleanupTestCase() {
        client_.reset();
        server_.reset();
    }
};

QTEST_GUILESS_MAIN(ClientTest)
#include "tst_http_client.moc"
