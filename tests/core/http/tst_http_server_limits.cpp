#include "core/http/server/server.h"
#include "raw_client.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>
#include <sys/resource.h>
#include <thread>
#include <vector>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::http;

namespace {

/// A gate that handlers wait at until the test opens it.
class Gate {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    int waiting() {
        const std::lock_guard lock(mutex_);
        return waiting_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

ServerLimits shortLimits() {
    ServerLimits limits;
    limits.headerTimeMs = 800;
    limits.smallBodyTimeMs = 800;
    limits.keepAliveIdleMs = 800;
    limits.rateWindowMs = 800;
    limits.lingerMs = 200;
    return limits;
}

std::unique_ptr<Server> serve(ServerOptions options, Gate* gate = nullptr) {
    Router router;
    router.add("GET", "/hello", [](Request&) { return Response::text(200, "hello"); });
    router.add("POST", "/echo",
               [](Request& request) { return Response::text(200, std::move(request.body)); });
    router.add("GET", "/gate", [gate](Request&) {
        gate->pass();
        return Response::text(200, "passed");
    });
    auto server = Server::create(std::move(options), std::move(router));
    return server ? *std::move(server) : nullptr;
}

const std::string hello = "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n";

/// Sends a byte now and then until the server closes; true when it did, false after far too long.
bool dribble(RawClient& client, std::string_view begin) {
    if (!client.send(begin)) return true;
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < 20'000) {
        if (!client.send("x")) return true;
        QTest::qWait(20);
    }
    return false;
}

} // namespace

/// What a hostile or broken client cannot do to us. Times are shortened; no test depends on how short.
class ServerLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void silentAndDribblingClientsAreCutOff() {
        ServerOptions options;
        options.limits = shortLimits();
        const auto server = serve(options);
        QVERIFY(server);

        RawClient silent(server->port());
        QCOMPARE(silent.rest(), std::string());

        RawClient idle(server->port());
        QVERIFY(idle.send(hello));
        QCOMPARE(statusOf(idle.answer()), 200);
        QCOMPARE(idle.rest(), std::string());

        RawClient header(server->port());
        QVERIFY(dribble(header, "GET /hello HTTP/1.1\r\nHost: t\r\nX: "));
        RawClient halfHeader(server->port());
        QVERIFY(halfHeader.send("GET /hello HTTP/1.1\r\nHost: t\r\nX: "));
        QCOMPARE(statusOf(halfHeader.rest()), 408);

        RawClient body(server->port());
        QVERIFY(dribble(body, "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n"));
        RawClient halfBody(server->port());
        QVERIFY(halfBody.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc"));
        QCOMPARE(statusOf(halfBody.rest()), 408);
        QTRY_COMPARE_WITH_TIMEOUT(server->connections(), 0, patienceMs);
    }

    void clientsThatNeverReadAreCutOff() {
        ServerOptions options;
        options.limits = shortLimits();
        options.limits.rateWindowMs = 150; // one per 64 KB of the answer
        const auto server = serve(options);
        QVERIFY(server);
        RawClient client(server->port(), RawClient::smallReceiveBuffer);
        const std::string request =
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000\r\n\r\n" + std::string(1'000'000, 'x');
        // As many as the kernel's buffers take on both ways; then the server waits for us, and we never read.
        const auto sender = std::async(std::launch::async, [&] {
            while (client.send(request)) {
            }
        });
        const auto sent = sender.wait_for(std::chrono::milliseconds(patienceMs));
        client.endSending(); // ends a sender whom nobody cut off
        QVERIFY(sent == std::future_status::ready);
        QTRY_COMPARE_WITH_TIMEOUT(server->connections(), 0, patienceMs);
    }

    void endlessHeadersAndBodiesAreCutOff() {
        ServerOptions options;
        options.limits.lingerMs = 60'000;
        const auto server = serve(options);
        QVERIFY(server);
        RawClient header(server->port());
        header.send("GET /hello HTTP/1.1\r\nHost: t\r\nX: " + std::string(100'000, 'x'));
        QCOMPARE(statusOf(header.rest()), 431);
        RawClient body(server->port());
        body.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 40; ++i)
            if (!body.send("10000\r\n" + std::string(65536, 'x') + "\r\n")) break;
        QCOMPARE(statusOf(body.rest()), 413);
    }

    void smugglingIsRefusedAndEndsTheConnection_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("length and chunked") << QByteArray("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: "
                                                          "4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("two lengths") << QByteArray(
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n");
        QTest::newRow("bad chunk") << QByteArray(
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n");
        QTest::newRow("no host") << QByteArray("GET /hello HTTP/1.1\r\n\r\n");
        QTest::newRow("two hosts") << QByteArray("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
        QTest::newRow("bare line feeds") << QByteArray("GET /hello HTTP/1.1\nHost: a\n\n");
        QTest::newRow("NUL") << QByteArray("GET /hello HTTP/1.1\r\nHost: a\r\nX: ") + '\0' + "\r\n\r\n";
        QTest::newRow("dots in the path") << QByteArray("GET /a/../hello HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    void smugglingIsRefusedAndEndsTheConnection() {
        QFETCH(QByteArray, request);
        const auto server = serve({});
        QVERIFY(server);
        RawClient client(server->port());
        client.send(std::string(request.constData(), std::size_t(request.size())) + hello);
        client.endSending();
        const std::string answer = client.rest();
        QCOMPARE(statusOf(answer), 400);
        QVERIFY2(answer.find("200 OK") == std::string::npos, "the smuggled request was answered");
    }

    void tooManyRequestsAtOnceAreTurnedAway() {
        ServerOptions options;
        options.handlerThreads = 2;
        options.limits.waitingRequests = 1;
        Gate gate;
        const auto server = serve(options, &gate);
        QVERIFY(server);
        std::atomic<int> answered{0};
        std::vector<std::future<std::string>> answers;
        for (int i = 0; i < 6; ++i) {
            answers.push_back(std::async(std::launch::async, [&] {
                RawClient client(server->port());
                client.send("GET /gate HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
                std::string answer = client.rest();
                ++answered;
                return answer;
            }));
        }
        // Two run, one waits; the others are answered without a handler.
        const bool settled =
            QTest::qWaitFor([&] { return gate.waiting() == 2 && answered == 3; }, patienceMs);
        gate.open();
        int passed = 0;
        int refused = 0;
        for (auto& future : answers) {
            const std::string answer = future.get();
            if (statusOf(answer) == 200) ++passed;
            if (statusOf(answer) == 503 && !fieldOf(answer, "Retry-After").empty()) ++refused;
        }
        QVERIFY(settled);
        QCOMPARE(passed, 3);
        QCOMPARE(refused, 3);
    }

    void connectionsAreBoundedInTotalAndByAddress() {
        for (const bool byAddress : {false, true}) {
            ServerOptions options;
            (byAddress ? options.limits.connectionsPerAddress : options.limits.connections) = 2;
            const auto server = serve(options);
            QVERIFY(server);
            RawClient first(server->port());
            RawClient second(server->port());
            QTRY_COMPARE_WITH_TIMEOUT(server->connections(), 2, patienceMs);
            RawClient third(server->port());
            QCOMPARE(statusOf(third.rest()), 503);
            QVERIFY(first.send(hello) && second.send(hello));
            QCOMPARE(statusOf(first.answer()), 200);
            QCOMPARE(statusOf(second.answer()), 200);
            first.cut();
            QTRY_COMPARE_WITH_TIMEOUT(server->connections(), 1, patienceMs);
            RawClient fourth(server->port());
            QVERIFY(fourth.send(hello));
            QCOMPARE(statusOf(fourth.answer()), 200);
        }
    }

    void runningOutOfDescriptorsIsSurvived() {
        const auto server = serve({});
        QVERIFY(server);
        rlimit before{};
        QVERIFY(getrlimit(RLIMIT_NOFILE, &before) == 0);
        RawClient early(server->port());
        QVERIFY(early.send(hello));
        QCOMPARE(statusOf(early.answer()), 200);
        // One is left, and our side of the next connection takes it.
        rlimit tight = before;
        const int next = ::dup(0);
        tight.rlim_cur = static_cast<rlim_t>(next) + 1;
        ::close(next);
        QVERIFY(setrlimit(RLIMIT_NOFILE, &tight) == 0);
        RawClient waiting(server->port());
        const bool sent = waiting.send(hello);
        const bool stillServed = early.send(hello) && statusOf(early.answer()) == 200;
        QVERIFY(setrlimit(RLIMIT_NOFILE, &before) == 0);
        QVERIFY(sent && stillServed);
        QCOMPARE(statusOf(waiting.answer()), 200);
    }

    void arbitraryBytesOverSocketsDoNoHarm() {
        ServerOptions options;
        options.limits = shortLimits();
        const auto server = serve(options);
        QVERIFY(server);
        const auto seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 300; ++round) {
            std::string bytes = "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nX: y\r\n\r\nhello";
            for (unsigned i = random() % 4; i > 0; --i)
                bytes[random() % bytes.size()] = static_cast<char>(random());
            RawClient client(server->port());
            client.send(bytes.substr(0, 1 + random() % bytes.size()));
            if (random() % 2) {
                client.endSending();
                const std::string answer = client.rest();
                QVERIFY(answer.empty() || statusOf(answer) >= 200);
            } else {
                client.cut();
            }
        }
        RawClient client(server->port());
        QVERIFY(client.send(hello));
        QCOMPARE(statusOf(client.answer()), 200);
        client.cut();
        QTRY_COMPARE_WITH_TIMEOUT(server->connections(), 0, patienceMs);
    }
};

QTEST_GUILESS_MAIN(ServerLimitsTest)
#include "tst_http_server_limits.moc"
