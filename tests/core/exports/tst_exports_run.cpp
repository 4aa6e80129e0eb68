#include "core/base/crypto.h"
#include "core/exports/export_results.h"
#include "core/exports/export_run.h"

#include <QtTest>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sys/resource.h>

using namespace headroom;
using namespace headroom::exports;
namespace fs = std::filesystem;

namespace {

/// Bytes by headshot; counts how often each was asked for.
class MapSource final : public ByteSource {
public:
    Result<std::string> bytes(const PlannedFile& file) override {
        ++asked[file.headshot.text()];
        if (afterEach) afterEach();
        const auto known = held.find(file.headshot.text());
        if (known == held.end()) return fail(missing, "no such bytes");
        return known->second;
    }
    std::map<std::string, std::string> held;
    std::map<std::string, int> asked;
    ErrorCode missing = ErrorCode::NotFound;
    std::function<void()> afterEach;
};

/// Marks the bytes, so that a file shows that it was rendered; refuses some.
class MarkingRenderer final : public Renderer {
public:
    Result<std::string> render(std::string_view bytes, const ExportSettings&, const Size&) override {
        if (bytes == "broken") return fail(ErrorCode::Corrupt, "broken");
        return "made:" + std::string(bytes);
    }
};

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t filesIn(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        count += entry.is_directory() ? 0 : 1;
    return count;
}

} // namespace

class TestExportsRun : public QObject {
    Q_OBJECT

    struct Setup {
        QTemporaryDir dir;
        fs::path target;
        fs::path journal;
        MapSource source;
        MarkingRenderer renderer;
        StopFlag stop{StopWish::None};
        ExportPlan plan;

        explicit Setup(int count, ExportSettings settings = plain()) {
            target = fs::path(dir.path().toStdString()) / "out";
            journal = fs::path(dir.path().toStdString()) / "run.jsonl";
            fs::create_directory(target);
            std::vector<ExportItem> items;
            for (int i = 0; i < count; ++i) {
                ExportItem item{HeadshotId::make(), "", 0, "Member " + std::to_string(i), "Studio", "", {}};
                const std::string bytes = "picture " + std::to_string(i);
                source.held[item.headshot.text()] = bytes;
                item.sha256 = toHex(sha256(bytes));
                items.push_back(item);
            }
            plan = *planExport(items, "T", settings,
                               [&](const std::string& path) { return fs::exists(target / path); });
        }
        static ExportSettings plain() {
            ExportSettings settings;
            settings.nameTemplate = "{member}";
            return settings;
        }
        ExportReport run() {
            return ExportRun::start(plan, target, journal, {})->run(renderer, source, stop);
        }
        ExportReport resume() { return ExportRun::resume(journal)->run(renderer, source, stop); }
    };

private Q_SLOTS:
    void writesEveryFileOnce() {
        Setup s(5);
        std::size_t calls = 0;
        const auto report = ExportRun::start(s.plan, s.target, s.journal, {})
                                ->run(s.renderer, s.source, s.stop, [&](const ExportProgress& progress) {
                                    QCOMPARE(progress.done, ++calls);
                                    QCOMPARE(progress.total, std::size_t(5));
                                });
        QVERIFY(!report.stoppedBy);
        QCOMPARE(report.written, std::size_t(5));
        QCOMPARE(calls, std::size_t(5));
        QCOMPARE(filesIn(s.target), std::size_t(5));
        QCOMPARE(contentOf(s.target / "Member 3.jpg"), std::string("made:picture 3"));
    }

    void oneBrokenPictureDoesNotStopTheOthers() {
        Setup s(3);
        s.source.held[s.plan.files[1].headshot.text()] = "broken";
        s.plan.files[1].sha256 = toHex(sha256("broken"));
        const auto report = s.run();
        QCOMPARE(report.written, std::size_t(2));
        QCOMPARE(report.failed, std::size_t(1));
        QCOMPARE(report.outcomes[1].error, std::optional(ErrorCode::Corrupt));
        QCOMPARE(filesIn(s.target), std::size_t(2));
    }

    void wrongBytesAreNotExported() {
        Setup s(1);
        s.source.held[s.plan.files[0].headshot.text()] = "something else";
        QCOMPARE(s.run().outcomes[0].error, std::optional(ErrorCode::ChecksumMismatch));
        QCOMPARE(filesIn(s.target), std::size_t(0));
    }

    void cancelKeepsWhatIsFinishedAndResumeDoesTheRest() {
        Setup s(6);
        int asked = 0;
        s.source.afterEach = [&] {
            if (++asked == 3) s.stop = StopWish::Cancel;
        };
        const auto first = s.run();
        QCOMPARE(first.stoppedBy->code, ErrorCode::Cancelled);
        QCOMPARE(first.written, std::size_t(3));
        QCOMPARE(first.pending, std::size_t(3));
        QCOMPARE(filesIn(s.target), std::size_t(3));
        s.source.afterEach = {};
        s.stop = StopWish::None;
        const auto second = s.resume();
        QCOMPARE(second.written, std::size_t(6));
        QCOMPARE(filesIn(s.target), std::size_t(6));
        for (const auto& [id, times] : s.source.asked)
            QCOMPARE(times, 1);
    }

    void resumeMakesDeletedFilesAgain() {
        Setup s(3);
        s.run();
        fs::remove(s.target / "Member 1.jpg");
        const auto report = s.resume();
        QCOMPARE(report.written, std::size_t(3));
        QVERIFY(fs::exists(s.target / "Member 1.jpg"));
    }

    void resumeAfterCrashBetweenRenameAndJournalDoublesNothing() {
        Setup s(2);
        { // The journal knows nothing, but the first file is in place already.
            QVERIFY(ExportRun::start(s.plan, s.target, s.journal, {}));
            std::ofstream(s.target / "Member 0.jpg") << "made:picture 0";
        }
        const auto report = s.resume();
        QCOMPARE(report.written, std::size_t(2));
        QCOMPARE(filesIn(s.target), std::size_t(2));
        QCOMPARE(report.outcomes[0].path, std::string("Member 0.jpg"));
    }

    void tornJournalLineIsForgotten() {
        Setup s(3);
        s.run();
        fs::resize_file(s.journal, fs::file_size(s.journal) - 5);
        const auto report = s.resume();
        QCOMPARE(report.written, std::size_t(3));
        QCOMPARE(filesIn(s.target), std::size_t(3));
    }

    void damagedJournalIsRefused() {
        Setup s(2);
        s.run();
        std::ofstream(s.journal) << "{\"headroom_export\":2}\n";
        QCOMPARE(ExportRun::resume(s.journal).error().code, ErrorCode::Corrupt);
        QCOMPARE(ExportRun::resume(s.target / "none").error().code, ErrorCode::NotFound);
    }

    void fileThatAppearedSinceIsNeverReplaced() {
        for (const Conflict conflict : {Conflict::Overwrite, Conflict::Number}) {
            ExportSettings settings = Setup::plain();
            settings.conflict = conflict;
            Setup s(1, settings);
            std::ofstream(s.target / "Member 0.jpg") << "somebody else's";
            const auto report = s.run();
            QCOMPARE(report.outcomes[0].path, std::string("Member 0 (2).jpg"));
            QCOMPARE(contentOf(s.target / "Member 0.jpg"), std::string("somebody else's"));
        }
    }

    void overwriteReplacesWhatWasThereWhenPlanned() {
        Setup s(1);
        std::ofstream(s.target / "Member 0.jpg") << "old";
        s.plan.files[0].action = Action::Overwrite;
        QCOMPARE(s.run().written, std::size_t(1));
        QCOMPARE(contentOf(s.target / "Member 0.jpg"), std::string("made:picture 0"));
    }

    void fullDiskStopsAndLeavesNothingHalf() {
        Setup s(4);
        s.source.held[s.plan.files[2].headshot.text()] = std::string(300'000, 'x');
        s.plan.files[2].sha256 = toHex(sha256(std::string(300'000, 'x')));
        struct rlimit before {};
        ::getrlimit(RLIMIT_FSIZE, &before);
        auto run = ExportRun::start(s.plan, s.target, s.journal, {});
        QVERIFY(run);
        struct rlimit small = before;
        small.rlim_cur = 100'000;
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto report = run->run(s.renderer, s.source, s.stop);
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(report.stoppedBy);
        QCOMPARE(report.stoppedBy->code, ErrorCode::DiskFull);
        QCOMPARE(report.written, std::size_t(2));
        QCOMPARE(report.pending, std::size_t(2));
        QCOMPARE(filesIn(s.target), std::size_t(2)); // no temporary file either
        QCOMPARE(s.resume().written, std::size_t(4));
    }

    void offlineFailsOnlyWhatIsNotHere() {
        Setup s(3);
        const std::string missing = s.plan.files[1].headshot.text();
        const std::string bytes = s.source.held.extract(missing).mapped();
        s.source.missing = ErrorCode::Offline;
        const auto report = s.run();
        QVERIFY(!report.stoppedBy);
        QCOMPARE(report.written, std::size_t(2));
        QCOMPARE(report.outcomes[1].error, std::optional(ErrorCode::Offline));
        s.source.held[missing] = bytes;
        QCOMPARE(s.resume().written, std::size_t(3));
    }

    void signedOutStopsTheRun() {
        Setup s(3);
        s.source.held.erase(s.plan.files[1].headshot.text());
        s.source.missing = ErrorCode::Unauthenticated;
        const auto report = s.run();
        QCOMPARE(report.stoppedBy->code, ErrorCode::Unauthenticated);
        QCOMPARE(report.pending, std::size_t(2));
        const auto ending = ExportJournal::load(s.journal)->ending();
        QVERIFY(ending && ending->end == RunEnd::Stopped);
        QCOMPARE(ending->error, std::optional(ErrorCode::Unauthenticated));
    }

    void journalRemembersWhyItStopped_data() {
        QTest::addColumn<int>("wish");
        QTest::addColumn<int>("end"); // -1: none, the next start goes on by itself
        QTest::newRow("the program ends") << int(StopWish::Interrupt) << -1;
        QTest::newRow("paused") << int(StopWish::Pause) << int(RunEnd::Paused);
        QTest::newRow("cancelled") << int(StopWish::Cancel) << int(RunEnd::Cancelled);
    }
    void journalRemembersWhyItStopped() {
        QFETCH(int, wish);
        QFETCH(int, end);
        Setup s(2);
        s.source.afterEach = [&] { s.stop = StopWish(wish); };
        QCOMPARE(s.run().pending, std::size_t(1));
        const auto stopped = ExportJournal::load(s.journal)->ending();
        QCOMPARE(stopped ? int(stopped->end) : -1, end);
        // Going on forgets it, also when the program dies then.
        s.source.afterEach = [&] { s.stop = StopWish::Interrupt; };
        s.stop = StopWish::None;
        s.source.held.erase(s.plan.files[1].headshot.text());
        s.source.missing = ErrorCode::Cancelled;
        QCOMPARE(s.resume().pending, std::size_t(1));
        QVERIFY(!ExportJournal::load(s.journal)->ending());
        s.source.missing = ErrorCode::NotFound;
        s.source.afterEach = {};
        s.stop = StopWish::None;
        QCOMPARE(s.resume().failed, std::size_t(1));
        QVERIFY(ExportJournal::load(s.journal)->ending()->end == RunEnd::Complete);
    }

    void sizesSurviveInTheJournal() {
        ExportSettings settings = Setup::plain();
        settings.sizes = {{400, 500, Fit::Fill}, {}};
        Setup s(2, settings);
        QCOMPARE(s.run().written, std::size_t(4));
        const auto journal = ExportJournal::load(s.journal);
        QVERIFY(journal);
        QVERIFY(journal->plan().files == s.plan.files);
        QVERIFY(journal->plan().settings.sizes == settings.sizes);
    }

    void nothingIsWrittenOutsideTheTarget() {
        for (const std::string path :
             {"../evil.jpg", "/etc/evil.jpg", "a/../../evil.jpg", "a/b/c.jpg", "", ".."}) {
            Setup s(1);
            s.plan.files[0].path = path;
            QCOMPARE(s.run().outcomes[0].error, std::optional(ErrorCode::InvalidInput));
            QCOMPARE(filesIn(s.dir.path().toStdString()), std::size_t(1)); // the journal
        }
    }

    void linksAreNotFollowed() {
        Setup s(1);
        const fs::path elsewhere = fs::path(s.dir.path().toStdString()) / "elsewhere";
        fs::create_directory(elsewhere);
        fs::create_directory_symlink(elsewhere, s.target / "folder");
        s.plan.files[0].path = "folder/x.jpg";
        const auto report = s.run();
        QCOMPARE(report.written, std::size_t(0));
        QCOMPARE(filesIn(elsewhere), std::size_t(0));
        // A link as the file's own name is replaced, not written through.
        std::ofstream(elsewhere / "secret") << "untouched";
        fs::create_symlink(elsewhere / "secret", s.target / "y.jpg");
        s.plan.files[0].path = "y.jpg";
        s.plan.files[0].action = Action::Overwrite;
        QCOMPARE(s.run().written, std::size_t(1));
        QCOMPARE(contentOf(elsewhere / "secret"), std::string("untouched"));
    }

    void missingTargetIsRefused() {
        Setup s(1);
        QCOMPARE(ExportRun::start(s.plan, s.target / "none", s.journal, {}).error().code,
                 ErrorCode::NotFound);
    }

    void csvQuotesAndDisarmsFormulas() {
        Setup s(2);
        s.plan.files[0].path = "=cmd \"x\".jpg";
        const auto report = s.run();
        const std::string csv = resultsCsv(s.plan, report);
        QVERIFY(csv.find("\"'=cmd \"\"x\"\".jpg\",\"written\",\"\",14,") != std::string::npos);
        QCOMPARE(std::ranges::count(csv, '\n'), 3);
    }
};

QTEST_APPLESS_MAIN(TestExportsRun)
#include "tst_exports_run.moc"
