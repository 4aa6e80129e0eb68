#include "core/photos/uploads_limits.h"
#include "core/storage/orphan_sweep.h"
#include "library_fixture.h"

#include <atomic>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::photos;
using test::codeOf;
using test::must;

namespace {

class LibraryFixture : public test::TeamFixture {
public:
    explicit LibraryFixture(database::Engine engine)
        : TeamFixture(engine)
        , library(*database, *blobs, clock, [this](database::Session&, const PhotoId& id) -> Result<bool> {
            return needed.contains(id);
        }) {}

    sync::PhotoRow find(const PhotoId& id) {
        return *must(database->read([&](database::Session& s) { return PhotoLibrary::find(s, team, id); }));
    }
    Result<PhotoPage> list(const PhotoFilter& filter, std::string_view after = {}, int limit = photoPageMax) {
        return database->read(
            [&](database::Session& s) { return PhotoLibrary::list(s, team, filter, after, limit); });
    }
    Result<void> remove(const PhotoId& id) {
        return write([&](sync::TeamWrite& w) { return PhotoLibrary::remove(w, id); });
    }
    void endLeases() { execute("UPDATE photos SET check_lease = 1 WHERE check_lease IS NOT NULL"); }

    std::set<PhotoId> needed;
    PhotoLibrary library;
};

constexpr auto waiting = sync::PhotoState::Checking;

} // namespace

class LibraryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsAreNewestFirstAndPagesMeet_data() { test::bothEngines(); }
    void listsAreNewestFirstAndPagesMeet() {
        LibraryFixture f(test::fetchEngine());
        const MemberId other = f.addMember();
        std::vector<PhotoId> expected;
        for (int i = 0; i < 7; ++i) {
            expected.insert(expected.begin(), f.addPhoto(f.member));
            f.addPhoto(other);
        }
        // Two of the same millisecond must not fall between two pages.
        f.execute("UPDATE photos SET created_at = 5");
        std::sort(expected.rbegin(), expected.rend());
        for (const int limit : {1, 2, 3, 7, 8}) {
            std::vector<PhotoId> seen;
            std::string after;
            do {
                const PhotoPage page =
                    must(f.list({.member = f.member, .visibleTo = {}, .state = {}}, after, limit));
                for (const auto& photo : page.photos)
                    seen.push_back(photo.id);
                after = page.next;
            } while (!after.empty());
            QVERIFY(seen == expected);
        }
        QVERIFY(codeOf(f.list({}, "nonsense")) == ErrorCode::InvalidInput);
        QVERIFY(codeOf(f.list({}, "5:nonsense")) == ErrorCode::InvalidInput);
        QVERIFY(codeOf(f.list({}, "", 0)) == ErrorCode::InvalidInput);
        QVERIFY(codeOf(f.list({}, "", photoPageMax + 1)) == ErrorCode::InvalidInput);
    }

    void membersSeeTheirOwnAndWhatTheyUploaded_data() { test::bothEngines(); }
    void membersSeeTheirOwnAndWhatTheyUploaded() {
        LibraryFixture f(test::fetchEngine());
        const MemberId admin = f.addMember();
        const PhotoId mine = f.addPhoto(f.member);
        const PhotoId onBehalf = f.addPhoto(f.member);
        f.execute("UPDATE photos SET uploader_id = $1 WHERE id = $2", {admin, onBehalf});
        const auto seen = must(f.list({.member = {}, .visibleTo = admin, .state = {}}));
        QCOMPARE(seen.photos.size(), std::size_t(1));
        QVERIFY(seen.photos[0].id == onBehalf);
        QCOMPARE(must(f.list({.member = {}, .visibleTo = f.member, .state = {}})).photos.size(),
                 std::size_t(2));
        QCOMPARE(
            must(f.list({.member = {}, .visibleTo = {}, .state = sync::PhotoState::Refused})).photos.size(),
            std::size_t(0));
    }

    void aLookEndsInUsableOrRefused_data() { test::bothEngines(); }
    void aLookEndsInUsableOrRefused() {
        LibraryFixture f(test::fetchEngine());
        const PhotoId first = f.addPhoto(f.member, waiting);
        const PhotoId second = f.addPhoto(f.member, waiting);
        const CheckTask good = *must(f.library.claimNextToCheck());
        const CheckTask bad = *must(f.library.claimNextToCheck());
        QVERIFY(good.photo == first && bad.photo == second && good.attempt == 1);
        QVERIFY(!must(f.library.claimNextToCheck()).has_value());
        must(f.library.finishCheck(good, {.refusal = {},
                                          .reportJson = "{\"quality\":80}",
                                          .mediaType = "image/png",
                                          .width = 3000,
                                          .height = 4000}));
        must(f.library.finishCheck(bad, {.refusal = ErrorCode::PhotoNoFace,
                                         .reportJson = "{}",
                                         .mediaType = {},
                                         .width = {},
                                         .height = {}}));
        const sync::PhotoRow usable = f.find(first);
        QVERIFY(usable.state == sync::PhotoState::Usable);
        QCOMPARE(usable.width.value(), 3000);
        QCOMPARE(usable.mediaType, std::string("image/png"));
        QCOMPARE(usable.report, std::string("{\"quality\":80}"));
        const sync::PhotoRow refused = f.find(second);
        QVERIFY(refused.state == sync::PhotoState::Refused);
        QCOMPARE(refused.refusal, std::string("photo_no_face"));
        QCOMPARE(refused.mediaType, std::string("image/jpeg"));
        QCOMPARE(f.changesOf("photo", first.text()), std::int64_t(2));
        QVERIFY(codeOf(f.library.finishCheck(good, {.refusal = {},
                                                    .reportJson = std::string(checkReportBytesMax + 1, 'x'),
                                                    .mediaType = {},
                                                    .width = {},
                                                    .height = {}})) == ErrorCode::TooLarge);
    }

    void aLateLookOfALostLeaseChangesNothing_data() { test::bothEngines(); }
    void aLateLookOfALostLeaseChangesNothing() {
        LibraryFixture f(test::fetchEngine());
        const PhotoId id = f.addPhoto(f.member, waiting);
        const CheckTask late = *must(f.library.claimNextToCheck());
        f.endLeases();
        const CheckTask current = *must(f.library.claimNextToCheck());
        QCOMPARE(current.attempt, 2);
        QVERIFY(codeOf(f.library.finishCheck(late, {.refusal = ErrorCode::PhotoBlurred,
                                                    .reportJson = "{}",
                                                    .mediaType = {},
                                                    .width = {},
                                                    .height = {}})) == ErrorCode::LeaseLost);
        QVERIFY(f.find(id).state == waiting);
        must(f.library.finishCheck(current, {}));
        QVERIFY(codeOf(f.library.finishCheck(current, {})) == ErrorCode::LeaseLost);
        QVERIFY(f.find(id).state == sync::PhotoState::Usable);
    }

    void aReturnedLookWaitsAndThenIsTriedAgainUntilExhausted_data() { test::bothEngines(); }
    void aReturnedLookWaitsAndThenIsTriedAgainUntilExhausted() {
        LibraryFixture f(test::fetchEngine());
        f.addPhoto(f.member, waiting);
        for (int attempt = 1; attempt <= checkAttemptsMax + 1; ++attempt) {
            const CheckTask task = *must(f.library.claimNextToCheck());
            QCOMPARE(task.attempt, attempt);
            QCOMPARE(task.exhausted, attempt > checkAttemptsMax);
            must(f.library.returnCheck(task));
            QVERIFY(!must(f.library.claimNextToCheck()).has_value()); // the pause
            f.endLeases();
        }
    }

    void workersNeverShareAPhoto_data() { test::bothEngines(); }
    void workersNeverShareAPhoto() {
        LibraryFixture f(test::fetchEngine());
        for (int i = 0; i < 40; ++i)
            f.addPhoto(f.member, waiting);
        std::mutex mutex;
        std::vector<PhotoId> claimed;
        std::vector<std::thread> workers;
        for (int i = 0; i < 8; ++i)
            workers.emplace_back([&] {
                while (const auto task = must(f.library.claimNextToCheck())) {
                    const std::lock_guard lock(mutex);
                    claimed.push_back(task->photo);
                }
            });
        for (auto& worker : workers)
            worker.join();
        QVERIFY(claimed.size() <= 40);
        QCOMPARE(std::set<PhotoId>(claimed.begin(), claimed.end()).size(), claimed.size());
        // A worker that met a row just being claimed may have gone home early; nothing is lost by that.
        while (const auto task = must(f.library.claimNextToCheck()))
            claimed.push_back(task->photo);
        QCOMPARE(claimed.size(), std::size_t(40));
    }

    void deletedPhotosLoseTheirBytesOnceNobodyNeedsThem_data() { test::bothEngines(); }
    void deletedPhotosLoseTheirBytesOnceNobodyNeedsThem() {
        LibraryFixture f(test::fetchEngine());
        const PhotoId id = f.addPhoto(f.member);
        f.addPhoto(f.member);
        f.execute("UPDATE photos SET file_name = 'Anna.jpg'");
        must(f.remove(id));
        must(f.remove(id)); // again
        QVERIFY(codeOf(f.remove(PhotoId::make())) == ErrorCode::NotFound);
        QCOMPARE(f.find(id).fileName, std::string());
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM changes WHERE row_id = $1 AND deleted = 1", {id}),
                 std::int64_t(1));
        QCOMPARE(must(f.list({})).photos.size(), std::size_t(1));
        f.needed.insert(id);
        QCOMPARE(must(f.library.purgeBytes()), 0);
        QCOMPARE(f.blobCount("photos/"), 2);
        f.needed.clear();
        QCOMPARE(must(f.library.purgeBytes()), 1);
        QCOMPARE(must(f.library.purgeBytes()), 0);
        QCOMPARE(f.blobCount("photos/"), 1);
        QVERIFY(codeOf(f.database->read([&](database::Session& s) {
                    return PhotoLibrary::source(s, f.team, id);
                })) == ErrorCode::Gone);
    }

    void whoLeavesTakesAllPhotosAlong_data() { test::bothEngines(); }
    void whoLeavesTakesAllPhotosAlong() {
        LibraryFixture f(test::fetchEngine());
        const MemberId other = f.addMember();
        for (int i = 0; i < 3; ++i)
            f.addPhoto(f.member);
        const PhotoId kept = f.addPhoto(other);
        const auto removeAll = [&] {
            return must(f.write([&](sync::TeamWrite& w) { return PhotoLibrary::removeAllOf(w, f.member); }));
        };
        QCOMPARE(removeAll(), 3);
        QCOMPARE(removeAll(), 0);
        const auto left = must(f.list({}));
        QCOMPARE(left.photos.size(), std::size_t(1));
        QVERIFY(left.photos[0].id == kept);
        QCOMPARE(must(f.library.purgeBytes()), 3);
    }

    void whoUploadedForAnotherIsToldOfEveryChange_data() { test::bothEngines(); }
    void whoUploadedForAnotherIsToldOfEveryChange() {
        LibraryFixture f(test::fetchEngine());
        const MemberId admin = f.addMember();
        const auto changesFor = [&](const PhotoId& id, const MemberId& who) {
            return f.number(
                "SELECT COUNT(*) AS n FROM changes WHERE kind = 'photo' AND row_id = $1 AND $2 IN "
                "(member_id, also_member_id)",
                {id, who});
        };
        const PhotoId photo = f.addPhoto(f.member, waiting);
        f.execute("UPDATE photos SET uploader_id = $2 WHERE id = $1", {photo, admin});
        const auto task = must(f.library.claimNextToCheck());
        must(f.library.finishCheck(*task, {}));
        must(f.remove(photo));
        QCOMPARE(changesFor(photo, admin), std::int64_t(2)); // found usable, and deleted
        QCOMPARE(changesFor(photo, f.addMember()), std::int64_t(0));
    }

    void afterTheOnlyProcessDiedItsPhotosAreLookedAtAtOnce_data() { test::bothEngines(); }
    void afterTheOnlyProcessDiedItsPhotosAreLookedAtAtOnce() {
        LibraryFixture f(test::fetchEngine());
        f.addPhoto(f.member, waiting);
        // Photos are decoded in other processes: however often this one dies, the photo is not to blame.
        for (int life = 0; life < 5; ++life) {
            const auto task = must(f.library.claimNextToCheck());
            QVERIFY(task && !task->exhausted);
            QVERIFY(!must(f.library.claimNextToCheck()));
            QCOMPARE(must(f.library.endAllLeases()), std::int64_t(1));
        }
        const auto task = must(f.library.claimNextToCheck());
        must(f.library.finishCheck(*task, {}));
        QCOMPARE(must(f.library.endAllLeases()), std::int64_t(0));
    }

    void oldSourcesRetireByThemselves_data() { test::bothEngines(); }
    void oldSourcesRetireByThemselves() {
        LibraryFixture f(test::fetchEngine());
        const PhotoId old = f.addPhoto(f.member);
        const PhotoId refused = f.addPhoto(f.member, sync::PhotoState::Refused);
        const PhotoId beingChecked = f.addPhoto(f.member, waiting);
        const Timestamp border = f.clock.now();
        const PhotoId young = f.addPhoto(f.member);
        QCOMPARE(must(f.library.retire(border)), 2);
        QCOMPARE(must(f.library.retire(border)), 0);
        QVERIFY(f.find(old).state == sync::PhotoState::Deleted);
        QVERIFY(f.find(refused).state == sync::PhotoState::Deleted);
        QVERIFY(f.find(beingChecked).state == waiting);
        QVERIFY(f.find(young).state == sync::PhotoState::Usable);
        QCOMPARE(must(f.library.purgeBytes()), 2);
    }

    void bytesWithoutARowAreSwept_data() { test::bothEngines(); }
    void bytesWithoutARowAreSwept() {
        LibraryFixture f(test::fetchEngine());
        const PhotoId kept = f.addPhoto(f.member);
        const PhotoId lost = f.addPhoto(f.member);
        f.execute("DELETE FROM photos WHERE id = $1", {lost});
        const auto report = must(
            storage::sweepOrphans(*f.blobs, "photos/", SystemClock().now().plusMs(60'000),
                                  [&](const storage::BlobKey& key) { return f.library.knowsBlob(key); }));
        QCOMPARE(report.seen, 2);
        QCOMPARE(report.removed, 1);
        QVERIFY(f.blobs->head(*storage::BlobKey::parse(photoBlobKey(f.team, kept))));
    }
};

QTEST_GUILESS_MAIN(LibraryTest)
#include "tst_photos_library.moc"
