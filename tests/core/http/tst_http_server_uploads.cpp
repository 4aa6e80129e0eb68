#include "core/base/crypto.h"
#include "core/http/server/problem.h"
#include "core/http/server/server.h"
#include "raw_client.h"
#include "tests/support/patience.h"

#include <QTest>

#include <atomic>
#include <mutex>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::http;

namespace {

/// What became of the last upload.
struct Journal {
    std::mutex mutex;
    std::string bytes;
    std::size_t largestWrite = 0;
    std::string ending; ///< "end" or the code's name
    int endings = 0;

    std::string ended() {
        const std::lock_guard lock(mutex);
        return ending;
    }
};

class JournalSink final : public BodySink {
public:
    JournalSink(Journal& journal, std::size_t failAfter)
        : journal_(journal)
        , failAfter_(failAfter) {}

    Result<void> write(std::string_view bytes) override {
        const std::lock_guard lock(journal_.mutex);
        if (journal_.bytes.size() + bytes.size() > failAfter_) return fail(ErrorCode::DiskFull, "no room");
        journal_.bytes += bytes;
        journal_.largestWrite = std::max(journal_.largestWrite, bytes.size());
        return {};
    }
    Response end() override {
        finish("end");
        return Response::empty(204).with("Upload-Offset", std::to_string(journal_.bytes.size()));
    }
    Response aborted(const Error& why) override {
        finish(std::string(name(why.code)));
        return problem(why);
    }

private:
    void finish(std::string ending) {
        const std::lock_guard lock(journal_.mutex);
        journal_.ending = std::move(ending);
        ++journal_.endings;
    }

    Journal& journal_;
    const std::size_t failAfter_;
};

std::string patch(const std::string& fields) {
    return "PATCH /files/1 HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n";
}

} // namespace

class ServerUploadsTest : public QObject {
    Q_OBJECT

    Journal journal_;
    std::unique_ptr<Server> server_;
    std::size_t failAfter_ = SIZE_MAX;

    void start(ServerLimits limits = {}) {
        limits.lingerMs = 60'000; // clients on a busy machine get their answers, too
        server_.reset();
        journal_.bytes.clear();
        journal_.ending.clear();
        journal_.largestWrite = 0;
        journal_.endings = 0;
        Router router;
        router.addUpload("PATCH", "/files/{file}",
                         [this](Request& request) -> UploadStart {
                             if (request.header("Upload-Offset") == "7")
                                 return problem({ErrorCode::OffsetMismatch, "at 0"});
                             return std::make_unique<JournalSink>(journal_, failAfter_);
                         },
                         {.bodyLimitBytes = 64UL << 20U});
        router.addUpload(
            "PUT", "/small/{file}",
            [this](Request&) -> UploadStart { return std::make_unique<JournalSink>(journal_, failAfter_); },
            {.bodyLimitBytes = 100'000});
        router.add("GET", "/hello", [](Request&) { return Response::text(200, "hello"); });
        ServerOptions options;
        options.limits = limits;
        auto server = Server::create(options, std::move(router));
        QVERIFY(server);
        server_ = *std::move(server);
    }

private Q_SLOTS:
    void init() {
        failAfter_ = SIZE_MAX;
        start();
    }

    void largeBodiesArriveWholeInLargeWrites() {
        std::string content(20'000'000, '\0');
        for (std::size_t i = 0; i < content.size(); ++i)
            content[i] = static_cast<char>(i * 2654435761U >> 13U);
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: " + std::to_string(content.size()) + "\r\n")));
        QVERIFY(client.send(content));
        const std::string answer = client.answer();
        QCOMPARE(statusOf(answer), 204);
        QCOMPARE(fieldOf(answer, "Upload-Offset"), std::to_string(content.size()));
        QVERIFY(sha256(journal_.bytes) == sha256(content));
        QCOMPARE(journal_.largestWrite, uploadBufferBytes);
        QCOMPARE(journal_.endings, 1);
        QVERIFY(client.send("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"));
        QCOMPARE(statusOf(client.answer()), 200);
    }

    void chunkedBodiesAreStreamedToo() {
        RawClient client(server_->port());
        std::string expected;
        QVERIFY(client.send(patch("Transfer-Encoding: chunked\r\n")));
        for (int i = 0; i < 100; ++i) {
            const std::string piece(10'000, static_cast<char>('a' + i % 26));
            QVERIFY(client.send("2710\r\n" + piece + "\r\n"));
            expected += piece;
        }
        QVERIFY(client.send("0\r\n\r\n"));
        QCOMPARE(statusOf(client.answer()), 204);
        QVERIFY(journal_.bytes == expected);
    }

    void emptyBodiesEndAtOnce() {
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 0\r\n")));
        QCOMPARE(fieldOf(client.answer(), "Upload-Offset"), std::string("0"));
        QCOMPARE(journal_.ended(), std::string("end"));
    }

    void cutConnectionsDeliverWhatArrived_data() {
        QTest::addColumn<QByteArray>("framing");
        QTest::newRow("length") << QByteArray("Content-Length: 1000000\r\n");
        QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n");
    }
    void cutConnectionsDeliverWhatArrived() {
        QFETCH(QByteArray, framing);
        const bool chunked = framing.startsWith("Transfer");
        RawClient client(server_->port());
        const std::string part(300'000, 'p');
        QVERIFY(client.send(patch(framing.toStdString()) + (chunked ? "F4240\r\n" : "") + part));
        client.endSending();
        QTRY_COMPARE_WITH_TIMEOUT(journal_.ended(), std::string("cancelled"), patienceMs);
        QCOMPARE(journal_.bytes.size(), part.size());
        QCOMPARE(journal_.endings, 1);
        QTRY_COMPARE_WITH_TIMEOUT(server_->connections(), 0, patienceMs);
    }

    void resetConnectionsEndTheUpload() {
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 1000000\r\n") + std::string(100'000, 'p')));
        client.cut();
        QTRY_COMPARE_WITH_TIMEOUT(journal_.ended(), std::string("cancelled"), patienceMs);
        QCOMPARE(journal_.endings, 1);
    }

    void refusalsComeBeforeTheBody() {
        RawClient client(server_->port());
        QVERIFY(
            client.send(patch("Upload-Offset: 7\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n")));
        const std::string answer = client.answer();
        QCOMPARE(statusOf(answer), 409);
        QCOMPARE(fieldOf(answer, "Connection"), std::string("close"));
        QCOMPARE(journal_.endings, 0);
    }

    void refusalsReachClientsThatKeepSending() {
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Upload-Offset: 7\r\nContent-Length: 20000000\r\n")));
        // Much more than the buffers of both kernels: without lingering this ends in a reset and no answer.
        QVERIFY(client.send(std::string(20'000'000, 'x')));
        QCOMPARE(statusOf(client.rest()), 409);
    }

    void acceptedClientsAreToldToContinue() {
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 5\r\nExpect: 100-continue\r\n")));
        QCOMPARE(statusOf(client.head()), 100);
        QVERIFY(client.send("hello"));
        QCOMPARE(statusOf(client.answer()), 204);
        QCOMPARE(journal_.bytes, std::string("hello"));
    }

    void failingWritesEndTheUploadWithTheirReason() {
        failAfter_ = 400'000;
        start();
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 5000000\r\n")));
        client.send(std::string(5'000'000, 'x'));
        QCOMPARE(statusOf(client.rest()), 507);
        QCOMPARE(journal_.ended(), std::string("disk_full"));
        QCOMPARE(journal_.endings, 1);
    }

    void tooMuchIsRefusedAtTheAnnouncementOrOnTheWay() {
        RawClient announced(server_->port());
        QVERIFY(announced.send("PUT /small/1 HTTP/1.1\r\nHost: t\r\nContent-Length: 100001\r\n\r\n"));
        QCOMPARE(statusOf(announced.answer()), 413);
        QCOMPARE(journal_.endings, 0);
        RawClient chunked(server_->port());
        QVERIFY(chunked.send("PUT /small/1 HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (int i = 0; i < 3; ++i)
            chunked.send("C350\r\n" + std::string(50'000, 'x') + "\r\n");
        QCOMPARE(statusOf(chunked.rest()), 413);
        QCOMPARE(journal_.ended(), std::string("too_large"));
        QVERIFY(journal_.bytes.size() <= 100'000);
    }

    void slowUploadsEnd() {
        ServerLimits limits;
        limits.rateWindowMs = 400;
        start(limits);
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 1000000\r\n") + "some"));
        QCOMPARE(statusOf(client.rest()), 408);
        QCOMPARE(journal_.ended(), std::string("timeout"));
        QCOMPARE(journal_.bytes, std::string("some"));
    }

    void steadyUploadsMayTakeLongerThanAnyWindow() {
        ServerLimits limits;
        limits.rateWindowMs = 4000;
        limits.rateBytes = 1000;
        start(limits);
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 100000\r\n")));
        for (int i = 0; i < 100; ++i) {
            QVERIFY(client.send(std::string(1000, 'x')));
            QTest::qWait(50);
        }
        QCOMPARE(statusOf(client.answer()), 204);
        QCOMPARE(journal_.bytes.size(), std::size_t(100'000));
    }

    void stoppingServersEndUploads() {
        RawClient client(server_->port());
        QVERIFY(client.send(patch("Content-Length: 1000000\r\n") + std::string(10'000, 'x')));
        QTRY_COMPARE_WITH_TIMEOUT(server_->connections(), 1, patienceMs);
        server_->shutdown(300);
        // Whether the head was read before the stop is the kernel's choice; if it was, the sink heard of it.
        QVERIFY(journal_.endings == 0 || journal_.ended() == "unavailable");
    }

    void cleanupTestCase() { server_.reset(); }
};

QTEST_GUILESS_MAIN(ServerUploadsTest)
#include "tst_http_server_uploads.moc"
