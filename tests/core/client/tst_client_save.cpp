// Large things of the endpoint's that become files of the user's.
#include "core/client/file_download.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::client;

namespace {

/// Answers each request as told, one to a connection, and keeps what was asked.
class TinyServer : public QTcpServer {
public:
    using Answer = std::function<QByteArray(const QByteArray& head)>;

    explicit TinyServer(Answer answer)
        : answer_(std::move(answer)) {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* const socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                const QByteArray head = socket->peek(64 * 1024);
                if (!head.contains("\r\n\r\n")) return;
                socket->readAll();
                heads.append(head);
                socket->write(answer_(head));
                if (!keepOpen) socket->disconnectFromHost();
            });
        });
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }

    QList<QByteArray> heads;
    bool keepOpen = false;

private:
    Answer answer_;
};

qint64 rangeOf(const QByteArray& head) {
    static const QRegularExpression range(QStringLiteral("\r\nrange: bytes=([0-9]+)-"),
                                          QRegularExpression::CaseInsensitiveOption);
    const auto match = range.match(QString::fromLatin1(head));
    return match.hasMatch() ? match.captured(1).toLongLong() : 0;
}

QByteArray tagOf(const QByteArray& bytes) {
    return '"' + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex() + '"';
}

/// As the endpoint answers, but at most `most` bytes of it.
QByteArray answerFrom(const QByteArray& bytes, qint64 from, qint64 most) {
    const QByteArray rest = bytes.mid(from);
    QByteArray head =
        from > 0 ? QByteArray("HTTP/1.1 206 Partial Content\r\n") : QByteArray("HTTP/1.1 200 OK\r\n");
    if (from > 0)
        head += "Content-Range: bytes " + QByteArray::number(from) + '-' +
                QByteArray::number(bytes.size() - 1) + '/' + QByteArray::number(bytes.size()) + "\r\n";
    return head + "Connection: close\r\nETag: " + tagOf(bytes) +
           "\r\nContent-Length: " + QByteArray::number(rest.size()) + "\r\n\r\n" + rest.left(most);
}

} // namespace

class SaveTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QByteArray bytes_;
    QString file() const { return folder_.filePath(QStringLiteral("mine.zip")); }
    QStringList all() const { return QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden); }
    QByteArray saved() const {
        QFile read(file());
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    }
    /// What became of it.
    Result<void> save(TinyServer& server, qint64* lastReceived = nullptr) {
        SyncTiming timing;
        timing.firstRetryMs = 1;
        ApiClient api(server.url(), 10'000);
        api.setToken("the-token");
        auto* download = new FileDownload(api, {QStringLiteral("/api/content"), file()}, timing);
        std::optional<Result<void>> result;
        connect(download, &FileDownload::ended, this, [&](const Result<void>& ended) { result = ended; });
        connect(download, &FileDownload::progressed, this, [&](qint64 received, qint64) {
            if (lastReceived) *lastReceived = received;
        });
        download->start();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), patienceMs); }();
        return result.value_or(Result<void>(fail(ErrorCode::Internal, "never ended")));
    }

private Q_SLOTS:
    void init() {
        for (const QString& name : all())
            QVERIFY(QFile::remove(folder_.filePath(name)));
        bytes_.clear();
        for (int i = 0; i < 700'000; ++i)
            bytes_ += static_cast<char>(i * 31 % 253);
    }

    void aFileArrivesWholeWithTheToken() {
        TinyServer server([&](const QByteArray&) { return answerFrom(bytes_, 0, bytes_.size()); });
        qint64 received = 0;
        QVERIFY(save(server, &received).has_value());
        QVERIFY(saved() == bytes_);
        QCOMPARE(received, bytes_.size());
        QCOMPARE(all().size(), 1);
        QVERIFY(server.heads.first().contains("Authorization: Bearer the-token"));
    }

    void whatBreaksOffIsTakenUpWhereItEnded() {
        TinyServer server([&](const QByteArray& head) { return answerFrom(bytes_, rangeOf(head), 200'000); });
        QVERIFY(save(server).has_value());
        QVERIFY(saved() == bytes_);
        QCOMPARE(server.heads.size(), 4);
        QCOMPARE(rangeOf(server.heads[1]), 200'000);
        QVERIFY(server.heads[1].toLower().contains("if-range: " + tagOf(bytes_)));
    }

    void anotherFileFromTheEndpointBeginsAnew() {
        const QByteArray newer = "newer" + bytes_;
        TinyServer server([&](const QByteArray&) {
            // The second time it is another, which comes whole in spite of the range.
            return server.heads.size() == 1 ? answerFrom(bytes_, 0, 300'000)
                                            : answerFrom(newer, 0, newer.size());
        });
        QVERIFY(save(server).has_value());
        QVERIFY(saved() == newer);
    }

    void aRefusalLeavesWhatWasThereBefore() {
        QFile before(file());
        QVERIFY(before.open(QIODevice::WriteOnly) && before.write("before") == 6);
        before.close();
        TinyServer server([&](const QByteArray&) {
            const QByteArray body = R"({"code":"gone","detail":"expired"})";
            return "HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
                   "Content-Length: " +
                   QByteArray::number(body.size()) + "\r\n\r\n" + body;
        });
        const auto result = save(server);
        QVERIFY(!result.has_value() && result.error().code == ErrorCode::Gone);
        QCOMPARE(saved(), QByteArray("before"));
        QCOMPARE(all().size(), 1);
        QCOMPARE(server.heads.size(), 1);
    }

    void bytesThatAreNotWhatTheEndpointPromisedAreNotKept() {
        TinyServer server([&](const QByteArray&) {
            QByteArray answer = answerFrom(bytes_, 0, bytes_.size());
            answer[answer.size() - 1] = char(answer.back() + 1);
            return answer;
        });
        const auto result = save(server);
        QVERIFY(!result.has_value() && result.error().code == ErrorCode::ChecksumMismatch);
        QCOMPARE(all().size(), 0);
    }

    void anEndpointThatIsAwayIsGivenUpAfterAWhile() {
        TinyServer server([&](const QByteArray&) { return QByteArray(); }); // hangs up
        const auto result = save(server);
        QVERIFY(!result.has_value());
        QCOMPARE(server.heads.size() >= 5, true);
        QCOMPARE(all().size(), 0);
    }

    void aFolderThatCannotBeWrittenToIsSaidAtOnce() {
        TinyServer server([&](const QByteArray&) { return answerFrom(bytes_, 0, bytes_.size()); });
        ApiClient api(server.url(), 10'000);
        auto* download = new FileDownload(
            api, {QStringLiteral("/api/content"), folder_.filePath(QStringLiteral("no/such/x"))}, {});
        std::optional<ErrorCode> code;
        connect(download, &FileDownload::ended, this,
                [&](const Result<void>& ended) { code = ended ? ErrorCode::Internal : ended.error().code; });
        download->start();
        QTRY_VERIFY_WITH_TIMEOUT(code == ErrorCode::FileAccess, patienceMs);
        QCOMPARE(server.heads.size(), 0);
    }

    void cancelledNothingOfItStays() {
        TinyServer server([&](const QByteArray&) { return answerFrom(bytes_, 0, 300'000); });
        server.keepOpen = true; // and is silent
        ApiClient api(server.url(), 10'000);
        QPointer<FileDownload> download =
            new FileDownload(api, {QStringLiteral("/api/content"), file()}, SyncTiming{});
        bool ended = false;
        qint64 received = 0;
        connect(download, &FileDownload::ended, this, [&] { ended = true; });
        connect(download, &FileDownload::progressed, this, [&](qint64 bytes, qint64) { received = bytes; });
        download->start();
        QTRY_COMPARE_WITH_TIMEOUT(received, 300'000, patienceMs);
        download->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!download, patienceMs);
        QVERIFY(!ended);
        QCOMPARE(all().size(), 0);
    }
};

QTEST_GUILESS_MAIN(SaveTest)
#include "tst_client_save.moc"
