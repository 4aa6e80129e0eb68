#include "core/http/server/server.h"
#include "raw_client.h"
#include "tests/support/patience.h"

#include <QTest>

#include <mutex>
#include <thread>
#include <vector>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::http;

class ServerEventsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Server> server_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<EventStream>> streams_;

    void start(ServerLimits limits = {}) {
        server_.reset();
        streams_.clear();
        Router router;
        router.add("GET", "/events", [this](Request&) {
            auto stream = std::make_shared<EventStream>();
            const std::lock_guard lock(mutex_);
            streams_.push_back(stream);
            return Response::events(std::move(stream));
        });
        ServerOptions options;
        options.limits = limits;
        auto server = Server::create(options, std::move(router));
        QVERIFY(server);
        server_ = *std::move(server);
    }

    std::size_t subscribers() {
        const std::lock_guard lock(mutex_);
        return streams_.size();
    }

    std::shared_ptr<EventStream> stream(std::size_t index) {
        const std::lock_guard lock(mutex_);
        return streams_.at(index);
    }

private Q_SLOTS:
    void init() { start(); }

    void eventsReachSubscribersFromAnyThread() {
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 20; ++i) {
            clients.push_back(std::make_unique<RawClient>(server_->port()));
            QVERIFY(clients.back()->send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n"));
            const std::string head = clients.back()->head();
            QCOMPARE(statusOf(head), 200);
            QCOMPARE(fieldOf(head, "Content-Type"), std::string("text/event-stream"));
            QCOMPARE(fieldOf(head, "X-Accel-Buffering"), std::string("no"));
            QCOMPARE(fieldOf(head, "Cache-Control"), std::string("no-store"));
            QVERIFY(fieldOf(head, "Content-Length").empty());
        }
        QTRY_COMPARE_WITH_TIMEOUT(subscribers(), std::size_t(20), patienceMs);
        std::vector<std::thread> publishers;
        for (int t = 0; t < 2; ++t) {
            publishers.emplace_back([this] {
                for (int i = 0; i < 50; ++i)
                    for (std::size_t s = 0; s < 20; ++s)
                        stream(s)->push("tick", "x");
            });
        }
        for (auto& publisher : publishers)
            publisher.join();
        for (std::size_t s = 0; s < 20; ++s)
            QVERIFY(stream(s)->push("version", "line one\nline two", "42") == EventStream::Push::Queued);
        for (const auto& client : clients) {
            const std::string all = client->until("line two\n\n");
            QCOMPARE(std::size_t(QByteArray::fromStdString(all).count("event: tick\ndata: x\n\n")),
                     std::size_t(100));
            QVERIFY(all.ends_with("event: version\nid: 42\ndata: line one\ndata: line two\n\n"));
        }
    }

    void eventsPushedBeforeTheAnswerAreNotLost() {
        Router router;
        router.add("GET", "/early", [](Request&) {
            auto stream = std::make_shared<EventStream>();
            stream->push("", "early");
            stream->close();
            return Response::events(std::move(stream));
        });
        auto server = Server::create({}, std::move(router));
        QVERIFY(server);
        RawClient client((*server)->port());
        QVERIFY(client.send("GET /early HTTP/1.1\r\nHost: t\r\n\r\n"));
        QVERIFY(client.rest().ends_with("\r\n\r\ndata: early\n\n"));
    }

    void lineBreaksCannotForgeFields() {
        EventStream stream;
        stream.push("a\nid: 9", "x\r\nretry: 1", "1\n2");
        const std::string text = stream.takeAll();
        QCOMPARE(text, std::string("event: aid: 9\nid: 12\ndata: x\ndata: retry: 1\n\n"));
    }

    void leavingIsNoticedAndThePublisherTold() {
        RawClient client(server_->port());
        QVERIFY(client.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n"));
        client.head();
        client.cut();
        QTRY_COMPARE_WITH_TIMEOUT(server_->connections(), 0, patienceMs);
        QVERIFY(stream(0)->push("", "x") == EventStream::Push::Closed);
    }

    void silentStreamsArePinged() {
        ServerLimits limits;
        limits.pingMs = 50;
        start(limits);
        RawClient client(server_->port());
        QVERIFY(client.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n"));
        client.head();
        QCOMPARE(client.until("\n\n"), std::string(": ping\n\n"));
        QCOMPARE(client.until("\n\n"), std::string(": ping\n\n"));
    }

    void slowSubscribersAreDropped() {
        ServerLimits limits;
        limits.rateWindowMs = 400;
        start(limits);
        RawClient slow(server_->port(), RawClient::smallReceiveBuffer);
        RawClient quick(server_->port());
        for (RawClient* client : {&slow, &quick}) {
            QVERIFY(client->send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n"));
            client->head();
        }
        QCOMPARE(subscribers(), std::size_t(2));
        std::thread reader([&] {
            while (quick.readSome(65536)) {
            }
        });
        // Faster than the slow one reads (not at all), so that its queue and the kernel's buffers fill up.
        const std::string data(1000, 'd');
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (int i = 0; i < 20; ++i)
                    if (stream(0)->push("", data) == EventStream::Push::Closed) return true;
                return false;
            }(),
            patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(server_->connections(), 1, patienceMs);
        QVERIFY(stream(1)->push("", "still here") == EventStream::Push::Queued);
        server_->shutdown(0);
        reader.join();
    }

    void shutdownEndsStreamsAtOnce() {
        RawClient client(server_->port());
        QVERIFY(client.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n"));
        client.head();
        server_->shutdown(60'000);
        QCOMPARE(client.rest(), std::string());
        QVERIFY(stream(0)->closed());
        QVERIFY(stream(0)->push("", "x") == EventStream::Push::Closed);
    }

    void cleanupTestCase() { server_.reset(); }
};

QTEST_GUILESS_MAIN(ServerEventsTest)
#include "tst_http_server_events.moc"
