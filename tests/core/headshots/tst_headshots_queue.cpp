#include "core/headshots/headshots_limits.h"
#include "core/storage/orphan_sweep.h"
#include "headshot_fixture.h"

#include <random>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::headshots;
using test::codeOf;
using test::HeadshotFixture;
using test::must;

class QueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void afterTheOnlyProcessDiedItsWorkIsTakenUpAtOnce_data() { test::bothEngines(); }
    void afterTheOnlyProcessDiedItsWorkIsTakenUpAtOnce() {
        HeadshotFixture f(test::fetchEngine());
        must(f.request(f.wanted(2)));
        const auto lost = f.claim("dead");
        QVERIFY(f.nothingToClaim());
        QCOMPARE(must(f.queue.endAllLeases()), std::int64_t(2));
        QCOMPARE(must(f.queue.endAllLeases()), std::int64_t(0));
        const auto again = f.claim("next");
        QCOMPARE(again.jobs.size(), std::size_t(2));
        // Photos are decoded in other processes: that this one died is not the headshot's fault.
        QCOMPARE(again.jobs[0].ref.attempt, lost.jobs[0].ref.attempt);
        for (const auto& job : again.jobs)
            must(f.complete(job.ref));
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aHeadshotFromRequestToGallery_data() { test::bothEngines(); }
    void aHeadshotFromRequestToGallery() {
        HeadshotFixture f(test::fetchEngine());
        const auto granted = must(f.request(f.wanted(2)));
        const ClaimedRequest claimed = f.claim("worker 1");
        QVERIFY(claimed.id == granted.request && claimed.team == f.team && claimed.member == f.member);
        QCOMPARE(claimed.jobs.size(), std::size_t(2));
        QCOMPARE(claimed.photos.size(), std::size_t(1));
        QVERIFY(f.blobs->head(*storage::BlobKey::parse(claimed.photos[0].blobKey)));
        QVERIFY(f.find(granted.headshots[0]).state == sync::HeadshotState::Running);
        QVERIFY(f.nothingToClaim());
        const std::vector<JobRef> refs{claimed.jobs[0].ref, claimed.jobs[1].ref};
        must(f.queue.submitting(refs, "studio", "attempt-1"));
        must(f.queue.submitted(refs, "handle-1"));
        QVERIFY(must(f.queue.heartbeat(refs)) == refs);
        for (const JobRef& ref : refs)
            must(f.complete(ref));
        const sync::HeadshotRow row = f.find(granted.headshots[1]);
        QVERIFY(row.state == sync::HeadshotState::Completed);
        QCOMPARE(row.generator, std::string("test"));
        QCOMPARE(row.width.value(), 1024);
        QVERIFY(row.completedAt.has_value());
        QCOMPARE(f.ledger.balances().spent, std::int64_t(2));
        QCOMPARE(f.ledger.balances().held, std::int64_t(0));
        QVERIFY(codeOf(f.complete(refs[0])) == ErrorCode::LeaseLost);
        QVERIFY(must(f.queue.heartbeat(refs)).empty());
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aLateResultOfALostLeaseIsDiscarded_data() { test::bothEngines(); }
    void aLateResultOfALostLeaseIsDiscarded() {
        HeadshotFixture f(test::fetchEngine());
        must(f.request(f.wanted(1)));
        const JobRef late = f.claim("slow").jobs[0].ref;
        must(f.queue.submitting(std::span(&late, 1), "studio", "attempt-1"));
        must(f.queue.submitted(std::span(&late, 1), "handle-1"));
        f.endLeases();
        const ClaimedJob current = f.claim("quick").jobs[0];
        QCOMPARE(current.ref.attempt, 2);
        // The next worker can ask for what the first one began.
        QCOMPARE(current.earlierGenerator, std::string("studio"));
        QCOMPARE(current.earlierAttemptId, std::string("attempt-1"));
        QCOMPARE(current.earlierHandle, std::string("handle-1"));
        QVERIFY(must(f.queue.heartbeat(std::span(&late, 1))).empty());
        QVERIFY(codeOf(f.queue.submitting(std::span(&late, 1), "studio", "x")) == ErrorCode::LeaseLost);
        QVERIFY(codeOf(f.queue.submitted(std::span(&late, 1), "x")) == ErrorCode::LeaseLost);
        QVERIFY(codeOf(f.complete(late)) == ErrorCode::LeaseLost);
        QVERIFY(codeOf(f.queue.failed(f.team, late, ErrorCode::Internal, FailureKind::Final)) ==
                ErrorCode::LeaseLost);
        must(f.complete(current.ref));
        QVERIFY(codeOf(f.complete(late)) == ErrorCode::LeaseLost);
        QCOMPARE(f.ledger.balances().spent, std::int64_t(1));
        QCOMPARE(f.ledger.differences(), QString());
        // The late worker's bytes have no row.
        QCOMPARE(f.blobCount("headshots/"), 2);
        const auto swept =
            must(storage::sweepOrphans(*f.blobs, "headshots/", SystemClock().now().plusMs(60'000),
                                       [&](const storage::BlobKey& key) { return f.store.knowsBlob(key); }));
        QCOMPARE(swept.removed, 1);
        const auto content = must(f.database->read(
            [&](database::Session& s) { return Headshots::content(s, f.team, late.headshot); }));
        QVERIFY(f.blobs->head(*storage::BlobKey::parse(content.blobKey)));
    }

    void submittingIsAllOrNothing_data() { test::bothEngines(); }
    void submittingIsAllOrNothing() {
        HeadshotFixture f(test::fetchEngine());
        must(f.request(f.wanted(2)));
        const ClaimedRequest claimed = f.claim();
        must(f.complete(claimed.jobs[1].ref));
        const std::vector<JobRef> refs{claimed.jobs[0].ref, claimed.jobs[1].ref};
        QVERIFY(codeOf(f.queue.submitting(refs, "studio", "attempt")) == ErrorCode::LeaseLost);
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshot_jobs WHERE attempt_id IS NOT NULL"),
                 std::int64_t(0));
        QVERIFY(codeOf(f.queue.submitted(std::span(refs).first(1), std::string(handleLengthMax + 1, 'x'))) ==
                ErrorCode::InvalidInput);
    }

    void failuresAreTriedAgainAndThenPaidBack_data() { test::bothEngines(); }
    void failuresAreTriedAgainAndThenPaidBack() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId id = must(f.request(f.wanted(1))).headshots[0];
        for (int attempt = 1; attempt <= attemptsMax; ++attempt) {
            const ClaimedJob job = f.claim().jobs[0];
            QCOMPARE(job.ref.attempt, attempt);
            QCOMPARE(job.earlierHandle, std::string());
            must(f.queue.submitting(std::span(&job.ref, 1), "studio", "a"));
            const auto outcome =
                must(f.queue.failed(f.team, job.ref, ErrorCode::Unavailable, FailureKind::Retry));
            QVERIFY(outcome == (attempt < attemptsMax ? FailureOutcome::WillRetry : FailureOutcome::Failed));
            QVERIFY(f.find(id).state ==
                    (attempt < attemptsMax ? sync::HeadshotState::Queued : sync::HeadshotState::Failed));
        }
        QCOMPARE(f.find(id).failure, std::string("unavailable"));
        QCOMPARE(f.ledger.balances().pool, std::int64_t(100));
        QVERIFY(f.nothingToClaim());
        QCOMPARE(f.ledger.differences(), QString());
    }

    void finalFailuresAreNotTriedAgain_data() { test::bothEngines(); }
    void finalFailuresAreNotTriedAgain() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId id = must(f.request(f.wanted(1))).headshots[0];
        const JobRef job = f.claim().jobs[0].ref;
        QVERIFY(must(f.queue.failed(f.team, job, ErrorCode::GeneratorRefused, FailureKind::Final)) ==
                FailureOutcome::Failed);
        QCOMPARE(f.find(id).failure, std::string("generator_refused"));
        QVERIFY(f.nothingToClaim());
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aRetryWaitsItsPause() {
        HeadshotFixture f(database::Engine::Sqlite);
        HeadshotQueue patient(*f.database, f.clock);
        must(f.request(f.wanted(1)));
        const JobRef job = must(patient.claim("w"))->jobs[0].ref;
        must(patient.failed(f.team, job, ErrorCode::Timeout, FailureKind::Retry));
        QVERIFY(f.nothingToClaim());
        f.execute("UPDATE headshot_jobs SET run_after = 0");
        QCOMPARE(f.claim().jobs[0].ref.attempt, 2);
    }

    void oneThatKillsEveryWorkerComesToAnEnd_data() { test::bothEngines(); }
    void oneThatKillsEveryWorkerComesToAnEnd() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId id = must(f.request(f.wanted(1))).headshots[0];
        for (int attempt = 1; attempt <= attemptsMax; ++attempt) {
            QCOMPARE(f.claim().jobs[0].ref.attempt, attempt);
            f.endLeases(); // the worker died
        }
        QVERIFY(f.nothingToClaim());
        QVERIFY(f.find(id).state == sync::HeadshotState::Failed);
        QCOMPARE(f.find(id).failure, std::string("generator_failed"));
        QVERIFY(!must(f.queue.claim("w")).has_value());
        QCOMPARE(f.ledger.differences(), QString());
    }

    void aRequestWhosePhotosAreGoneDoesNotBlockTheQueue_data() { test::bothEngines(); }
    void aRequestWhosePhotosAreGoneDoesNotBlockTheQueue() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId lost = must(f.request(f.wanted(1))).headshots[0];
        f.execute("UPDATE photos SET blob_key = NULL");
        f.photo = f.addPhoto(f.member);
        f.clock.advanceMs(10);
        const HeadshotId good = must(f.request(f.wanted(1))).headshots[0];
        QVERIFY(f.nothingToClaim());
        QCOMPARE(f.find(lost).failure, std::string("photo_not_usable"));
        QVERIFY(f.claim().jobs[0].ref.headshot == good);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void whatIsGivenBackCountsNoAttempt_data() { test::bothEngines(); }
    void whatIsGivenBackCountsNoAttempt() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId id = must(f.request(f.wanted(1))).headshots[0];
        const JobRef job = f.claim().jobs[0].ref;
        must(f.queue.giveBack(f.team, std::span(&job, 1)));
        QVERIFY(f.find(id).state == sync::HeadshotState::Queued);
        QCOMPARE(f.claim().jobs[0].ref.attempt, 1);
    }

    void deadlinesEndWhatNobodyHas_data() { test::bothEngines(); }
    void deadlinesEndWhatNobodyHas() {
        HeadshotFixture f(test::fetchEngine());
        const HeadshotId waiting = must(f.request(f.wanted(1))).headshots[0];
        QCOMPARE(must(f.queue.sweepDeadlines()), 0);
        f.execute("UPDATE headshot_jobs SET deadline_at = 1");
        QCOMPARE(must(f.queue.sweepDeadlines()), 1);
        QCOMPARE(f.find(waiting).failure, std::string("deadline_exceeded"));
        const HeadshotId running = must(f.request(f.wanted(1))).headshots[0];
        const JobRef job = f.claim().jobs[0].ref;
        f.execute("UPDATE headshot_jobs SET deadline_at = 1");
        QCOMPARE(must(f.queue.sweepDeadlines()), 0); // its worker may still bring it
        QVERIFY(must(f.queue.heartbeat(std::span(&job, 1))).empty());
        f.endLeases();
        QCOMPARE(must(f.queue.sweepDeadlines()), 1);
        QVERIFY(codeOf(f.complete(job)) == ErrorCode::LeaseLost);
        QVERIFY(f.find(running).state == sync::HeadshotState::Failed);
        QCOMPARE(f.ledger.differences(), QString());
    }

    void openJobsKeepTheirPhotos_data() { test::bothEngines(); }
    void openJobsKeepTheirPhotos() {
        HeadshotFixture f(test::fetchEngine());
        photos::PhotoLibrary library(*f.database, *f.blobs, f.clock, HeadshotQueue::needsPhoto);
        must(f.request(f.wanted(1)));
        must(f.write([&](sync::TeamWrite& w) { return photos::PhotoLibrary::remove(w, f.photo); }));
        QCOMPARE(must(library.purgeBytes()), 0);
        const ClaimedRequest claimed = f.claim();
        QVERIFY(f.blobs->head(*storage::BlobKey::parse(claimed.photos[0].blobKey)));
        must(f.complete(claimed.jobs[0].ref));
        QCOMPARE(must(library.purgeBytes()), 1);
    }

    void teamsTakeTurns_data() { test::bothEngines(); }
    void teamsTakeTurns() {
        HeadshotFixture f(test::fetchEngine());
        for (int i = 0; i < 4; ++i) {
            must(f.request(f.wanted(1)));
            f.clock.advanceMs(1);
        }
        const TeamId busy = f.team;
        f.claim();
        // Another team asks last and is served next.
        test::LedgerTeam other(*f.database, 1);
        other.buy(5);
        f.team = other.id();
        f.member = other.member(0);
        f.photo = f.addPhoto(f.member);
        must(f.request(f.wanted(1)));
        QVERIFY(f.claim().team == other.id());
        QVERIFY(f.claim().team == busy);
    }

    void workersShareTheWorkAndNothingTwice_data() { test::bothEngines(); }
    void workersShareTheWorkAndNothingTwice() {
        HeadshotFixture f(test::fetchEngine());
        for (int i = 0; i < 12; ++i)
            must(f.request(f.wanted(3)));
        std::mutex mutex;
        std::multiset<HeadshotId> made;
        std::vector<std::thread> workers;
        for (int i = 0; i < 6; ++i)
            workers.emplace_back([&, i] {
                while (const auto claimed = must(f.queue.claim("worker " + std::to_string(i))))
                    for (const ClaimedJob& job : claimed->jobs) {
                        must(f.complete(job.ref));
                        const std::lock_guard lock(mutex);
                        made.insert(job.ref.headshot);
                    }
            });
        for (auto& worker : workers)
            worker.join();
        while (!f.nothingToClaim())
            qFatal("a worker went home while there was work");
        QCOMPARE(made.size(), std::size_t(36));
        QCOMPARE(std::set<HeadshotId>(made.begin(), made.end()).size(), std::size_t(36));
        QCOMPARE(f.ledger.balances().spent, std::int64_t(36));
        QCOMPARE(f.ledger.differences(), QString());
    }

    // Whichever database call fails while a worker works, another finishes the job once and the books are
    // right.
    void whicheverCallFailsTheHeadshotIsMadeAndPaidOnce_data() { test::bothEngines(); }
    void whicheverCallFailsTheHeadshotIsMadeAndPaidOnce() {
        const auto faults = std::make_shared<test::NthCallFails>();
        HeadshotFixture f(test::fetchEngine(), 500, faults);
        const auto work = [&]() -> Result<void> {
            const auto claimed = TRY(f.queue.claim("w"));
            if (!claimed || claimed->jobs.empty()) return fail(ErrorCode::NotFound);
            const JobRef job = claimed->jobs[0].ref;
            TRY(f.queue.submitting(std::span(&job, 1), "studio", "a"));
            TRY(f.queue.submitted(std::span(&job, 1), "h"));
            TRY(f.queue.heartbeat(std::span(&job, 1)));
            return f.complete(job);
        };
        for (long n = 1;; ++n) {
            const HeadshotId id = must(f.request(f.wanted(1))).headshots[0];
            faults->arm(n);
            const auto first = work();
            faults->disarm();
            QCOMPARE(f.ledger.differences(), QString());
            f.endLeases();
            if (f.find(id).state != sync::HeadshotState::Completed) must(work());
            QVERIFY(f.find(id).state == sync::HeadshotState::Completed);
            QCOMPARE(f.ledger.balances().spent, std::int64_t(n));
            QCOMPARE(f.ledger.differences(), QString());
            if (!faults->fired()) {
                QVERIFY(first.has_value());
                break;
            }
        }
    }

    // Workers that die, fail, come late and are cancelled at random: every headshot ends once, every credit
    // is somewhere.
    void randomWorkersLeaveTheBooksRight_data() { test::bothEngines(); }
    void randomWorkersLeaveTheBooksRight() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        HeadshotFixture f(test::fetchEngine(), 300);
        std::vector<JobRef> held;
        std::vector<RequestId> requests;
        for (int step = 0; step < 300; ++step) {
            switch (random() % 8) {
            case 0:
            case 1:
                requests.push_back(must(f.request(f.wanted(1 + static_cast<int>(random() % 3)))).request);
                break;
            case 2:
                if (const auto claimed = must(f.queue.claim("w")))
                    for (const ClaimedJob& job : claimed->jobs)
                        held.push_back(job.ref);
                break;
            case 3:
                f.endLeases();
                break;
            case 4:
                if (!requests.empty()) must(f.cancel(requests[random() % requests.size()]));
                break;
            default:
                if (held.empty()) break;
                const JobRef job = held[random() % held.size()]; // perhaps one that was lost long ago
                if (random() % 3 != 0)
                    (void)f.complete(job);
                else
                    (void)f.queue.failed(f.team, job, ErrorCode::GeneratorFailed,
                                         random() % 2 == 0 ? FailureKind::Retry : FailureKind::Final);
            }
        }
        QCOMPARE(f.ledger.differences(), QString());
        f.endLeases();
        while (const auto claimed = must(f.queue.claim("w")))
            for (const ClaimedJob& job : claimed->jobs)
                must(f.complete(job.ref));
        QCOMPARE(f.ledger.balances().held, std::int64_t(0));
        QCOMPARE(f.ledger.balances().spent,
                 f.number("SELECT COUNT(*) AS n FROM headshots WHERE state = 'completed'"));
        QCOMPARE(f.number("SELECT COUNT(*) AS n FROM headshots WHERE state NOT IN ('completed', 'failed')"),
                 std::int64_t(0));
        QCOMPARE(f.ledger.differences(), QString());
    }
};

QTEST_GUILESS_MAIN(QueueTest)
#include "tst_headshots_queue.moc"
