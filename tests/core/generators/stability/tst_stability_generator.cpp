#include "app/sandbox/stability/stability_sandbox.h"
#include "core/generators/stability/stability_generator.h"
#include "core/http/server/server.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/image_probe.h"
#include "core/images/image_resize.h"
#include "tests/support/patience.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>
#include <map>
#include <sstream>

using namespace headroom;
using namespace headroom::generators;
using namespace headroom::generators::stability;
using namespace std::chrono_literals;

namespace {

std::string bytesOf(const std::filesystem::path& from) {
    std::ifstream in(from, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// Makes photos small as asked, in this process: they are the test's own.
class PlainPreparer final : public PhotoPreparer {
public:
    Result<PreparedPhoto> prepare(const std::filesystem::path& photo, const Preparation& wanted,
                                  const std::filesystem::path& folder) override {
        asked = wanted;
        const auto picture = TRY(images::decodeImage(bytesOf(photo), wanted.edgeMax));
        std::ofstream(folder / "p.jpg", std::ios::binary) << TRY(images::encodeImage(picture.pixels, {}));
        return PreparedPhoto{folder / "p.jpg", picture.pixels.width(), picture.pixels.height()};
    }
    Preparation asked;
};

class TestClock final : public Clock {
public:
    Timestamp now() const override { return SystemClock().now().plusMs(ahead); }
    std::atomic<std::int64_t> ahead = 0;
};

/// moc does not understand raw strings with quotes in them.
std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

/// A style for each thing that can happen.
StabilityMapping mapping() {
    std::string styles;
    for (const char* what :
         {"moderation", "public figure", "no credits", "internal error", "filtered", "for ever"})
        styles += std::string(",'") + what + "':{'background':'a wall, sandbox " + what + "'}";
    auto parsed = StabilityMapping::parse(quoted(
        "{'photo_edge':640,'price':{'relight':0.08,'upscale':0.02},'common':{'lights':['left','none']},"
        "'styles':{'plain':{'background':'grey paper'},'cut':{'operation':'remove-background'}" +
        styles + "}}"));
    if (!parsed) qFatal("%s", parsed.error().detail.c_str());
    return *parsed;
}

/// The sandbox behind a server of its own, at a quick pace, and the generator before it.
class Fixture {
public:
    explicit Fixture(const std::string& key = "sk-test", sandbox::StabilityPace pace = quickPace(),
                     Upscaling upscaling = Upscaling::Never)
        : sandbox_(clock, pace) {
        http::Router router;
        sandbox_.addRoutes(router);
        server = http::Server::create({}, std::move(router)).value();
        client = http::Client::create({}).value();
        generator = open(key, upscaling);
    }

    static sandbox::StabilityPace quickPace() {
        return {.relightMs = 60, .directMs = 0, .pollMs = 20, .lockOutMs = 60'000, .keptMs = 3'600'000};
    }
    std::unique_ptr<StabilityGenerator> open(const std::string& key, Upscaling upscaling = Upscaling::Never) {
        StabilityOptions options{
            .access = {.key = key,
                       .apiBase = "http://127.0.0.1:" + std::to_string(server->port()) + "/stability"},
            .mapping = mapping(),
            .upscaling = upscaling,
            .timing = {.poll = 25, .lockOut = 60'000, .silence = 300'000}};
        auto made = StabilityGenerator::create(std::move(options), *client, preparer, clock);
        if (!made) qFatal("%s", describe(made.error()).c_str());
        return std::move(*made);
    }
    GenerationRequest request(const std::string& style, int ordinal = 0) {
        const auto place = std::filesystem::path(folder.path().toStdString()) / newUuid();
        std::filesystem::create_directory(place);
        const auto photo = std::filesystem::path(HEADROOM_SOURCE_DIR) / "resources/photos/astronaut.jpg";
        return {.id = RequestId::make(),
                .seed = 7,
                .photos = {{PhotoId::make(), photo, "image/jpeg"}, {PhotoId::make(), photo, "image/jpeg"}},
                .headshots = {{HeadshotId::make(), style, ordinal, 2}},
                .folder = place};
    }
    /// Until it is over.
    static Result<Fetched> fetchAll(StabilityGenerator& from, const std::string& handle) {
        while (true) {
            auto fetched = from.fetch(handle, 100ms);
            if (!fetched || fetched->finished) return fetched;
        }
    }
    /// Submits and fetches; what became of it, in one word.
    QString outcome(const std::string& style) {
        const auto handle = generator->submit(request(style), newUuid());
        if (!handle) return QString::fromUtf8(headroom::name(handle.error().code).data());
        const auto fetched = fetchAll(*generator, *handle);
        if (!fetched) return QString::fromUtf8(headroom::name(fetched.error().code).data());
        if (!fetched->unmade.empty())
            return QString::fromUtf8(headroom::name(fetched->unmade[0].error.code).data());
        return QStringLiteral("made");
    }

    TestClock clock;
    QTemporaryDir folder;
    PlainPreparer preparer;
    sandbox::StabilitySandbox sandbox_;
    std::unique_ptr<http::Server> server;
    std::unique_ptr<http::Client> client;
    std::unique_ptr<StabilityGenerator> generator;
};

} // namespace

class StabilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewBackgroundIsOrderedAndFetched() {
        sandbox::StabilityPace slow = Fixture::quickPace();
        slow.relightMs = 600'000;
        Fixture f("sk-test", slow);
        const auto request = f.request("plain", 1);
        const std::string handle = f.generator->submit(request, "attempt").value();
        QCOMPARE(handle.size(), std::size_t(64));
        QVERIFY(f.preparer.asked.part == PhotoPart::Portrait);
        QVERIFY(f.preparer.asked.pixelsMax <= 9'437'184 && f.preparer.asked.bytesMax < 10 << 20);
        while (f.sandbox_.polls() == 0) { // 202: that is no error
            const auto early = f.generator->fetch(handle, 50ms);
            QVERIFY(early.has_value() && !early->finished);
        }
        f.clock.ahead += slow.relightMs;
        const auto fetched = Fixture::fetchAll(*f.generator, handle);
        QVERIFY2(fetched.has_value(), fetched ? "" : describe(fetched.error()).c_str());
        QCOMPARE(fetched->made.size(), std::size_t(1));
        const MadeHeadshot& made = fetched->made[0];
        QVERIFY(made.id == request.headshots[0].id);
        QVERIFY(made.photo == request.photos[1].id); // the second headshot has the second photo
        QCOMPARE(made.mediaType, std::string("image/png"));
        const auto info = images::probeImage(bytesOf(made.file)).value();
        QCOMPARE(info.width, made.width);
        QCOMPARE(info.height, made.height);
        QVERIFY(f.generator->traits().photosLeave && f.generator->traits().survivesUs);
        QCOMPARE(f.sandbox_.charged(), 1);
    }

    void aCutOutIsMadeWhileWeWait() {
        Fixture f;
        const std::string handle = f.generator->submit(f.request("cut"), "attempt").value();
        const auto fetched = f.generator->fetch(handle, 0ms);
        QVERIFY(fetched.has_value() && fetched->finished);
        QCOMPARE(fetched->made.size(), std::size_t(1));
        QCOMPARE(f.sandbox_.polls(), 0);
        QVERIFY(f.generator->resume(f.request("cut"), handle).error().code == ErrorCode::NotFound);
    }

    void aSmallResultIsUpscaledThere() {
        Fixture f("sk-test", Fixture::quickPace(), Upscaling::WhenSmall);
        const std::string handle = f.generator->submit(f.request("plain"), "attempt").value();
        const auto fetched = Fixture::fetchAll(*f.generator, handle);
        QVERIFY(fetched.has_value());
        QVERIFY(fetched->made.at(0).width >= 1024);
        QCOMPARE(f.sandbox_.charged(), 2);
        QCOMPARE(fetched->made[0].cost.micros, std::int64_t(100'000));
        QCOMPARE(f.generator->expectedCost("plain").micros, std::int64_t(100'000));
    }

    void whatGoesWrongHasItsReason_data() {
        QTest::addColumn<QString>("style");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("moderation") << "moderation"
                                    << "generator_refused";
        QTest::newRow("public figure") << "public figure"
                                       << "generator_refused";
        QTest::newRow("money") << "no credits"
                               << "generator_unpaid";
        QTest::newRow("server error") << "internal error"
                                      << "generator_failed";
        QTest::newRow("filtered, with status 200 and a picture") << "filtered"
                                                                 << "generator_refused";
        QTest::newRow("no such style") << "unheard of"
                                       << "not_found";
    }
    void whatGoesWrongHasItsReason() {
        QFETCH(QString, style);
        QFETCH(QString, outcome);
        Fixture f;
        QCOMPARE(f.outcome(style.toStdString()), outcome);
    }

    void aWrongKeyIsNotThePhotosFault() {
        Fixture f("sk-wrong");
        QCOMPARE(f.outcome("plain"), QStringLiteral("unavailable"));
        QCOMPARE(f.generator->balance().error().code, ErrorCode::Unavailable);
        Fixture poor("sk-poor");
        QCOMPARE(poor.outcome("plain"), QStringLiteral("generator_unpaid"));
        QCOMPARE(poor.generator->balance().value(), 0.0);
    }

    void nothingIsSentWhileLockedOut() {
        Fixture f;
        sandbox::StabilityPace strict = Fixture::quickPace();
        strict.pollMs = 600'000; // asking twice is too often here
        strict.relightMs = 50;
        Fixture impatient("sk-test", strict);
        const std::string handle = impatient.generator->submit(impatient.request("for ever"), "a").value();
        QTRY_VERIFY_WITH_TIMEOUT(
            (impatient.generator->fetch(handle, 50ms).has_value() && impatient.sandbox_.polls() == 2),
            headroom::test::patienceMs);
        // Locked out: neither polls nor orders reach it now.
        for (int i = 0; i < 5; ++i)
            QVERIFY(impatient.generator->fetch(handle, 50ms).has_value());
        QCOMPARE(impatient.sandbox_.polls(), 2);
        QCOMPARE(impatient.outcome("plain"), QStringLiteral("rate_limited"));
        QCOMPARE(impatient.sandbox_.charged(), 1);
        impatient.clock.ahead += 61'000;
        QCOMPARE(impatient.generator->balance().value(), 25.0);
    }

    void anotherProcessTakesTheWorkUp() {
        Fixture f;
        const auto request = f.request("plain");
        const std::string handle = f.generator->submit(request, "attempt").value();
        f.generator.reset();
        const auto next = f.open("sk-test");
        QVERIFY(next->resume(request, handle).has_value());
        const auto fetched = Fixture::fetchAll(*next, handle);
        QVERIFY(fetched.has_value());
        QCOMPARE(fetched->made.size(), std::size_t(1));
        QCOMPARE(f.sandbox_.charged(), 1);
    }

    void resultsOfAnotherKeyOrDayAreGone() {
        Fixture f;
        const auto request = f.request("plain");
        const std::string handle = f.generator->submit(request, "attempt").value();
        const auto other = f.open("sk-rotated");
        QVERIFY(other->resume(request, handle).has_value());
        const auto fetched = Fixture::fetchAll(*other, handle);
        QCOMPARE(fetched->unmade.at(0).error.code, ErrorCode::GeneratorFailed);
        QVERIFY(fetched->unmade.at(0).verdict == Verdict::TryAgain);
        f.clock.ahead += 25LL * 3'600'000;
        const auto late = Fixture::fetchAll(*f.generator, handle);
        QCOMPARE(late->unmade.at(0).error.code, ErrorCode::GeneratorFailed);
    }

    void aServiceThatIsDownIsAnswerless() {
        Fixture f;
        const std::string handle = f.generator->submit(f.request("for ever"), "attempt").value();
        f.server->shutdown(0);
        QCOMPARE(f.outcome("plain"), QStringLiteral("unavailable"));
        // Work that is there goes on; a later question may be answered.
        const auto fetched = f.generator->fetch(handle, 200ms);
        QVERIFY(fetched.has_value() && !fetched->finished);
    }

    void keysAndAddressesAreCheckedAtStart() {
        Fixture f;
        const auto make = [&](const std::string& key, const std::string& base) {
            return StabilityGenerator::create(
                {.access = {.key = key, .apiBase = base}, .mapping = mapping(), .timing = {}}, *f.client,
                f.preparer, f.clock);
        };
        QVERIFY(make("sk-x", "https://api.stability.ai/").has_value());
        QVERIFY(!make("", "https://api.stability.ai"));
        QVERIFY(!make("sk-x\r\nx: y", "https://api.stability.ai"));
        QVERIFY(!make("sk-x", "http://api.stability.ai"));
    }
};

QTEST_GUILESS_MAIN(StabilityTest)
#include "tst_stability_generator.moc"
