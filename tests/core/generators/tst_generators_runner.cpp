#include "core/generators/job_runner.h"
#include "core/generators/picture_children.h"
#include "core/generators/render_child.h"
#include "core/generators/studio_generator.h"
#include "core/photos/uploads_limits.h"
#include "core/storage/orphan_sweep.h"
#include "tests/core/headshots/headshot_fixture.h"
#include "tests/support/patience.h"

#include <csignal>
#include <fstream>
#include <map>
#include <set>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::generators;
using namespace std::chrono_literals;
using headshots::HeadshotQueue;
using headshots::Headshots;
using test::HeadshotFixture;
using test::must;

namespace {

const std::string jpegMagic = "\xff\xd8\xff ";

/// A hosted service: its work goes on without us, and every submit() that it accepts costs.
class HostedGenerator final : public Generator {
public:
    std::string_view name() const override { return "hosted"; }
    Traits traits() const override {
        return {.headshotsPerSubmit = 1, .photosLeave = true, .survivesUs = true};
    }
    bool knowsStyle(std::string_view) const override { return true; }

    Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) override {
        ++paid;
        begun[std::string(attemptId)] = request;
        if (losesAnswers) return fail(ErrorCode::UnknownOutcome, "the answer was lost");
        return "handle of " + std::string(attemptId);
    }
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override {
        if (!begun.contains(std::string(attemptId))) return std::optional<std::string>();
        return std::optional("handle of " + std::string(attemptId));
    }
    Result<void> resume(const GenerationRequest& request, std::string_view handle) override {
        const std::string attemptId(handle.substr(10));
        if (!begun.contains(attemptId)) return fail(ErrorCode::NotFound);
        begun[attemptId].folder = request.folder;
        return {};
    }
    Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds) override {
        const GenerationRequest& request = begun.at(std::string(handle.substr(10)));
        Fetched fetched{.made = {}, .unmade = {}, .finished = true};
        for (const WantedHeadshot& wanted : request.headshots) {
            const auto file = request.folder / wanted.id.text();
            std::ofstream(file) << picture;
            fetched.made.push_back({wanted.id, request.photos[0].id, file, "image/png", 512, 512, "{}"});
        }
        return fetched;
    }
    Result<double> progress(std::string_view) override { return 0.5; }
    void cancel(std::string_view) override {}

    int paid = 0;
    std::string picture = "hosted picture"; ///< what it makes, and so what the judge does
    bool losesAnswers = false;
    std::map<std::string, GenerationRequest> begun;
};

/// Says that the disk is full, so many times.
class FullStore final : public storage::BlobStore {
public:
    explicit FullStore(storage::BlobStore& inner)
        : inner_(inner) {}
    Result<void> put(const storage::BlobKey& key, const storage::BlobContent& content,
                     storage::ByteSource& bytes) override {
        if (fullFor > 0) {
            --fullFor;
            return fail(ErrorCode::DiskFull, "no space");
        }
        return inner_.put(key, content, bytes);
    }
    Result<void> get(const storage::BlobKey& key, std::optional<storage::ByteRange> range,
                     storage::ByteSink& sink) override {
        return inner_.get(key, range, sink);
    }
    Result<storage::BlobInfo> head(const storage::BlobKey& key) override { return inner_.head(key); }
    Result<void> remove(const storage::BlobKey& key) override { return inner_.remove(key); }
    Result<storage::BlobPage> list(std::string_view prefix, std::string_view after, int limit) override {
        return inner_.list(prefix, after, limit);
    }
    Result<int> sweepUnfinished(Timestamp before) override { return inner_.sweepUnfinished(before); }
    Result<void> check() override { return inner_.check(); }

    int fullFor = 0;

private:
    storage::BlobStore& inner_;
};

class RunnerFixture : public HeadshotFixture {
public:
    explicit RunnerFixture(database::Engine engine, std::shared_ptr<database::Faults> faults = nullptr)
        : HeadshotFixture(engine, 500, std::move(faults))
        , program({.program = TEST_RENDER_WORKER, .arguments = {}})
        , studio(program, [](std::string_view style) { return style.starts_with("style"); })
        , inspector(program)
        , judge(program)
        , disk(*blobs)
        , library(*database, disk, clock, HeadshotQueue::needsPhoto) {
        become("fine");
    }

    /// The photo that is used from now on.
    void become(const std::string& behaviour) {
        photo = addPhoto(member, sync::PhotoState::Usable, jpegMagic + behaviour);
    }
    RunnerOptions options() const {
        return {.name = "test",
                .scratch = path() / "scratch",
                .threads = 1,
                .heartbeatMs = heartbeatMs,
                .idlePollMs = 20,
                .troublePauseMs = 20};
    }
    JobRunner runner(std::vector<Generator*> chain = {}) {
        if (chain.empty()) chain = {&studio};
        return JobRunner(
            {.queue = queue,
             .library = library,
             .blobs = disk,
             .inspector = inspector,
             .judge = judge,
             .chain = chain,
             .mayLeave = [this](const TeamId&, const Generator&) -> Result<bool> { return mayLeave; }},
            options());
    }
    void run(std::vector<Generator*> chain = {}) {
        JobRunner one = runner(std::move(chain));
        must(one.runUntilIdle());
    }
    std::vector<HeadshotId> ask(int count, std::string style = "style_a") {
        return must(request(wanted(count, std::move(style)))).headshots;
    }
    std::int64_t inState(std::string_view state) {
        return number("SELECT COUNT(*) AS n FROM headshots WHERE state = $1", {state});
    }
    sync::PhotoRow findPhoto(const PhotoId& id) {
        return *must(
            database->read([&](database::Session& s) { return photos::PhotoLibrary::find(s, team, id); }));
    }
    int sweepOrphans() {
        return must(storage::sweepOrphans(*blobs, "headshots/", SystemClock().now().plusMs(60'000),
                                          [&](const storage::BlobKey& key) { return store.knowsBlob(key); }))
            .removed;
    }

    bool mayLeave = true;
    std::int64_t heartbeatMs = 0;
    RenderProgram program;
    StudioGenerator studio;
    ChildInspector inspector;
    ChildJudge judge;
    FullStore disk;
    photos::PhotoLibrary library;
};

} // namespace

class RunnerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromAPhotoToHeadshotsInTheGallery_data() { test::bothEngines(); }
    void fromAPhotoToHeadshotsInTheGallery() {
        RunnerFixture f(test::fetchEngine());
        f.photo = f.addPhoto(f.member, sync::PhotoState::Checking, jpegMagic + "fine");
        const PhotoId blurred = f.addPhoto(f.member, sync::PhotoState::Checking, jpegMagic + "blurred");
        f.run();
        QVERIFY(f.findPhoto(f.photo).state == sync::PhotoState::Usable);
        QCOMPARE(f.findPhoto(f.photo).width.value(), 3000);
        QCOMPARE(f.findPhoto(blurred).refusal, std::string("photo_blurred"));
        const auto ids = f.ask(5);
        f.run();
        QCOMPARE(f.inState("completed"), std::int64_t(5));
        for (const HeadshotId& id : ids) {
            const auto content = must(
                f.database->read([&](database::Session& s) { return Headshots::content(s, f.team, id); }));
            const std::string bytes = must(f.blobs->getBytes(*storage::BlobKey::parse(content.blobKey)));
            QCOMPARE(toHex(sha256(bytes)), content.sha256);
            QCOMPARE(f.find(id).generator, std::string("studio"));
            QVERIFY(f.find(id).photoId == f.photo);
        }
        QCOMPARE(f.ledger.balances().spent, std::int64_t(5));
        QCOMPARE(f.ledger.differences(), QString());
        QVERIFY(std::filesystem::is_empty(f.path() / "scratch"));
    }

    void aPhotoThatKillsTheCheckIsRefusedInTheEnd_data() { test::bothEngines(); }
    void aPhotoThatKillsTheCheckIsRefusedInTheEnd() {
        RunnerFixture f(test::fetchEngine());
        const PhotoId poison = f.addPhoto(f.member, sync::PhotoState::Checking, jpegMagic + "crash in check");
        for (int look = 1; look <= photos::checkAttemptsMax; ++look) {
            QVERIFY(f.findPhoto(poison).state == sync::PhotoState::Checking);
            f.run();
            f.execute("UPDATE photos SET check_lease = 1 WHERE check_lease IS NOT NULL");
        }
        QCOMPARE(f.findPhoto(poison).refusal, std::string("photo_not_usable"));
    }

    void aPhotoThatKillsTheStudioFailsWithItsReasonAndIsPaidBack_data() { test::bothEngines(); }
    void aPhotoThatKillsTheStudioFailsWithItsReasonAndIsPaidBack() {
        RunnerFixture f(test::fetchEngine());
        f.become("crash in analyse");
        const auto ids = f.ask(2);
        f.become("fine");
        f.ask(2);
        f.run();
        QCOMPARE(f.find(ids[0]).failure, std::string("photo_not_usable"));
        QCOMPARE(f.inState("failed"), std::int64_t(2));
        QCOMPARE(f.inState("completed"), std::int64_t(2));
        QCOMPARE(f.ledger.balances().held, std::int64_t(0));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aWorkerThatDiesHalfWayLosesNothingThatWasMade_data() { test::bothEngines(); }
    void aWorkerThatDiesHalfWayLosesNothingThatWasMade() {
        RunnerFixture f(test::fetchEngine());
        f.become("crash at second"); // of each process
        f.ask(3);
        f.run();
        QCOMPARE(f.inState("completed"), std::int64_t(3));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void refusalsAreFinalAndPaidBack_data() { test::bothEngines(); }
    void refusalsAreFinalAndPaidBack() {
        RunnerFixture f(test::fetchEngine());
        f.become("no face in analyse");
        const auto ids = f.ask(2);
        f.run();
        QCOMPARE(f.find(ids[1]).failure, std::string("photo_no_face"));
        QCOMPARE(f.number("SELECT MAX(attempt) AS n FROM headshot_jobs"), std::int64_t(1));
        QCOMPARE(f.ledger.balances().pool, std::int64_t(500));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void killedFromOutsideTheWorkIsDoneAgain_data() { test::bothEngines(); }
    void killedFromOutsideTheWorkIsDoneAgain() {
        RunnerFixture f(test::fetchEngine());
        f.become("very slow");
        f.ask(6);
        JobRunner runner = f.runner();
        must(runner.start());
        std::optional<pid_t> process;
        QTRY_VERIFY_WITH_TIMEOUT(
            ([&] {
                const auto handle = must(f.database->read([&](database::Session& s) {
                    return s.query("SELECT DISTINCT handle FROM headshot_jobs WHERE handle IS NOT NULL");
                }));
                if (handle.size() == 1) process = f.studio.processOf(handle[0].text("handle"));
                return process && *process > 0 && f.inState("completed") >= 1;
            }()),
            patienceMs);
        ::kill(*process, SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(f.inState("completed"), std::int64_t(6), patienceMs);
        runner.stop();
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aStoppedRunnerGivesBackWhatItDidNotFinish_data() { test::bothEngines(); }
    void aStoppedRunnerGivesBackWhatItDidNotFinish() {
        RunnerFixture f(test::fetchEngine());
        f.become("very slow");
        f.ask(15);
        {
            JobRunner runner = f.runner();
            must(runner.start());
            runner.wake();
            QTRY_VERIFY_WITH_TIMEOUT(f.inState("completed") >= 1, patienceMs);
            runner.stop();
        }
        QCOMPARE(f.inState("running"), std::int64_t(0));
        QVERIFY(f.inState("queued") > 0);
        QCOMPARE(f.number("SELECT MAX(attempt) AS n FROM headshot_jobs WHERE state = 'waiting'"),
                 std::int64_t(0));
        f.run();
        QCOMPARE(f.inState("completed"), std::int64_t(15));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void whatALostLeaseBringsIsDropped_data() { test::bothEngines(); }
    void whatALostLeaseBringsIsDropped() {
        RunnerFixture f(test::fetchEngine());
        f.become("very slow");
        f.ask(8);
        f.heartbeatMs = 600'000; // it does not notice before it brings the next one
        JobRunner runner = f.runner();
        must(runner.start());
        QTRY_VERIFY_WITH_TIMEOUT(f.inState("completed") >= 1, patienceMs);
        // Another worker takes the rest over while this one still works.
        f.endLeases();
        const auto taken = must(f.queue.claim("another"));
        QVERIFY(taken && !taken->jobs.empty());
        for (const headshots::ClaimedJob& job : taken->jobs)
            must(f.complete(job.ref));
        QCOMPARE(f.inState("completed"), std::int64_t(8));
        // The late one stores its next result and learns then that it is not wanted.
        QTRY_VERIFY_WITH_TIMEOUT(f.blobCount("headshots/") > 8, patienceMs);
        runner.stop();
        QCOMPARE(f.ledger.balances().spent, std::int64_t(8));
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE generator = 'test'"),
                 static_cast<std::int64_t>(taken->jobs.size()));
        f.sweepOrphans();
        QCOMPARE(f.blobCount("headshots/"), 8);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aFullDiskIsTriedAgainAndThenSaid_data() { test::bothEngines(); }
    void aFullDiskIsTriedAgainAndThenSaid() {
        RunnerFixture f(test::fetchEngine());
        const auto first = f.ask(1);
        f.disk.fullFor = 2;
        f.run();
        QVERIFY(f.find(first[0]).state == sync::HeadshotState::Completed);
        f.disk.fullFor = 1000;
        const auto second = f.ask(1);
        f.run();
        QCOMPARE(f.find(second[0]).failure, std::string("disk_full"));
        QCOMPARE(f.blobCount("headshots/"), 1);
        QCOMPARE(f.ledger.differences(), QString());
    }

    // Whichever database call fails, as in a crash between storing bytes and committing: the headshot is made
    // once, paid once, and bytes without a row are found.
    void whicheverCallFailsTheHeadshotIsMadeOnce_data() { test::bothEngines(); }
    void whicheverCallFailsTheHeadshotIsMadeOnce() {
        const auto faults = std::make_shared<test::NthCallFails>();
        RunnerFixture f(test::fetchEngine(), faults);
        HostedGenerator hosted;
        int orphans = 0;
        for (long n = 1;; ++n) {
            const HeadshotId id = f.ask(1)[0];
            {
                JobRunner runner = f.runner({&hosted});
                faults->arm(n);
                (void)runner.runUntilIdle();
                faults->disarm();
            }
            QCOMPARE(f.ledger.differences(), QString());
            f.endLeases();
            f.run({&hosted});
            QVERIFY(f.find(id).state == sync::HeadshotState::Completed);
            QCOMPARE(f.ledger.balances().spent, std::int64_t(n));
            QCOMPARE(hosted.paid, static_cast<int>(n)); // also the generator is paid once
            QCOMPARE(f.ledger.differences(), QString());
            orphans += f.sweepOrphans();
            QCOMPARE(f.blobCount("headshots/"), static_cast<int>(n));
            if (!faults->fired()) break;
        }
        QVERIFY(orphans > 0);
    }

    void aLostAnswerIsLookedForBeforeItIsPaidTwice() {
        RunnerFixture f(database::Engine::Sqlite);
        HostedGenerator hosted;
        hosted.losesAnswers = true;
        const auto ids = f.ask(2);
        f.run({&hosted});
        QCOMPARE(f.inState("completed"), std::int64_t(2));
        QCOMPARE(hosted.paid, 2);
        QCOMPARE(f.find(ids[0]).mediaType, std::string("image/jpeg")); // as the judge left it
    }

    // Every result that is no headshot costs an attempt, and none costs the member a credit.
    void whatTheJudgeTurnsDownIsMadeAgainAndPaidBack_data() {
        QTest::addColumn<QString>("picture");
        QTest::addColumn<bool>("agrees");
        QTest::addColumn<QString>("failure");
        QTest::newRow("two faces") << "two faces" << false << "result_not_usable";
        QTest::newRow("somebody else") << "stranger" << true << "likeness_lost";
        QTest::newRow("kills whoever looks at it") << "crash in judge" << false << "generator_failed";
    }
    void whatTheJudgeTurnsDownIsMadeAgainAndPaidBack() {
        QFETCH(QString, picture);
        QFETCH(bool, agrees);
        QFETCH(QString, failure);
        RunnerFixture f(database::Engine::Sqlite);
        if (agrees) f.execute("UPDATE members SET compares_faces = 1");
        HostedGenerator hosted;
        hosted.picture = picture.toStdString();
        const auto ids = f.ask(1);
        f.run({&hosted});
        QCOMPARE(f.find(ids[0]).failure, failure.toStdString());
        QCOMPARE(hosted.paid, headshots::attemptsMax);
        QCOMPARE(f.ledger.balances().pool, std::int64_t(500));
        QCOMPARE(f.blobCount("headshots/"), 0);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aHeadshotSaysWhetherFacesWereCompared_data() {
        QTest::addColumn<bool>("agrees");
        QTest::newRow("agrees") << true;
        QTest::newRow("does not") << false;
    }
    void aHeadshotSaysWhetherFacesWereCompared() {
        QFETCH(bool, agrees);
        RunnerFixture f(database::Engine::Sqlite);
        if (agrees) f.execute("UPDATE members SET compares_faces = 1");
        HostedGenerator hosted;
        const auto ids = f.ask(1);
        f.run({&hosted});
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE variant LIKE $1",
                          {agrees ? "%\"likeness\":\"same\"%" : "%\"likeness\":\"not_checked\"%"}),
                 std::int64_t(1));
        const auto content = must(
            f.database->read([&](database::Session& s) { return Headshots::content(s, f.team, ids[0]); }));
        QCOMPARE(must(f.blobs->getBytes(*storage::BlobKey::parse(content.blobKey))),
                 std::string("\xff\xd8\xff judged"));
    }

    void whatADeadWorkerSubmittedIsTakenUp() {
        RunnerFixture f(database::Engine::Sqlite);
        HostedGenerator hosted;
        f.ask(2);
        const auto claimed = f.claim("dies");
        // One died before it got the handle, one after.
        const auto submit = [&](std::size_t which, const std::string& attempt) {
            const auto& job = claimed.jobs[which];
            must(f.queue.submitting(std::span(&job.ref, 1), "hosted", attempt));
            GenerationRequest request{
                .id = claimed.id,
                .seed = 1,
                .photos = {{claimed.photos[0].photo, "", ""}},
                .headshots = {{job.ref.headshot, job.style, job.ordinal, job.styleCount}},
                .folder = {}};
            return must(hosted.submit(request, attempt));
        };
        submit(0, "attempt 0");
        const std::string handle = submit(1, "attempt 1");
        must(f.queue.submitted(std::span(&claimed.jobs[1].ref, 1), handle));
        f.endLeases();
        f.run({&hosted});
        QCOMPARE(f.inState("completed"), std::int64_t(2));
        QCOMPARE(hosted.paid, 2);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void whatOneGeneratorDoesNotKnowTheNextMakes() {
        RunnerFixture f(database::Engine::Sqlite);
        HostedGenerator hosted;
        const auto foreign = f.ask(1, "style_foreign");
        const auto known = f.ask(1);
        f.run({&f.studio, &hosted});
        QCOMPARE(f.find(foreign[0]).generator, std::string("hosted"));
        QCOMPARE(f.find(known[0]).generator, std::string("studio"));
        QCOMPARE(hosted.paid, 1);
    }

    void withoutConsentNoPhotoLeaves() {
        RunnerFixture f(database::Engine::Sqlite);
        HostedGenerator hosted;
        f.mayLeave = false;
        const auto foreign = f.ask(1, "style_foreign");
        const auto only = f.ask(1);
        f.run({&hosted});
        QCOMPARE(hosted.paid, 0);
        QCOMPARE(f.find(only[0]).failure, std::string("generator_refused"));
        QCOMPARE(f.find(foreign[0]).failure, std::string("generator_refused"));
        QCOMPARE(f.ledger.balances().pool, std::int64_t(500));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void missingBytesFailTheRequestAndNotTheQueue() {
        RunnerFixture f(database::Engine::Sqlite);
        const auto lost = f.ask(1);
        must(f.blobs->remove(*storage::BlobKey::parse(photos::photoBlobKey(f.team, f.photo))));
        f.become("fine");
        f.ask(1);
        f.run();
        QCOMPARE(f.find(lost[0]).failure, std::string("photo_not_usable"));
        QCOMPARE(f.inState("completed"), std::int64_t(1));
        QCOMPARE(f.ledger.differences(), QString());
    }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "tst_generators_runner.moc"
