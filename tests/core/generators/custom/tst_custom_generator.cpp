#include "core/generators/custom/custom_generator.h"
#include "tests/support/patience.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::generators;
using namespace headroom::generators::custom;
using namespace std::chrono_literals;

namespace {

const auto photoFile = std::filesystem::path(HEADROOM_SOURCE_DIR) / "resources/photos/astronaut.jpg";

std::string bytesOf(const std::filesystem::path& from) {
    std::ifstream in(from, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// Photos are small already.
class PlainPreparer final : public PhotoPreparer {
public:
    Result<PreparedPhoto> prepare(const std::filesystem::path& photo, const Preparation&,
                                  const std::filesystem::path& folder) override {
        std::filesystem::copy_file(photo, folder / "p.jpg");
        return PreparedPhoto{folder / "p.jpg", 512, 512};
    }
};

/// The reference server, which knows nothing of us but the contract.
class Fixture {
public:
    explicit Fixture(const QString& mode, const std::string& key = "secret") {
        server.start(QStringLiteral(PYTHON), {QStringLiteral(REFERENCE_SERVER), QStringLiteral("--mode"),
                                              mode, QStringLiteral("--key"), QStringLiteral("secret")});
        if (!server.waitForReadyRead(headroom::test::patienceMs))
            qFatal("the reference server does not start");
        port = server.readLine().trimmed().toInt();
        client = http::Client::create({}).value();
        generator = open(key);
    }
    ~Fixture() {
        server.kill();
        server.waitForFinished();
    }

    CustomOptions options(const std::string& key) const {
        return {.access = {.url = "http://127.0.0.1:" + std::to_string(port), .key = key},
                .styles = {{"plain", "grey paper"},
                           {"refused", "please refuse"},
                           {"unpaid", "we are broke"},
                           {"broken", "break it"},
                           {"nonsense", "nonsense"}},
                .cost = {.micros = 5, .currency = "EUR"},
                .callback = {},
                .pollFirst = 20ms,
                .pollLongest = 50ms};
    }
    std::unique_ptr<CustomGenerator> open(const std::string& key) {
        auto made = CustomGenerator::create(options(key), *client, preparer);
        if (!made) qFatal("%s", describe(made.error()).c_str());
        return std::move(*made);
    }
    GenerationRequest request(const std::string& style, int ordinal = 0) {
        const auto place = std::filesystem::path(folder.path().toStdString()) / newUuid();
        std::filesystem::create_directory(place);
        return {.id = RequestId::make(),
                .seed = 7,
                .photos = {{PhotoId::make(), photoFile, "image/jpeg"},
                           {PhotoId::make(), photoFile, "image/jpeg"}},
                .headshots = {{HeadshotId::make(), style, ordinal, 2}},
                .folder = place};
    }
    static Result<Fetched> fetchAll(CustomGenerator& from, const std::string& handle) {
        while (true) {
            auto fetched = from.fetch(handle, 100ms);
            if (!fetched || fetched->finished) return fetched;
        }
    }
    QString outcome(const std::string& style) {
        const auto handle = generator->submit(request(style), newUuid());
        if (!handle) return QString::fromUtf8(headroom::name(handle.error().code).data());
        const auto fetched = fetchAll(*generator, *handle);
        if (!fetched) return QString::fromUtf8(headroom::name(fetched.error().code).data());
        if (!fetched->unmade.empty())
            return QString::fromUtf8(headroom::name(fetched->unmade[0].error.code).data());
        return QStringLiteral("made");
    }

    QProcess server;
    int port = 0;
    QTemporaryDir folder;
    PlainPreparer preparer;
    std::unique_ptr<http::Client> client;
    std::unique_ptr<CustomGenerator> generator;
};

} // namespace

class CustomTest : public QObject {
    Q_OBJECT

    static void modes() {
        QTest::addColumn<QString>("mode");
        QTest::newRow("at once") << QStringLiteral("at-once");
        QTest::newRow("poll") << QStringLiteral("poll");
    }

private Q_SLOTS:
    void aHeadshotIsMade_data() { modes(); }
    void aHeadshotIsMade() {
        QFETCH(QString, mode);
        Fixture f(mode);
        QVERIFY(f.generator->check().has_value());
        const auto request = f.request("plain", 1);
        const std::string handle = f.generator->submit(request, newUuid()).value();
        const auto fetched = Fixture::fetchAll(*f.generator, handle);
        QVERIFY2(fetched.has_value(), fetched ? "" : describe(fetched.error()).c_str());
        QCOMPARE(fetched->made.size(), std::size_t(1));
        QVERIFY(fetched->made[0].id == request.headshots[0].id);
        QVERIFY(fetched->made[0].photo ==
                request.photos[1].id); // the second headshot begins with the second photo
        QCOMPARE(bytesOf(fetched->made[0].file), bytesOf(photoFile));
        QCOMPARE(fetched->made[0].cost.micros, std::int64_t(5));
        QCOMPARE(f.generator->progress(handle).value(), 1.0);
        f.generator->cancel(handle);
        QCOMPARE(f.generator->fetch(handle, 0ms).error().code, ErrorCode::NotFound);
    }

    void whatGoesWrongHasItsReason_data() {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("style");
        QTest::addColumn<QString>("outcome");
        for (const char* mode : {"at-once", "poll"}) {
            const QString how = QString::fromLatin1(mode);
            const auto row = [&](const char* style, const char* outcome) {
                QTest::newRow(qPrintable(how + QLatin1Char(' ') + QLatin1String(style)))
                    << how << QString::fromLatin1(style) << QString::fromLatin1(outcome);
            };
            row("refused", "generator_refused");
            row("unpaid", "generator_unpaid");
            row("broken", "generator_failed");
            row("nonsense", "generator_failed");
            row("unheard of", "not_found");
        }
    }
    void whatGoesWrongHasItsReason() {
        QFETCH(QString, mode);
        QFETCH(QString, style);
        QFETCH(QString, outcome);
        Fixture f(mode);
        QCOMPARE(f.outcome(style.toStdString()), outcome);
    }

    void theSameAttemptIsTheSameWork() {
        Fixture f(QStringLiteral("poll"));
        const std::string attempt = newUuid();
        const std::string first = f.generator->submit(f.request("plain"), attempt).value();
        QCOMPARE(f.generator->submit(f.request("plain"), attempt).value(), first);
        QCOMPARE(f.generator->findAttempt(attempt).value().value(), first);
        QVERIFY(!f.generator->findAttempt(newUuid()).value());
    }

    void anotherProcessTakesTheWorkUp() {
        Fixture f(QStringLiteral("poll"));
        const auto request = f.request("plain");
        const std::string handle = f.generator->submit(request, newUuid()).value();
        const auto next = f.open("secret");
        QVERIFY(next->resume(request, handle).has_value());
        QCOMPARE(Fixture::fetchAll(*next, handle)->made.size(), std::size_t(1));
    }

    void newsCutAPauseShort() {
        Fixture f(QStringLiteral("poll"));
        CustomOptions patient = f.options("secret");
        patient.pollFirst = patient.pollLongest = 3'600s;
        const auto generator = CustomGenerator::create(patient, *f.client, f.preparer).value();
        const std::string handle = generator->submit(f.request("plain"), newUuid()).value();
        QVERIFY(!generator->fetch(handle, 1ms)->finished);
        QTRY_VERIFY_WITH_TIMEOUT(
            (generator->bringNews(handle.substr(5)), generator->fetch(handle, 1s)->finished), patienceMs);
        generator->bringNews("somebody else's");
    }

    void aWrongKeyAndADeadModelAreNotThePhotosFault() {
        Fixture f(QStringLiteral("poll"), "wrong");
        QCOMPARE(f.outcome("plain"), QStringLiteral("unavailable"));
        QCOMPARE(f.generator->check().error().code, ErrorCode::Unavailable);
        f.server.kill();
        f.server.waitForFinished();
        QCOMPARE(f.outcome("plain"), QStringLiteral("unavailable"));
    }

    void photosLeaveUnlessTheModelIsHere() {
        Fixture f(QStringLiteral("poll"));
        QVERIFY(!f.generator->traits().photosLeave);
        CustomOptions away = f.options("secret");
        away.access.url = "https://models.example.com/v1/";
        QVERIFY(CustomGenerator::create(away, *f.client, f.preparer).value()->traits().photosLeave);
        away.access.url = "http://models.example.com";
        QVERIFY(!CustomGenerator::create(away, *f.client, f.preparer));
        away = f.options("two words");
        QVERIFY(!CustomGenerator::create(away, *f.client, f.preparer));
    }
};

QTEST_GUILESS_MAIN(CustomTest)
#include "tst_custom_generator.moc"
