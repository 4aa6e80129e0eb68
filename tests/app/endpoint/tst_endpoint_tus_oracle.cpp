// The official tus client as judge: tus-js-client uploads 20 MB to the real endpoint through a proxy that
// cuts the TCP connection on the way; what the endpoint then serves is what was sent.
#include "tests/support/endpoint_process.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>
#include <QUuid>

using headroom::test::EndpointProcess;
using headroom::test::HttpClient;
using headroom::test::patienceMs;

class EndpointTusOracleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        node_ = QStandardPaths::findExecutable(QStringLiteral("node"));
        if (node_.isEmpty()) QSKIP("node is not installed");
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        // Half of the file is noise: without workers nobody looks further than the first bytes.
        environment.insert(QStringLiteral("HEADROOM_WORKERS"), QStringLiteral("0"));
        endpoint_ = std::make_unique<EndpointProcess>(environment);
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("owner@northwind.test"));
        token_ = signedIn.value(QStringLiteral("token")).toString();
        const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
        team_ = endpoint_->address().toString() + QStringLiteral("/api/teams/") +
                membership.value(QStringLiteral("team_id")).toString();
        QVERIFY(!token_.isEmpty());
        writeLargePhoto();
    }

    void anUploadThatIsCutArrivesWhole_data() {
        QTest::addColumn<QStringList>("how");
        QTest::newRow("cut once in the middle") << QStringList{QStringLiteral("--cuts"), QStringLiteral("1")};
        QTest::newRow("cut five times, in chunks of 1 MB")
            << QStringList{QStringLiteral("--cuts"), QStringLiteral("5"), QStringLiteral("--chunk"),
                           QStringLiteral("1000000")};
    }

    void anUploadThatIsCutArrivesWhole() {
        QFETCH(QStringList, how);
        const QString photo = QUuid::createUuid().toString(QUuid::WithoutBraces);
        QProcess oracle;
        oracle.setProcessChannelMode(QProcess::MergedChannels);
        oracle.start(node_,
                     QStringList{QStringLiteral(HEADROOM_SOURCE_DIR "/packaging/oracles/tus_upload.mjs"),
                                 QStringLiteral("--endpoint"), team_ + QStringLiteral("/uploads"),
                                 QStringLiteral("--token"), token_, QStringLiteral("--file"), photoFile(),
                                 QStringLiteral("--metadata"), QStringLiteral("photo_id=") + photo,
                                 QStringLiteral("--stored-url"),
                                 team_ + QStringLiteral("/photos/%1/content").arg(photo)} +
                         how);
        QVERIFY(oracle.waitForFinished(patienceMs));
        const QByteArray said = oracle.readAll();
        if (oracle.exitCode() == 77) QSKIP(said.trimmed().constData());
        qInfo("%s", said.constData());
        QCOMPARE(oracle.exitStatus(), QProcess::NormalExit);
        QVERIFY2(oracle.exitCode() == 0, said.constData());
    }

    void theEndpointSurvivedAllOfIt() {
        if (endpoint_) QCOMPARE(endpoint_->stop(), 0);
    }

private:
    static constexpr qsizetype photoBytes = 20'000'000;

    QString photoFile() const { return folder_.filePath(QStringLiteral("large.jpg")); }

    /// Begins as a JPEG does, for what is no picture at all is not kept; the rest is different in every run.
    void writeLargePhoto() {
        QFile portrait(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg"));
        QVERIFY(portrait.open(QIODevice::ReadOnly));
        QByteArray bytes = portrait.readAll();
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        while (bytes.size() < photoBytes)
            bytes.append(static_cast<char>(random.bounded(256)));
        QFile file(photoFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    QTemporaryDir folder_;
    QString node_;
    std::unique_ptr<EndpointProcess> endpoint_;
    QString token_;
    QString team_;
};

QTEST_GUILESS_MAIN(EndpointTusOracleTest)
#include "tst_endpoint_tus_oracle.moc"
