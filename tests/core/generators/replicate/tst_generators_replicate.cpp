// The generator against the stand-in, which the official client has judged
// (tests/app/sandbox/replicate_client.mjs).
#include "core/generators/replicate/ready_mappings.h"
#include "core/generators/replicate/replicate_generator.h"
#include "tests/app/sandbox/sandbox_process.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTest>

#include <fstream>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::generators;
using namespace headroom::generators::replicate;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::string photoFile = HEADROOM_SOURCE_DIR "/resources/photos/grace_hopper.jpg";

/// Counts, and gives the photo as it is.
class Copier final : public PhotoPreparer {
public:
    Result<PreparedPhoto> prepare(const std::filesystem::path& photo, const Preparation&,
                                  const std::filesystem::path& folder) override {
        ++prepared;
        std::filesystem::copy_file(photo, folder / "prepared");
        return PreparedPhoto{folder / "prepared", 512, 600};
    }
    int prepared = 0;
};

/// A sandbox, a generator and a request.
class World {
public:
    explicit World(const char* pace = "30,60,3600000") {
        qputenv("HEADROOM_SANDBOX_REPLICATE_PACE", pace);
        started = sandbox.start();
    }

    /// A mapping whose prompt asks the stand-in for `words`.
    StyleMapping mapping(const std::string& words, const std::string& version = {}) const {
        json own{{"model", version.empty() ? "google/nano-banana" : "bytedance/flux-pulid"},
                 {"photos", version.empty() ? json({{"list", "image_input"}, {"most", 2}})
                                            : json({{"fields", {"main_face_image"}}})},
                 {"input", {{"prompt", "A headshot. " + words}, {"output_format", "jpg"}}},
                 {"price", {{"per_output", 0.039}}}};
        if (!version.empty()) own["version"] = version;
        return *StyleMapping::parse("own.json", own.dump(), {{"grey", "grey"}});
    }
    std::unique_ptr<ReplicateGenerator> generator(StyleMapping mapping, GeneratorOptions options = {},
                                                  const std::string& token = "r8_test") {
        options.outputs.loopback = true;
        options.pollFirst = 20ms;
        options.pollLongest = 50ms;
        if (!options.sleep) options.sleep = [](std::chrono::milliseconds) {};
        auto client =
            ReplicateClient::create({.token = token, .apiBase = sandbox.url("/replicate/v1")}, *http, clock);
        return std::make_unique<ReplicateGenerator>(*std::move(client), std::move(mapping), preparer, *http,
                                                    std::move(options));
    }
    std::unique_ptr<ReplicateGenerator> generator(const std::string& words = {}) {
        return generator(mapping(words));
    }

    GenerationRequest request(std::size_t photos = 1) {
        GenerationRequest made{
            .id = RequestId::make(), .seed = 7, .photos = {}, .headshots = {}, .folder = {}};
        for (std::size_t i = 0; i < photos; ++i)
            made.photos.push_back({PhotoId::make(), photoFile, "image/jpeg"});
        made.headshots.push_back({HeadshotId::make(), "grey", 0, 1});
        made.folder = folder.filePath(QString::number(++folders)).toStdString();
        std::filesystem::create_directory(made.folder);
        return made;
    }

    /// Until it is finished.
    static Fetched all(ReplicateGenerator& generator, const std::string& handle) {
        QElapsedTimer patience;
        patience.start();
        while (patience.elapsed() < 60'000) {
            auto fetched = generator.fetch(handle, 50ms);
            if (!fetched || fetched->finished) return fetched ? *std::move(fetched) : Fetched{};
        }
        return {};
    }

    json predictions() const { return listed("/replicate/v1/predictions"); }
    json files() const { return listed("/replicate/v1/files"); }

    SandboxProcess sandbox;
    bool started = false;
    SystemClock clock;
    std::unique_ptr<http::Client> http = *http::Client::create({});
    Copier preparer;
    QTemporaryDir folder;
    int folders = 0;

private:
    json listed(const std::string& path) const {
        http::ClientRequest asked;
        asked.url = sandbox.url(path);
        asked.headers.add("Authorization", "Bearer r8_test");
        return json::parse(sandbox.send(std::move(asked)).body)["results"];
    }
};

} // namespace

class ReplicateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHeadshotComesBackAndNoPhotoStaysThere() {
        World world;
        QVERIFY(world.started);
        const auto generator = world.generator();
        QVERIFY(generator->check());
        const auto request = world.request(3);
        const auto handle = generator->submit(request, "attempt");
        QVERIFY2(handle, handle ? "" : handle.error().detail.c_str());
        QCOMPARE(world.files().size(), std::size_t(2)); // as many as the mapping says
        const Fetched fetched = World::all(*generator, *handle);
        QCOMPARE(fetched.made.size(), std::size_t(1));
        QCOMPARE(fetched.made[0].mediaType, std::string("image/jpeg"));
        QVERIFY(fetched.made[0].id == request.headshots[0].id);
        QVERIFY(fetched.made[0].photo == request.photos[0].id);
        QVERIFY(std::filesystem::file_size(fetched.made[0].file) > 10'000);
        QVERIFY(fetched.made[0].variantJson.find(*handle) != std::string::npos);
        QCOMPARE(world.files().size(), std::size_t(0));
        generator->cancel(*handle);
        QCOMPARE(generator->fetch(*handle, 0ms).error().code, ErrorCode::NotFound);
        QVERIFY(generator->traits().photosLeave && generator->traits().survivesUs);
    }

    void communityModelsAreCalledByVersionAndAnswerWithLists() {
        World world;
        const auto generator = world.generator(world.mapping("", "latest"));
        const auto handle = generator->submit(world.request(), "attempt");
        QVERIFY2(handle, handle ? "" : handle.error().detail.c_str());
        QCOMPARE(World::all(*generator, *handle).made.size(), std::size_t(1));
        QVERIFY(world.predictions()[0]["version"] != "hidden");
        QVERIFY(world.predictions()[0]["output"].is_array());
    }

    void waitingForTheAnswerBringsTheResultAtOnce() {
        World world;
        GeneratorOptions options;
        options.waitSeconds = 20;
        const auto generator = world.generator(world.mapping(""), std::move(options));
        const auto handle = generator->submit(world.request(), "attempt");
        const auto fetched = generator->fetch(*handle, 0ms);
        QCOMPARE(fetched->made.size(), std::size_t(1));
    }

    void everyEndIsWhatItIs_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char* words, ErrorCode code, Verdict verdict) {
            QTest::newRow(words) << words << static_cast<int>(code) << static_cast<int>(verdict);
        };
        row("sandbox failed", ErrorCode::GeneratorFailed, Verdict::TryAgain);
        row("sandbox flagged", ErrorCode::GeneratorRefused, Verdict::TryOther);
        row("sandbox no face", ErrorCode::PhotoNotUsable, Verdict::TryOther);
        row("sandbox stopped", ErrorCode::Cancelled, Verdict::TryOther);
        row("sandbox late", ErrorCode::DeadlineExceeded, Verdict::TryAgain);
        row("sandbox strange", ErrorCode::GeneratorFailed, Verdict::TryAgain);
        row("sandbox removed", ErrorCode::GeneratorFailed, Verdict::TryAgain);
        row("sandbox vanished", ErrorCode::GeneratorFailed, Verdict::TryAgain);
        row("sandbox junk", ErrorCode::GeneratorFailed, Verdict::TryAgain);
        row("sandbox elsewhere", ErrorCode::GeneratorFailed, Verdict::TryOther);
    }
    void everyEndIsWhatItIs() {
        QFETCH(QString, words);
        QFETCH(int, code);
        QFETCH(int, verdict);
        World world;
        const auto generator = world.generator(words.toStdString());
        const auto handle = generator->submit(world.request(), "attempt");
        QVERIFY2(handle, handle ? "" : handle.error().detail.c_str());
        const Fetched fetched = World::all(*generator, *handle);
        QCOMPARE(fetched.unmade.size(), std::size_t(1));
        QCOMPARE(static_cast<int>(fetched.unmade[0].error.code), code);
        QCOMPARE(static_cast<int>(fetched.unmade[0].verdict), verdict);
        QCOMPARE(world.predictions().size(), std::size_t(1)); // nothing is begun again by itself
        QCOMPARE(world.files().size(), std::size_t(0));
    }

    void whatIsRefusedAtOnceLeavesNothingThere() {
        World world;
        const auto unpaid = world.generator("sandbox unpaid");
        QCOMPARE(unpaid->submit(world.request(), "attempt").error().code, ErrorCode::GeneratorUnpaid);
        QCOMPARE(world.files().size(), std::size_t(0));
        const auto stranger = world.generator(world.mapping(""), {}, "r8_wrong");
        const auto refused = stranger->submit(world.request(), "attempt");
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY(refused.error().detail.find("authentication token") != std::string::npos);
        QCOMPARE(world.predictions().size(), std::size_t(0));
    }

    void throttledOnesAreAskedForAgainAndMadeOnce() {
        World world;
        const auto generator = world.generator("sandbox throttled");
        const auto handle = generator->submit(world.request(), "attempt");
        QVERIFY2(handle, handle ? "" : handle.error().detail.c_str());
        QCOMPARE(world.predictions().size(), std::size_t(1));
    }

    void anAnswerThatWasLostIsFoundByItsPhotos() {
        World world;
        const auto generator = world.generator("sandbox lost");
        const auto other = world.generator("");
        QVERIFY(other->submit(world.request(), "another attempt"));
        const auto request = world.request();
        const auto lost = generator->submit(request, "attempt");
        QCOMPARE(lost.error().code, ErrorCode::UnknownOutcome);
        QCOMPARE(world.predictions().size(), std::size_t(2));
        const auto found = generator->findAttempt("attempt");
        QVERIFY(found && found->has_value());
        QVERIFY(world.predictions()[0]["id"] == **found);
        QVERIFY(generator->resume(request, **found));
        QCOMPARE(World::all(*generator, **found).made.size(), std::size_t(1));
        QCOMPARE(world.predictions().size(), std::size_t(2));
        QCOMPARE(*generator->findAttempt("attempt"), std::optional<std::string>());
        QCOMPARE(*generator->findAttempt("never heard of"), std::optional<std::string>());
    }

    void photosOfWorkThatNeverBeganAreDeleted() {
        World world;
        http::ClientRequest upload;
        upload.method = "POST";
        upload.url = world.sandbox.url("/replicate/v1/files");
        upload.headers = {{"Authorization", "Bearer r8_test"},
                          {"Content-Type", "multipart/form-data; boundary=x"}};
        upload.body = std::string("--x\r\nContent-Disposition: form-data; name=\"content\"; "
                                  "filename=\"a.jpg\"\r\n\r\nbytes\r\n--x\r\nContent-Disposition: form-data; "
                                  "name=\"metadata\"\r\n\r\n{\"headroom_attempt\":\"dead\"}\r\n--x--\r\n");
        QCOMPARE(world.sandbox.send(std::move(upload)).status, 201);
        int pauses = 0;
        GeneratorOptions options;
        options.sleep = [&](std::chrono::milliseconds) { ++pauses; };
        const auto generator = world.generator(world.mapping(""), std::move(options));
        QCOMPARE(*generator->findAttempt("dead"), std::optional<std::string>());
        QCOMPARE(pauses, 2); // it was given time to appear
        QCOMPARE(world.files().size(), std::size_t(0));
    }

    void anotherProcessTakesItUpAlsoAfterARestartOfTheService() {
        World world("30,1500,3600000");
        const auto request = world.request();
        std::string handle;
        {
            const auto generator = world.generator();
            handle = *generator->submit(request, "attempt");
        }
        world.sandbox.kill();
        QVERIFY(world.sandbox.start()); // on another port
        const auto generator = world.generator();
        QVERIFY(generator->resume(request, handle));
        QCOMPARE(World::all(*generator, handle).made.size(), std::size_t(1));
        QCOMPARE(world.predictions().size(), std::size_t(1));
        QCOMPARE(generator->resume(request, "nosuchprediction").error().code, ErrorCode::NotFound);
    }

    void whatWasRemovedAfterItsTimeIsSaidSo() {
        World world("10,10,1");
        const auto generator = world.generator();
        const auto request = world.request();
        const auto handle = generator->submit(request, "attempt");
        QTRY_VERIFY_WITH_TIMEOUT(world.predictions()[0]["data_removed"] == true, patienceMs);
        const Fetched fetched = World::all(*generator, *handle);
        QCOMPARE(fetched.unmade.size(), std::size_t(1));
        QVERIFY(fetched.unmade[0].error.detail.find("removed") != std::string::npos);
    }

    void cancellingStopsTheWorkThere() {
        World world("3600000,3600000,3600000"); // not done by itself
        const auto generator = world.generator("sandbox slow");
        const auto handle = generator->submit(world.request(), "attempt");
        generator->cancel(*handle);
        QVERIFY(world.predictions()[0]["status"] == "canceled");
        QCOMPARE(world.files().size(), std::size_t(0));
    }

    void aServiceThatIsDownIsRefusedAndSilentOnesAreWaitedFor() {
        World world("30,2000,3600000");
        const auto generator = world.generator();
        const auto handle = generator->submit(world.request(), "attempt");
        world.sandbox.kill();
        const auto down = generator->submit(world.request(), "another");
        QCOMPARE(down.error().code, ErrorCode::Unavailable);
        QTest::qWait(60); // past the first pause between two questions
        const auto waiting = generator->fetch(*handle, 50ms);
        QVERIFY(waiting && !waiting->finished);
    }

    void smallPhotosMayGoInsideTheRequest() {
        World world;
        GeneratorOptions options;
        options.photos = PhotoRoute::DataUri;
        const auto generator = world.generator(world.mapping(""), std::move(options));
        const auto handle = generator->submit(world.request(), "attempt");
        QCOMPARE(world.files().size(), std::size_t(0));
        QVERIFY(world.predictions()[0]["input"]["image_input"][0].get<std::string>().starts_with(
            "data:image/jpeg;base64,"));
        QCOMPARE(World::all(*generator, *handle).made.size(), std::size_t(1));
        // What was lost cannot be told from what never was: it must not be made again.
        QCOMPARE(generator->findAttempt("lost").error().code, ErrorCode::UnknownOutcome);
    }

    void aMappingThatDoesNotFitIsSaidAtStart() {
        World world;
        const json own{{"model", "google/nano-banana"},
                       {"photos", {{"list", "images"}}},
                       {"input", {{"prompt", "p"}}},
                       {"price", {{"per_output", 0}}}};
        const auto generator =
            world.generator(*StyleMapping::parse("own.json", own.dump(), {{"grey", "grey"}}));
        const auto checked = generator->check();
        QCOMPARE(checked.error().code, ErrorCode::InvalidInput);
        QVERIFY(checked.error().detail.find("input.images is not a field of google/nano-banana") !=
                std::string::npos);
        QCOMPARE(generator->submit(world.request(), "attempt").error().code, ErrorCode::GeneratorFailed);
        QCOMPARE(world.predictions().size(), std::size_t(0));
    }

    void photosArePreparedOnceForAllHeadshotsOfARequest() {
        World world;
        const auto generator = world.generator();
        auto request = world.request(2);
        for (int ordinal = 0; ordinal < 3; ++ordinal) {
            request.headshots = {{HeadshotId::make(), "grey", ordinal, 3}};
            QVERIFY(generator->submit(request, "attempt " + std::to_string(ordinal)));
        }
        QCOMPARE(world.preparer.prepared, 2);
    }
};

QTEST_GUILESS_MAIN(ReplicateTest)
#include "tst_generators_replicate.moc"
