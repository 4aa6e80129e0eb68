#include "core/http/server/problem.h"
#include "core/http/server/server.h"
#include "raw_client.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <mutex>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <vector>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::http;

namespace {

class CountingSink final : public BodySink {
public:
    explicit CountingSink(std::atomic<int>& open)
        : open_(open) {
        ++open_;
    }
    Result<void> write(std::string_view) override { return {}; }
    Response end() override { return finish(Response::empty(204)); }
    Response aborted(const Error& why) override { return finish(problem(why)); }

private:
    Response finish(Response response) {
        --open_;
        return response;
    }
    std::atomic<int>& open_;
};

struct World {
    std::atomic<int> openSinks{0};
    std::mutex mutex;
    std::vector<std::shared_ptr<EventStream>> streams;

    Router router() {
        Router routes;
        routes.add("GET", "/hello", [](Request&) { return Response::text(200, "hello"); });
        routes.add("GET", "/slow", [](Request&) {
            ::usleep(3000);
            return Response::text(200, std::string(100'000, 'x'));
        });
        routes.add("GET", "/events", [this](Request&) {
            auto stream = std::make_shared<EventStream>();
            const std::lock_guard lock(mutex);
            streams.push_back(stream);
            return Response::events(stream);
        });
        routes.addUpload("PATCH", "/files/{file}", [this](Request&) -> UploadStart {
            return std::make_unique<CountingSink>(openSinks);
        });
        return routes;
    }

    void publish() {
        const std::lock_guard lock(mutex);
        std::erase_if(streams,
                      [](const auto& stream) { return stream->push("", "x") == EventStream::Push::Closed; });
    }
};

/// Keeps asking until told to stop; counts whole answers.
void hammer(int port, int kind, const std::atomic<bool>& going, std::atomic<long>& answers) {
    static const std::string requests[] = {
        "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /slow HTTP/1.1\r\nHost: t\r\n\r\n",
        "PATCH /files/1 HTTP/1.1\r\nHost: t\r\nContent-Length: 500000\r\n\r\n" + std::string(500'000, 'x'),
        "GET /events HTTP/1.1\r\nHost: t\r\n\r\n",
    };
    while (going) {
        RawClient client(port);
        for (int i = 0; i < 30 && going; ++i) {
            if (!client.send(requests[kind])) break;
            const std::string answer = kind == 3 ? client.head() : client.answer();
            if (answer.empty()) break;
            ++answers;
            if (kind == 3) {
                client.until("data: x\n\n");
                break;
            }
        }
    }
}

} // namespace

/// Starting and stopping while clients are at it. Run under the sanitizers these rounds are what shows a
/// coroutine that outlives its loop.
class ServerShutdownTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void manyRoundsWithRequestsInFlight() {
        std::atomic<long> answers{0};
        for (int round = 0; round < 40; ++round) {
            World world;
            auto a = Server::create({}, world.router());
            auto b = Server::create({}, world.router());
            QVERIFY(a && b);
            std::atomic<bool> going{true};
            std::vector<std::thread> clients;
            const long before = answers;
            for (int kind = 0; kind < 4; ++kind) {
                for (auto* server : {&a, &b})
                    clients.emplace_back(
                        [&, kind, port = (**server)->port()] { hammer(port, kind, going, answers); });
            }
            while (answers < before + 50)
                world.publish();
            // Sometimes gently, sometimes with the axe, while publishing goes on.
            std::thread publisher([&] {
                while (going)
                    world.publish();
            });
            (*a)->shutdown(round % 2 ? 2000 : 0);
            b->reset();
            going = false;
            for (auto& client : clients)
                client.join();
            publisher.join();
            QCOMPARE((*a)->connections(), 0);
            QCOMPARE(world.openSinks.load(), 0);
            world.publish();
            QVERIFY(world.streams.empty());
        }
        qInfo("%ld answers", answers.load());
    }

    void requestsUnderWayAreAnswered() {
        std::atomic<bool> entered{false};
        std::atomic<bool> leave{false};
        Router router;
        router.add("GET", "/wait", [&](Request&) {
            entered = true;
            while (!leave)
                ::usleep(1000);
            return Response::text(200, "done");
        });
        auto server = Server::create({}, std::move(router));
        QVERIFY(server);
        RawClient client((*server)->port());
        RawClient idle((*server)->port());
        QVERIFY(client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n"));
        QTRY_VERIFY_WITH_TIMEOUT(entered, patienceMs);
        std::thread stopper([&] { (*server)->shutdown(60'000); });
        QCOMPARE(idle.rest(), std::string()); // idle connections end at once, while the other is still served
        leave = true;
        const std::string answer = client.rest();
        QCOMPARE(statusOf(answer), 200);
        QCOMPARE(fieldOf(answer, "Connection"), std::string("close"));
        stopper.join();
        RawClient late((*server)->port());
        QVERIFY(!late.send("x") || late.rest().empty());
    }

    void socketsOfCrashedServersAreReplacedButFilesAreNot() {
        QTemporaryDir directory;
        const std::string path = directory.filePath("s").toStdString();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QVERIFY(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        ::close(dead);
        ServerOptions options;
        options.listen = "unix:" + path;
        QVERIFY(Server::create(options, Router()));
        options.listen = "unix:" + directory.filePath("file").toStdString();
        QFile file(directory.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!Server::create(options, Router()));
        QVERIFY(file.exists());
    }

    void unixSocketsComeAndGo() {
        QTemporaryDir directory;
        const std::string path = directory.filePath("s").toStdString();
        ServerOptions options;
        options.listen = "unix:" + path;
        for (int round = 0; round < 2; ++round) {
            Router router;
            router.add("GET", "/who", [](Request& request) {
                return Response::text(200, "from '" + request.peerAddress + "'");
            });
            auto server = Server::create(options, std::move(router));
            QVERIFY2(server, server ? "" : describe(server.error()).c_str());
            QCOMPARE((*server)->port(), 0);
            RawClient client(path);
            QVERIFY(client.send("GET /who HTTP/1.1\r\nHost: t\r\n\r\n"));
            QCOMPARE(bodyOf(client.answer()), std::string("from ''"));
            auto second = Server::create(options, Router());
            QVERIFY(!second);
            QCOMPARE(second.error().code, ErrorCode::Unavailable);
            (*server)->shutdown(0);
            QVERIFY(::access(path.c_str(), F_OK) != 0);
        }
    }
};

QTEST_GUILESS_MAIN(ServerShutdownTest)
#include "tst_http_server_shutdown.moc"
