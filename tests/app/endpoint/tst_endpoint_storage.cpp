// The real endpoint with its bytes in S3: what it says of wrong settings, and how it moves everything there
// and back.
#include "core/base/sanitized.h"
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/s3_server.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <fcntl.h>
#include <random>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using headroom::test::EndpointProcess;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::S3Server;

namespace {

const QString program = QStringLiteral(HEADROOM_BIN_DIR "/headroom-endpoint");

struct Finished {
    int exitCode = -1;
    long peakKilobytes = 0;
    QString out;
};

/// As an operator runs it, and how much memory it took at most.
Finished runMeasured(const QStringList& arguments, const QMap<QString, QString>& settings) {
    QTemporaryDir folder;
    const QByteArray output = folder.filePath("out").toUtf8();
    std::vector<QByteArray> words{program.toUtf8()};
    for (const QString& argument : arguments)
        words.push_back(argument.toUtf8());
    std::vector<char*> argv;
    for (QByteArray& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        for (auto setting = settings.begin(); setting != settings.end(); ++setting)
            ::setenv(setting.key().toUtf8().constData(), setting.value().toUtf8().constData(), 1);
        const int file = ::open(output.constData(), O_WRONLY | O_CREAT, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(file, STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    Finished finished;
    int status = 0;
    rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child) return finished;
    if (WIFEXITED(status)) finished.exitCode = WEXITSTATUS(status);
    finished.peakKilobytes = usage.ru_maxrss;
    QFile file(QString::fromUtf8(output));
    if (file.open(QIODevice::ReadOnly)) finished.out = QString::fromUtf8(file.readAll());
    return finished;
}

void writeRandom(const QString& path, qint64 bytes) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    static std::mt19937_64 random([] {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        return seed;
    }());
    QByteArray block(1 << 20, Qt::Uninitialized);
    while (bytes > 0) {
        for (qsizetype i = 0; i < block.size(); i += 8) {
            const quint64 number = random();
            memcpy(block.data() + i, &number, 8);
        }
        const qint64 count = std::min<qint64>(bytes, block.size());
        QCOMPARE(file.write(block.constData(), count), count);
        bytes -= count;
    }
}

QByteArray sumOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QCryptographicHash sum(QCryptographicHash::Sha256);
    sum.addData(&file);
    return sum.result();
}

} // namespace

class EndpointStorageTest : public QObject {
    Q_OBJECT

    QMap<QString, QString> s3Settings(const S3Server& server) const {
        const auto options = server.options();
        return {{"HEADROOM_STORAGE", "s3"},
                {"HEADROOM_LISTEN", "127.0.0.1:0"},
                {"HEADROOM_S3_ENDPOINT", QString::fromStdString(options.endpoint)},
                {"HEADROOM_S3_REGION", QString::fromStdString(options.region)},
                {"HEADROOM_S3_BUCKET", QString::fromStdString(options.bucket)},
                {"HEADROOM_S3_ACCESS_KEY", QString::fromStdString(options.credentials.accessKey)},
                {"HEADROOM_S3_SECRET_KEY", QString::fromStdString(options.credentials.secretKey)}};
    }

    std::optional<S3Server> server_;
    QTemporaryDir folder_;

private Q_SLOTS:
    void initTestCase() {
        server_ = S3Server::find();
        if (!server_) QSKIP(S3Server::missing());
    }

    void settingsThatCannotBeMeantAreRefusedBeforeAnythingIsOpened_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* setting, const char* value, const char* words) {
            QTest::addRow("%s=%s", setting, value) << setting << value << words;
        };
        row("HEADROOM_STORAGE", "tape", "disk, s3, cloudinary, vercel-blob");
        row("HEADROOM_S3_ENDPOINT", "http://s3.example.com", "use https");
        row("HEADROOM_S3_BUCKET", "", "no name of an S3 bucket");
        row("HEADROOM_S3_SECRET_KEY", "", "a secret key");
        row("HEADROOM_S3_ADDRESSING", "both", "host or path");
    }
    void settingsThatCannotBeMeantAreRefusedBeforeAnythingIsOpened() {
        QFETCH(QString, setting);
        QFETCH(QString, value);
        QFETCH(QString, words);
        auto settings = s3Settings(*server_);
        settings["HEADROOM_DATA"] = folder_.filePath("never");
        settings[setting] = value;
        const Finished finished = runMeasured({"serve"}, settings);
        QCOMPARE(finished.exitCode, 2);
        QVERIFY2(finished.out.contains(words), qPrintable(finished.out));
        QVERIFY(!QFileInfo::exists(folder_.filePath("never")));
    }

    void mistakesThatOnlyTheServiceKnowsStopTheStart_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("secret") << "HEADROOM_S3_SECRET_KEY"
                                << "other"
                                << "the secret key does not belong to the access key";
        QTest::newRow("region") << "HEADROOM_S3_REGION"
                                << "eu-north-9"
                                << "wants another region";
        QTest::newRow("bucket") << "HEADROOM_S3_BUCKET"
                                << "never-made"
                                << "has no such bucket";
    }
    void mistakesThatOnlyTheServiceKnowsStopTheStart() {
        QFETCH(QString, setting);
        QFETCH(QString, value);
        QFETCH(QString, words);
        auto settings = s3Settings(*server_);
        settings["HEADROOM_DATA"] = folder_.filePath("wrong");
        settings[setting] = value;
        const Finished finished = runMeasured({"serve"}, settings);
        QCOMPARE(finished.exitCode, 1);
        QVERIFY2(finished.out.contains(words), qPrintable(finished.out));
        QVERIFY(!finished.out.contains(server_->options().credentials.secretKey.c_str()));
    }

    void aServiceThatIsDownDoesNotStopTheStart() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const auto settings = s3Settings(*server_);
        for (auto setting = settings.begin(); setting != settings.end(); ++setting)
            environment.insert(setting.key(), setting.value());
        environment.insert("HEADROOM_S3_ENDPOINT", "http://127.0.0.1:1");
        EndpointProcess endpoint(environment);
        endpoint.start();
        HttpClient client(endpoint.address());
        const auto health = client.get("/api/health");
        QCOMPARE(health.status, 503);
        QCOMPARE(health.json()["storage"].toString(), QString("unavailable"));
        QCOMPARE(endpoint.stop(), 0);
    }

    // HEADROOM_TEST_MOVE_MB: 2048 with the long tests.
    void everythingMovesThereAndBackInLittleMemory() {
        const int megabytes = qEnvironmentVariableIsSet("HEADROOM_TEST_MOVE_MB")
                                  ? qEnvironmentVariableIntValue("HEADROOM_TEST_MOVE_MB")
                                  : 100;
        auto settings = s3Settings(*server_);
        settings["HEADROOM_STORAGE"] = "disk";
        settings["HEADROOM_DATA"] = folder_.filePath("data");
        const QString blobs = folder_.filePath("data/blobs/");
        const QString large = QStringLiteral("photos/_la/large");
        writeRandom(blobs + large, qint64(megabytes) << 20);
        for (int i = 10; i < 30; ++i)
            writeRandom(blobs + QStringLiteral("headshots/team/_h%1/h%2").arg(i / 10).arg(i), 1000 * i);
        constexpr long memoryKilobytes = 64 * 1024;
        Finished moved = runMeasured({"move-blobs", "--from", "disk", "--to", "s3"}, settings);
        QVERIFY2(moved.exitCode == 0, qPrintable(moved.out));
        QVERIFY2(moved.out.contains("21 of 21 blobs") && moved.out.contains("0 were there already"),
                 qPrintable(moved.out));
        qInfo("disk to S3: at most %ld KB", moved.peakKilobytes);
        QVERIFY(headroom::sanitized || moved.peakKilobytes < memoryKilobytes);

        settings["HEADROOM_STORAGE_FOLDER"] = folder_.filePath("back");
        moved = runMeasured({"move-blobs", "--from", "s3", "--to", "disk"}, settings);
        QVERIFY2(moved.exitCode == 0, qPrintable(moved.out));
        qInfo("S3 to disk: at most %ld KB", moved.peakKilobytes);
        QVERIFY(headroom::sanitized || moved.peakKilobytes < memoryKilobytes);
        const QByteArray sum = sumOf(blobs + large);
        QVERIFY(!sum.isEmpty());
        QCOMPARE(sumOf(folder_.filePath("back/") + large), sum);

        // Again, with one of them spoilt at the destination: only that one is copied.
        const QString spoilt = folder_.filePath("back/headshots/team/_h1/h15");
        writeRandom(spoilt, 15'000);
        moved = runMeasured({"move-blobs", "--from", "s3", "--to", "disk", "--compare"}, settings);
        QVERIFY2(moved.out.contains("20 were there already"), qPrintable(moved.out));
        QCOMPARE(sumOf(spoilt), sumOf(blobs + "headshots/team/_h1/h15"));

        moved = runMeasured({"move-blobs", "--from", "disk", "--to", "s3", "--remove-source"}, settings);
        QVERIFY2(moved.exitCode == 0 && moved.out.contains("21 were there already"), qPrintable(moved.out));
        QVERIFY(!QFileInfo::exists(folder_.filePath("back/") + large));
        QVERIFY(QDir(folder_.filePath("data/scratch-move")).isEmpty());
    }

    // The whole way of a photo with its bytes in S3, and the short one for desktops that take no token along.
    void photosLiveInS3AndAreReadThereByLinksThatDie() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const auto settings = s3Settings(*server_);
        for (auto setting = settings.begin(); setting != settings.end(); ++setting)
            environment.insert(setting.key(), setting.value());
        environment.insert("HEADROOM_S3_DIRECT", "yes");
        EndpointProcess endpoint(environment);
        endpoint.createTeam("Northwind", "owner@northwind.test");
        endpoint.start();
        const QJsonObject signedIn = endpoint.signIn("owner@northwind.test");
        HttpClient client(endpoint.address());
        client.setToken(signedIn["token"].toString());
        const QString team = "/api/teams/" + signedIn["teams"][0]["team_id"].toString();
        QFile file(QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const QString id = headroom::test::uploadPhoto(client, team, file.fileName());
        const QString photo = team + "/photos/" + id;
        const QString content = photo + "/content";
        QTRY_COMPARE_WITH_TIMEOUT(headroom::test::photoState(client, team, id), QString("usable"),
                                  patienceMs);
        QCOMPARE(client.get(content).body, bytes);
        QCOMPARE(client.get(photo + "/preview?edge=512").status, 200);
        QVERIFY(QDir(endpoint.dataFolder() + "/blobs").isEmpty());

        const auto direct = client.send("GET", content, {}, {{"Headroom-Direct", "yes"}});
        QCOMPARE(direct.status, 307);
        QCOMPARE(direct.headers["cache-control"], QByteArray("no-store"));
        const QUrl link = QUrl::fromEncoded(direct.headers["location"]);
        QVERIFY(link.toString().startsWith(server_->options().endpoint.c_str()));
        HttpClient stranger((QUrl(link.adjusted(QUrl::RemovePath | QUrl::RemoveQuery))));
        const QString target =
            QString::fromLatin1(link.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority));
        QCOMPARE(stranger.get(target).body, bytes);
        QCOMPARE(stranger.send("GET", target, {}, {{"Range", "bytes=10-19"}}).body, bytes.mid(10, 10));
        // Who may not see it gets no link.
        HttpClient nobody(endpoint.address());
        QCOMPARE(nobody.send("GET", content, {}, {{"Headroom-Direct", "yes"}}).status, 401);
        QCOMPARE(endpoint.stop(), 0);
        QVERIFY(!endpoint.log().contains("X-Amz-Signature"));
    }

    void aMoveNeedsTwoStores() {
        for (const QStringList& arguments :
             {QStringList{"move-blobs"}, QStringList{"move-blobs", "--from", "disk", "--to", "disk"},
              QStringList{"move-blobs", "--from", "disk", "--to", "tape"}}) {
            const Finished finished = runMeasured(arguments, {{"HEADROOM_DATA", folder_.filePath("data")}});
            QCOMPARE(finished.exitCode, 2);
            QVERIFY(finished.out.contains("disk, s3, cloudinary, vercel-blob"));
        }
    }
};

QTEST_GUILESS_MAIN(EndpointStorageTest)
#include "tst_endpoint_storage.moc"
