#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/storage/remote/checked_source.h"
#include "core/storage/remote/download.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/remote_problem.h"
#include "core/storage/remote/remote_times.h"
#include "scripted_server.h"

#include <QTest>

using namespace headroom;
using namespace headroom::storage;

namespace {

BlobContent contentOf(std::string_view bytes) {
    return {static_cast<std::int64_t>(bytes.size()), toHex(sha256(bytes)), "image/jpeg"};
}

/// Gives out at most `step` bytes at a time.
class SlowSource final : public ByteSource {
public:
    SlowSource(std::string_view bytes, std::size_t step)
        : inner_(bytes)
        , step_(step) {}
    Result<std::size_t> read(char* buffer, std::size_t room) override {
        return inner_.read(buffer, std::min(room, step_));
    }
    Result<void> rewind() override { return inner_.rewind(); }

private:
    MemorySource inner_;
    std::size_t step_;
};

/// Everything that a CheckedSource gives out, and how it ended.
std::pair<std::string, Result<void>> drain(CheckedSource& source, std::size_t room) {
    std::string all;
    std::string buffer(room, '\0');
    for (;;) {
        const auto count = source.read(buffer.data(), room);
        if (!count) return {all, fail(count.error())};
        if (*count == 0) return {all, {}};
        all.append(buffer, 0, *count);
    }
}

} // namespace

class RemoteTest : public QObject {
    Q_OBJECT

    SystemClock clock_;
    std::unique_ptr<http::Client> client_;
    int naps_ = 0;

    RemoteCalls calls() {
        return RemoteCalls(*client_, clock_, [this](std::chrono::milliseconds) { ++naps_; });
    }

    DownloadTerms terms(const ScriptedServer& server) {
        DownloadTerms terms;
        terms.service = "the service";
        terms.sha256Header = "X-Sum";
        terms.make = [url = server.url("/blob")](const DownloadAsk& ask) -> Result<http::ClientRequest> {
            http::ClientRequest request;
            request.url = url;
            if (const std::string range = ask.range(); !range.empty()) request.headers.set("Range", range);
            if (!ask.entityTag.empty()) request.headers.set("If-Match", ask.entityTag);
            return request;
        };
        terms.refusal = [](const http::ClientResponse& answer) {
            return Error{answer.status == 412 ? ErrorCode::Conflict : ErrorCode::NotFound, "refused"};
        };
        return terms;
    }

private Q_SLOTS:
    void initTestCase() { client_ = *http::Client::create({}); }
    void init() { naps_ = 0; }

    void goodBytesPassWhateverTheSteps() {
        const std::string bytes = randomBytes(10'000);
        const BlobContent content = contentOf(bytes);
        for (const std::size_t step : {std::size_t(1), std::size_t(777), std::size_t(100'000)}) {
            SlowSource slow(bytes, step);
            CheckedSource source(slow, content);
            for (int round = 0; round < 2; ++round) {
                const auto [all, done] = drain(source, 4096);
                QVERIFY(done);
                QVERIFY(all == bytes);
                QVERIFY(source.rewind());
            }
        }
    }

    // The other side must never hold a complete request of wrong bytes.
    void theLastBytesOfWrongContentStayBack() {
        const std::string bytes = randomBytes(10'000);
        BlobContent wrongSum = contentOf(bytes);
        wrongSum.sha256 = toHex(sha256("another"));
        BlobContent tooShort = contentOf(bytes);
        tooShort.sizeBytes -= 1;
        BlobContent tooLong = contentOf(bytes);
        tooLong.sizeBytes += 1;
        for (const BlobContent& content : {wrongSum, tooShort, tooLong}) {
            SlowSource slow(bytes, 100);
            CheckedSource source(slow, content);
            const auto [all, done] = drain(source, 4096);
            QVERIFY(!done);
            QVERIFY(done.error().code == ErrorCode::ChecksumMismatch);
            QVERIFY(static_cast<std::int64_t>(all.size()) < content.sizeBytes);
            QVERIFY(!source.rewind()); // a second reading cannot help
        }
    }

    void anEmptyBlobIsCheckedToo() {
        MemorySource nothing("");
        const BlobContent good = contentOf("");
        QVERIFY(CheckedSource(nothing, good).checkEmpty());
        BlobContent wrong = good;
        wrong.sha256 = toHex(sha256("x"));
        QVERIFY(CheckedSource(nothing, wrong).checkEmpty().error().code == ErrorCode::ChecksumMismatch);
        MemorySource something("x");
        QVERIFY(CheckedSource(something, good).checkEmpty().error().code == ErrorCode::ChecksumMismatch);
    }

    void contentWithoutASumIsRefused() {
        BlobContent content = contentOf("x");
        QVERIFY(checkContent(content, 1));
        content.sha256 = "xyz";
        QVERIFY(checkContent(content, 1).error().code == ErrorCode::InvalidInput);
        content = contentOf("xy");
        QVERIFY(checkContent(content, 1).error().code == ErrorCode::TooLarge);
        content.sizeBytes = -1;
        QVERIFY(checkContent(content, 1).error().code == ErrorCode::InvalidInput);
    }

    void timesAreReadStrictly() {
        QCOMPARE(parseIsoTime("2026-11-22T21:31:13.045Z")->ms, std::int64_t(1795383073045));
        QCOMPARE(parseIsoTime("2026-11-22T21:31:13Z")->ms, std::int64_t(1795383073000));
        QCOMPARE(parseIsoTime("2026-11-22T21:31:13.123456Z")->ms, std::int64_t(1795383073123));
        for (const char* bad : {"", "2026-11-22", "2026-11-22T21:31:13", "2026-11-22T21:31:13.Z",
                                "2026-11-22T21:31:13+01:00", "2026-11-22T21:31:13Zx"})
            QVERIFY2(!parseIsoTime(bad), bad);
        QCOMPARE(parseHttpDate("Sun, 22 Nov 2026 21:31:13 GMT")->ms, std::int64_t(1795383073000));
        QVERIFY(!parseHttpDate("Sun, 22 Nov 2026 21:31:13"));
    }

    void wordsFromOutsideAreCleaned() {
        QCOMPARE(printable("a\r\nb\x7f"), std::string("a  b "));
        std::string longText(remoteWordsBytes - 1, 'x');
        longText += "\xC3\xBC";
        QCOMPARE(printable(longText), std::string(remoteWordsBytes - 1, 'x'));
    }

    void whatAnOperatorMustDoIsUnavailableToOthers() {
        const Error error =
            remoteError(RemoteProblem::WrongSecret, RemoteEffect::Writes, "S3 at x", "SignatureDoesNotMatch");
        QVERIFY(error.code == ErrorCode::Unavailable);
        QVERIFY(QString::fromStdString(error.detail).contains("secret key"));
        QVERIFY(startError(RemoteProblem::WrongSecret, error).code == ErrorCode::FileAccess);
        QVERIFY(startError(RemoteProblem::Busy, error).code == ErrorCode::Unavailable);
        QVERIFY(remoteError(RemoteProblem::Broken, RemoteEffect::Writes, "s", "").code ==
                ErrorCode::UnknownOutcome);
        QVERIFY(remoteError(RemoteProblem::Broken, RemoteEffect::Reads, "s", "").code ==
                ErrorCode::Unavailable);
    }

    void aCutDownloadGoesOnWhereItWas() {
        const std::string bytes = randomBytes(300'000);
        std::vector<std::string> heads;
        ScriptedServer server([&](int socket, int connection) {
            heads.push_back(ScriptedServer::readHead(socket));
            const std::size_t from = connection == 1 ? 0 : connection == 2 ? 100'000 : 150'000;
            std::string head = connection == 1 ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 206 Partial Content\r\n";
            head += "ETag: \"v1\"\r\nX-Sum: " + toHex(sha256(bytes)) + "\r\n";
            if (connection > 1) head += "Content-Range: bytes " + std::to_string(from) + "-299999/300000\r\n";
            head += "Content-Length: " + std::to_string(bytes.size() - from) + "\r\n\r\n";
            const std::size_t end = connection == 1 ? 100'000 : connection == 2 ? 150'000 : bytes.size();
            ScriptedServer::write(socket, head + bytes.substr(from, end - from));
        });
        const auto remote = calls();
        const DownloadTerms how = terms(server);
        MemorySink sink(1'000'000);
        const auto done = Download(remote, how, std::nullopt, sink).run();
        QVERIFY2(done.has_value(), done ? "" : describe(done.error()).c_str());
        QVERIFY(sink.take() == bytes);
        QCOMPARE(heads.size(), std::size_t(3));
        QVERIFY(heads[0].find("Range:") == std::string::npos);
        QVERIFY(heads[1].find("Range: bytes=100000-\r\n") != std::string::npos);
        QVERIFY(heads[2].find("If-Match: \"v1\"") != std::string::npos);
    }

    void aBlobThatWasReplacedMeanwhileIsNotMixed() {
        ScriptedServer server([&](int socket, int connection) {
            ScriptedServer::readHead(socket);
            if (connection == 1)
                ScriptedServer::write(
                    socket, "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 100\r\n\r\nfirst half");
            else
                ScriptedServer::write(socket,
                                      "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n");
        });
        const auto remote = calls();
        const DownloadTerms how = terms(server);
        MemorySink sink(1000);
        QVERIFY(Download(remote, how, std::nullopt, sink).run().error().code == ErrorCode::Conflict);
    }

    void aCutThatBringsNothingEndsAfterSomeAttempts() {
        ScriptedServer server([&](int socket, int) { ScriptedServer::readHead(socket); });
        const auto remote = calls();
        const DownloadTerms how = terms(server);
        MemorySink sink(1000);
        const auto done = Download(remote, how, std::nullopt, sink).run();
        QVERIFY(!done);
        QVERIFY(done.error().code == ErrorCode::Unavailable);
        QVERIFY(done.error().detail.find("was cut") != std::string::npos);
        QCOMPARE(server.connections(), remoteAttempts);
        QCOMPARE(naps_, remoteAttempts - 1);
    }

    void otherBytesThanStoredAreSeen() {
        ScriptedServer server([&](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\nX-Sum: " + toHex(sha256("hello")) +
                                              "\r\nContent-Length: 5\r\n\r\nhallo");
        });
        const auto remote = calls();
        const DownloadTerms how = terms(server);
        MemorySink sink(1000);
        QVERIFY(Download(remote, how, std::nullopt, sink).run().error().code == ErrorCode::Corrupt);
    }

    void aServiceWithoutRangesIsPutUpWith() {
        ScriptedServer server([&](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
        });
        const auto remote = calls();
        const DownloadTerms how = terms(server);
        MemorySink sink(1000);
        QVERIFY(Download(remote, how, ByteRange{3, 4}, sink).run());
        QCOMPARE(sink.take(), std::string("3456"));
        MemorySink none(1000);
        QVERIFY(Download(remote, how, ByteRange{8, 3}, none).run().error().code == ErrorCode::InvalidInput);
        QVERIFY(none.take().empty());
    }

    void aSinkThatFailsEndsTheDownloadWithItsOwnError() {
        ScriptedServer server([&](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
        });
        const auto remote = calls();
        const DownloadTerms how = terms(server);
        MemorySink small(5);
        QVERIFY(Download(remote, how, std::nullopt, small).run().error().code == ErrorCode::TooLarge);
        QCOMPARE(server.connections(), 1);
    }

    void aBusyServiceIsAskedAgainButNotForEver() {
        ScriptedServer server([&](int socket, int connection) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket, connection < 3 ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
                                                         : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        const auto remote = calls();
        int made = 0;
        const auto answer = remote.send([&](int attempt) -> Result<http::ClientRequest> {
            if (attempt != made++) return fail(ErrorCode::Internal, "attempts are not counted");
            http::ClientRequest request;
            request.url = server.url("/");
            return request;
        });
        QVERIFY(answer.has_value());
        QCOMPARE(answer->body, std::string("ok"));
        QCOMPARE(made, 3);
        QCOMPARE(naps_, 2);
    }

    void moreAskedPatienceThanACallerHasEndsAtOnce() {
        ScriptedServer server([&](int socket, int) {
            ScriptedServer::readHead(socket);
            ScriptedServer::write(socket,
                                  "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
        });
        const auto remote = calls();
        const auto answer = remote.send([&](int) -> Result<http::ClientRequest> {
            http::ClientRequest request;
            request.url = server.url("/");
            return request;
        });
        QCOMPARE(answer->status, 503);
        QCOMPARE(naps_, 0);
    }
};

QTEST_GUILESS_MAIN(RemoteTest)
#include "tst_storage_remote.moc"
