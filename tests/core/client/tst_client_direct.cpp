// Bytes that the endpoint keeps in an object store, fetched from there by links that it makes.
#include "core/client/blob_fetcher.h"
#include "tests/support/patience.h"

#include <QCryptographicHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::client;

namespace {

/// Answers every request as told, one to a connection, and keeps what was asked.
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
                socket->disconnectFromHost();
            });
        });
    }
    QByteArray url() const { return "http://127.0.0.1:" + QByteArray::number(serverPort()); }

    QList<QByteArray> heads;

private:
    Answer answer_;
};

QByteArray answerWith(const QByteArray& status, const QByteArray& body, const QByteArray& field = {}) {
    return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + field +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

bool names(const QByteArray& head, const char* field) {
    return head.toLower().contains(QByteArray("\r\n") + field + ":");
}

} // namespace

class DirectTest : public QObject {
    Q_OBJECT

    const QByteArray bytes_ = QByteArray(100'000, 'x') + "end";
    std::string sum_;

    /// Fetches from these two; the bytes, or the error's name.
    QByteArray fetch(TinyServer& endpoint, int tries = 1) {
        QTemporaryDir folder;
        auto blobs = BlobStore::open(folder.path().toStdString(), 1'000'000'000).value();
        Worker files("files");
        ApiClient api(QUrl(QString::fromLatin1(endpoint.url())), 10'000);
        api.setToken("the-token");
        BlobFetcher fetcher(api, blobs, files, {});
        QByteArray got;
        for (int i = 0; i < tries; ++i) {
            bool done = false;
            fetcher.fetch({.path = QStringLiteral("/api/content"), .sha256 = sum_, .variant = {}},
                          [&](Result<std::string> bytes) {
                              got = bytes ? QByteArray::fromStdString(*bytes)
                                          : QByteArray::fromStdString(describe(bytes.error()));
                              done = true;
                          });
            [&] { QTRY_VERIFY_WITH_TIMEOUT(done, patienceMs); }();
        }
        return got;
    }

    /// Sends those who say that they take no token along to `link`, and gives the bytes to all others.
    TinyServer::Answer endpointTo(QByteArray link) const {
        return [this, link = std::move(link)](const QByteArray& head) {
            if (names(head, "headroom-direct"))
                return answerWith("307 Temporary Redirect", {}, "Location: " + link + "\r\n");
            return answerWith("200 OK", bytes_);
        };
    }

private Q_SLOTS:
    void initTestCase() {
        sum_ = QCryptographicHash::hash(bytes_, QCryptographicHash::Sha256).toHex().toStdString();
    }

    void theLinkIsFollowedWithoutTheToken() {
        TinyServer store([this](const QByteArray&) { return answerWith("200 OK", bytes_); });
        TinyServer endpoint(endpointTo(store.url() + "/bucket/key?X-Amz-Signature=abc%2Fdef"));
        QCOMPARE(fetch(endpoint), bytes_);
        QCOMPARE(endpoint.heads.size(), 1);
        QVERIFY(names(endpoint.heads[0], "authorization"));
        QCOMPARE(store.heads.size(), 1);
        QVERIFY(store.heads[0].startsWith("GET /bucket/key?X-Amz-Signature=abc%2Fdef HTTP/1.1\r\n"));
        QVERIFY(!names(store.heads[0], "authorization"));
        QVERIFY(!store.heads[0].contains("the-token"));
    }

    void aStoreThatRefusesIsGoneAround_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("expired") << answerWith("403 Forbidden", "<Error/>");
        QTest::newRow("down") << answerWith("503 Busy", "");
        QTest::newRow("cut") << QByteArray();
        QTest::newRow("onwards") << answerWith("307 Temporary Redirect", "",
                                               "Location: http://127.0.0.1:1/\r\n");
    }
    void aStoreThatRefusesIsGoneAround() {
        QFETCH(QByteArray, answer);
        TinyServer store([&](const QByteArray&) { return answer; });
        TinyServer endpoint(endpointTo(store.url() + "/key"));
        QCOMPARE(fetch(endpoint), bytes_);
        QCOMPARE(endpoint.heads.size(), 2);
        QVERIFY(!names(endpoint.heads[1], "headroom-direct"));
    }

    void aDownloadThatWasCutGoesOnAtTheEndpoint() {
        TinyServer store([this](const QByteArray&) {
            return "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(bytes_.size()) + "\r\n\r\n" +
                   bytes_.left(40'000);
        });
        TinyServer endpoint([&](const QByteArray& head) {
            if (names(head, "headroom-direct"))
                return answerWith("307 Temporary Redirect", {}, "Location: " + store.url() + "/key\r\n");
            if (!head.contains("Range: bytes=40000-\r\n")) return answerWith("500 No Range", {});
            return answerWith("206 Partial Content", bytes_.mid(40'000),
                              "Content-Range: bytes 40000-100002/100003\r\n");
        });
        QCOMPARE(fetch(endpoint), bytes_);
    }

    void linksToStrangePlacesAreNotFollowed_data() {
        QTest::addColumn<QByteArray>("link");
        for (const char* link : {"http://192.0.2.1/key", "file:///etc/passwd", "ftp://127.0.0.1/key",
                                 "http://user:word@127.0.0.1/key", ""})
            QTest::addRow("'%s'", link) << QByteArray(link);
    }
    void linksToStrangePlacesAreNotFollowed() {
        QFETCH(QByteArray, link);
        TinyServer endpoint(endpointTo(link));
        const QByteArray got = fetch(endpoint);
        QVERIFY(got != bytes_);
        QVERIFY(!got.isEmpty());
    }

    void otherBytesThanTheRowSaysAreNotTaken() {
        TinyServer store([](const QByteArray&) { return answerWith("200 OK", "something else"); });
        TinyServer endpoint(endpointTo(store.url() + "/key"));
        QVERIFY(fetch(endpoint).startsWith("checksum_mismatch"));
    }
};

QTEST_GUILESS_MAIN(DirectTest)
#include "tst_client_direct.moc"
