#include "core/base/sanitized.h"
#include "core/generators/studio_generator.h"
#include "tests/support/patience.h"

#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::generators;
using namespace std::chrono_literals;

namespace {

RenderProgram program() {
    return {
        .program = TEST_RENDER_WORKER, .arguments = {}, .silence = 20s, .life = 60s, .lifePerHeadshot = 1s};
}

/// Everything that came of one submit().
struct Harvest {
    std::vector<MadeHeadshot> made;
    std::vector<UnmadeHeadshot> unmade;
};

} // namespace

class StudioGeneratorTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int works_ = 0;

    std::filesystem::path path() const { return folder_.path().toStdString(); }

    SourcePhoto photo(const std::string& behaviour) {
        const PhotoId id = PhotoId::make();
        const auto file = path() / id.text();
        std::ofstream(file) << behaviour;
        return {id, file, "image/jpeg"};
    }
    GenerationRequest request(const std::string& behaviour, int count, std::string style = "style_a") {
        const auto out = path() / ("work" + std::to_string(works_++));
        std::filesystem::create_directory(out);
        GenerationRequest wanted{
            .id = RequestId::make(), .seed = 7, .photos = {photo(behaviour)}, .headshots = {}, .folder = out};
        for (int i = 0; i < count; ++i)
            wanted.headshots.push_back({HeadshotId::make(), style, i, count});
        return wanted;
    }
    static Harvest harvest(Generator& generator, const std::string& handle) {
        Harvest all;
        while (true) {
            const auto fetched = generator.fetch(handle, 1s);
            if (!fetched) qFatal("fetch: %s", describe(fetched.error()).c_str());
            all.made.insert(all.made.end(), fetched->made.begin(), fetched->made.end());
            all.unmade.insert(all.unmade.end(), fetched->unmade.begin(), fetched->unmade.end());
            if (fetched->finished) return all;
        }
    }
    Harvest run(const GenerationRequest& wanted, const RenderProgram& with = program()) {
        StudioGenerator generator(with, [](std::string_view) { return true; });
        const auto handle = generator.submit(wanted, "attempt");
        if (!handle) qFatal("submit: %s", describe(handle.error()).c_str());
        return harvest(generator, *handle);
    }

private Q_SLOTS:
    void everyHeadshotIsMadeAndAllDiffer() {
        const GenerationRequest wanted = request("fine", 6);
        const Harvest all = run(wanted);
        QCOMPARE(all.made.size(), std::size_t(6));
        QVERIFY(all.unmade.empty());
        std::set<std::string> variants;
        for (const MadeHeadshot& made : all.made) {
            QVERIFY(made.photo == wanted.photos[0].id);
            QVERIFY(std::filesystem::exists(made.file));
            QCOMPARE(made.width, 1024);
            variants.insert(made.variantJson);
        }
        QCOMPARE(variants.size(), std::size_t(6));
    }

    void theSameHeadshotComesOutTheSameInALaterAttempt() {
        GenerationRequest wanted = request("fine", 5);
        const Harvest first = run(wanted);
        // Only the fourth is left to do.
        GenerationRequest rest = request("fine", 0);
        rest.seed = wanted.seed;
        rest.headshots = {wanted.headshots[3]};
        const Harvest second = run(rest);
        QCOMPARE(second.made[0].variantJson, first.made[3].variantJson);
    }

    void aPhotoThatIsNoGoodIsLeftOut() {
        GenerationRequest wanted = request("no face in analyse", 4);
        wanted.photos.push_back(photo("fine"));
        const Harvest all = run(wanted);
        QCOMPARE(all.made.size(), std::size_t(4));
        for (const MadeHeadshot& made : all.made)
            QVERIFY(made.photo == wanted.photos[1].id);
    }

    void withoutAnyGoodPhotoItIsRefusedForGood() {
        const Harvest all = run(request("no face in analyse", 3));
        QCOMPARE(all.unmade.size(), std::size_t(3));
        QVERIFY(all.unmade[0].error.code == ErrorCode::PhotoNoFace);
        QVERIFY(all.unmade[0].verdict == Verdict::NoneEver);
    }

    void stylesOfOthersAreLeftToOthers() {
        const Harvest all = run(request("fine", 1, "style_foreign"));
        QVERIFY(all.unmade.at(0).verdict == Verdict::TryOther);
    }

    void aCrashIsTriedAgainAndBlamesThePhotoItLookedAt() {
        const Harvest all = run(request("crash in analyse", 2));
        QCOMPARE(all.unmade.size(), std::size_t(2));
        QVERIFY(all.unmade[0].verdict == Verdict::TryAgain);
        QVERIFY(all.unmade[0].error.code == ErrorCode::PhotoNotUsable);
    }

    void aCrashHalfWayKeepsWhatWasMade() {
        const Harvest all = run(request("crash at second", 3));
        QCOMPARE(all.made.size(), std::size_t(1));
        QCOMPARE(all.unmade.size(), std::size_t(2));
        QVERIFY(all.unmade[0].error.code == ErrorCode::GeneratorFailed);
        QVERIFY(all.unmade[0].verdict == Verdict::TryAgain);
    }

    void aSilentWorkerIsKilled() {
        RenderProgram impatient = program();
        impatient.silence = 5s; // starting is no silence
        const Harvest all = run(request("hang in render", 1), impatient);
        QVERIFY(all.unmade.at(0).error.code == ErrorCode::PhotoNotUsable);
        QVERIFY(all.unmade.at(0).verdict == Verdict::TryAgain);
    }

    void aWorkerThatLivesTooLongIsKilled() {
        RenderProgram impatient = program();
        impatient.life = 4s;
        impatient.lifePerHeadshot = 0ms;
        const Harvest all = run(request("very slow", 15), impatient); // 7.5 s
        QVERIFY(!all.unmade.empty());
        QVERIFY(all.unmade[0].error.code == ErrorCode::Timeout);
        QCOMPARE(all.made.size() + all.unmade.size(), std::size_t(15));
    }

    void memoryHasALimit() {
        if (headroom::sanitized) QSKIP("sanitizers need the address space");
        const Harvest all = run(request("memory in render", 1));
        QVERIFY(all.unmade.at(0).verdict == Verdict::TryAgain);
    }

    void whatNobodyAskedForIsNotTaken_data() {
        QTest::addColumn<QString>("behaviour");
        for (const char* behaviour : {"lie in render", "nonsense in render", "flood in render"})
            QTest::addRow("%s", behaviour) << behaviour;
    }
    void whatNobodyAskedForIsNotTaken() {
        QFETCH(QString, behaviour);
        const Harvest all = run(request(behaviour.toStdString(), 2));
        QCOMPARE(all.made.size(), std::size_t(0));
        QCOMPARE(all.unmade.size(), std::size_t(2));
        QVERIFY(all.unmade[0].verdict == Verdict::TryAgain);
    }

    void killedFromOutsideItIsTriedAgain() {
        StudioGenerator generator(program(), [](std::string_view) { return true; });
        const std::string handle = generator.submit(request("hang at second", 8), "attempt").value();
        Harvest all;
        while (all.made.empty()) {
            const Fetched fetched = generator.fetch(handle, 1s).value();
            all.made.insert(all.made.end(), fetched.made.begin(), fetched.made.end());
        }
        QVERIFY(generator.progress(handle).value() > 0);
        QCOMPARE(::kill(*generator.processOf(handle), SIGKILL), 0);
        const Harvest rest = harvest(generator, handle);
        QCOMPARE(all.made.size() + rest.made.size() + rest.unmade.size(), std::size_t(8));
        QVERIFY(!rest.unmade.empty());
        QVERIFY(rest.unmade[0].verdict == Verdict::TryAgain);
    }

    void cancellingEndsTheProcessAndForgetsTheHandle() {
        StudioGenerator generator(program(), [](std::string_view) { return true; });
        const std::string handle = generator.submit(request("hang in render", 1), "attempt").value();
        const pid_t process = *generator.processOf(handle);
        QVERIFY(generator.findAttempt("attempt").value() == handle);
        generator.cancel(handle);
        QVERIFY(::kill(process, 0) != 0 && errno == ESRCH);
        QVERIFY(!generator.findAttempt("attempt").value().has_value());
        QVERIFY(generator.fetch(handle, 1ms).error().code == ErrorCode::NotFound);
        QVERIFY(generator.resume({}, handle).error().code == ErrorCode::NotFound);
        generator.cancel(handle);
    }

    void theChildKnowsNothingOfOursAndReachesNobody() {
        ::setenv("HEADROOM_TEST_SECRET", "hush", 1);
        const int leaked = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC, as a careless library does it
        const Harvest all = run(request("tell in analyse", 1));
        ::close(leaked);
        const std::string told = all.unmade.at(0).error.detail;
        QVERIFY2(told.find("hush") == std::string::npos, told.c_str());
        QVERIFY2(told.find("files=0") != std::string::npos, told.c_str());
        QVERIFY2(told.find("socket=" + std::to_string(EPERM)) != std::string::npos, told.c_str());
        QVERIFY2(told.find("execve=" + std::to_string(EPERM)) != std::string::npos, told.c_str());
        if (::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1)
            QSKIP("this kernel has no Landlock");
        QVERIFY2(told.find("passwd=" + std::to_string(EACCES)) != std::string::npos, told.c_str());
        QVERIFY2(told.find("write=" + std::to_string(EACCES)) != std::string::npos, told.c_str());
    }

    void theChildDiesWithItsParent() {
        int pipeEnds[2];
        QCOMPARE(::pipe(pipeEnds), 0);
        const GenerationRequest wanted = request("hang in render", 1);
        const pid_t parent = ::fork();
        if (parent == 0) {
            StudioGenerator generator(program(), [](std::string_view) { return true; });
            const auto handle = generator.submit(wanted, "attempt");
            // Only once it is at work: before that it could not have locked itself in.
            while (generator.progress(*handle).value() == 0)
                (void)generator.fetch(*handle, 100ms);
            const pid_t child = *generator.processOf(*handle);
            (void)!::write(pipeEnds[1], &child, sizeof child);
            ::pause();
        }
        pid_t child = 0;
        QCOMPARE(::read(pipeEnds[0], &child, sizeof child), ssize_t(sizeof child));
        QCOMPARE(::kill(child, 0), 0);
        ::kill(parent, SIGKILL);
        ::waitpid(parent, nullptr, 0);
        // Its remains may wait for the init process; dead is dead.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                std::ifstream status("/proc/" + std::to_string(child) + "/stat");
                std::string line;
                if (!std::getline(status, line)) return true;
                return line.find(") Z ") != std::string::npos || line.find(") X ") != std::string::npos;
            }(),
            patienceMs);
        ::close(pipeEnds[0]);
        ::close(pipeEnds[1]);
    }

    void aMissingProgramIsAnErrorAtOnce() {
        StudioGenerator generator({.program = "/nowhere/at/all", .arguments = {}},
                                  [](std::string_view) { return true; });
        const auto handle = generator.submit(request("fine", 1), "attempt");
        QVERIFY(!handle);
        QVERIFY(handle.error().code == ErrorCode::NotFound);
    }

    void looksEndInAnAnswerOrInAnError() {
        ChildInspector inspector(program());
        const auto fine = inspector.inspect(photo("fine").file, path());
        QVERIFY(fine.has_value());
        QVERIFY(!fine->refusal);
        QCOMPARE(fine->width, 3000);
        QVERIFY(inspector.inspect(photo("blurred").file, path())->refusal == ErrorCode::PhotoBlurred);
        QVERIFY(inspector.inspect(photo("crash in check").file, path()).error().code ==
                ErrorCode::GeneratorFailed);
        QVERIFY(inspector.inspect(photo("nonsense in check").file, path()).error().code ==
                ErrorCode::GeneratorFailed);
        QVERIFY(inspector.inspect(path() / "missing", path()).error().code == ErrorCode::NotFound);
        RenderProgram impatient = program();
        impatient.silence = 300ms;
        QVERIFY(ChildInspector(impatient).inspect(photo("hang in check").file, path()).error().code ==
                ErrorCode::Timeout);
    }
};

QTEST_GUILESS_MAIN(StudioGeneratorTest)
#include "tst_generators_studio.moc"
