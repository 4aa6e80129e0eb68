#include "core/base/crypto.h"
#include "core/client/tus_upload.h"
#include "tests/support/patience.h"

#include <QtTest>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::client;

/// Our upload against the tus project's own server (npm @tus/server 2.4.5). Skipped where that cannot be had.
class TestClientTusOracle : public QObject {
    Q_OBJECT

    QString folder_ = QStringLiteral(HEADROOM_TUS_ORACLE_DIR);

    struct Peer {
        QProcess process;
        QTemporaryDir files;
        QByteArray output;
        QUrl url;
    };

    void start(Peer& peer, int breakAfter, int breaks) {
        peer.process.setWorkingDirectory(folder_);
        peer.process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        peer.process.start("node", {"tus_server.mjs", peer.files.path(), QString::number(breakAfter),
                                    QString::number(breaks)});
        QTRY_VERIFY_WITH_TIMEOUT((peer.output += peer.process.readAllStandardOutput()).contains('\n'),
                                 30'000);
        QVERIFY(peer.output.startsWith("port "));
        peer.url = QUrl("http://127.0.0.1:" + QString::fromLatin1(peer.output.mid(5).trimmed()));
    }

    static QByteArray someBytes(int count) {
        QByteArray bytes(count, Qt::Uninitialized);
        std::uint32_t state = 12345;
        for (char& byte : bytes) {
            state = state * 1'664'525 + 1'013'904'223;
            byte = static_cast<char>(state >> 24);
        }
        return bytes;
    }

    /// Runs one upload to its end.
    static std::optional<ErrorCode> run(ApiClient& api, UploadRow& row, const QUrl& url,
                                        const SyncTiming& timing) {
        TusUpload upload(row, QUrl(url.toString() + "/api/teams/t/uploads"), api, timing);
        bool ended = false;
        std::optional<ErrorCode> result;
        connect(&upload, &TusUpload::ended, &upload,
                [&](const UploadRow& last, std::optional<ErrorCode> code) {
                    row = last;
                    result = code;
                    ended = true;
                });
        upload.start();
        if (!QTest::qWaitFor([&] { return ended; }, 60'000)) return ErrorCode::Timeout;
        return result;
    }

    static UploadRow rowFor(const QString& path) {
        const auto source = inspectSource(path.toStdString());
        UploadRow row;
        row.photo = PhotoId::make();
        row.member = MemberId::make();
        row.path = path.toStdString();
        row.fileName = "ünï, söme \"name\".jpg";
        row.mediaType = "image/jpeg";
        row.sizeBytes = source->sizeBytes;
        row.modifiedMs = source->modifiedMs;
        row.headSha256 = source->headSha256;
        return row;
    }

private Q_SLOTS:
    void initTestCase() {
        QProcess prepare;
        prepare.setProcessChannelMode(QProcess::MergedChannels);
        prepare.start(QStringLiteral(HEADROOM_SOURCE_DIR "/tests/core/client/oracle/prepare"), {folder_});
        if (!prepare.waitForFinished(180'000) || prepare.exitCode() == 77)
            QSKIP(("no tus server here: " + prepare.readAll().trimmed()).constData());
        QCOMPARE(prepare.exitCode(), 0);
    }

    void fileArrivesWholeOverBrokenConnections_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("breaks");
        QTest::newRow("small") << 11 << 0;
        QTest::newRow("large") << 9 * 1024 * 1024 << 0;
        QTest::newRow("broken") << 9 * 1024 * 1024 << 3;
    }
    void fileArrivesWholeOverBrokenConnections() {
        QFETCH(int, size);
        QFETCH(int, breaks);
        Peer peer;
        start(peer, 1 << 20, breaks);
        QTemporaryDir dir;
        QFile file(dir.filePath("photo.jpg"));
        const QByteArray bytes = someBytes(size);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == size);
        file.close();
        SyncTiming timing;
        timing.firstRetryMs = 100;
        ApiClient api(peer.url, 20'000);
        UploadRow row = rowFor(file.fileName());
        QCOMPARE(run(api, row, peer.url, timing), std::optional<ErrorCode>());
        QTRY_VERIFY_WITH_TIMEOUT((peer.output += peer.process.readAllStandardOutput()).contains("finished"),
                                 patienceMs);
        const auto finished =
            QJsonDocument::fromJson(peer.output.mid(peer.output.indexOf('{')).trimmed()).object();
        QCOMPARE(finished["metadata"].toObject()["photo_id"].toString().toStdString(), row.photo.text());
        QCOMPARE(finished["metadata"].toObject()["filename"].toString().toStdString(), row.fileName);
        QFile stored(peer.files.filePath(finished["id"].toString()));
        QVERIFY(stored.open(QIODevice::ReadOnly));
        QVERIFY(stored.readAll() == bytes);
        // Once more, as after a restart that forgot the end: the server says that nothing is missing.
        QCOMPARE(run(api, row, peer.url, timing), std::optional<ErrorCode>());
        // And after the server has forgotten it: from the start, under another address.
        const std::string before = row.url;
        row.url =
            (peer.url.toString() + "/api/teams/t/uploads/00000000000000000000000000000000").toStdString();
        QCOMPARE(run(api, row, peer.url, timing), std::optional<ErrorCode>());
        QVERIFY(row.url != before);
        peer.process.kill();
        QVERIFY(peer.process.waitForFinished());
    }
};

QTEST_GUILESS_MAIN(TestClientTusOracle)
#include "tst_client_tus_oracle.moc"
