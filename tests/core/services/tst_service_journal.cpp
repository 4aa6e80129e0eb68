// How services fared, as several processes note it and an owner reads it.
#include "core/services/service_journal.h"
#include "core/services/services_limits.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <thread>

using namespace headroom;
using namespace headroom::services;

namespace {

class HeldClock final : public Clock {
public:
    Timestamp now() const override { return {ms}; }
    std::int64_t ms = 1'790'000'000'000;
};

const Service s3{ServiceKind::Storage, "s3"};
const Service smtp{ServiceKind::Mail, "smtp"};

Error down(const char* why = "the service cannot be reached") {
    return {ErrorCode::Unavailable, why};
}

} // namespace

class ServiceJournalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServiceThatWasNeverSeenHasNoProblem_data() { test::bothEngines(); }
    void aServiceThatWasNeverSeenHasNoProblem() {
        test::TestDatabase database(test::fetchEngine());
        const HeldClock clock;
        ServiceJournal journal(*database, clock);
        const Health health = journal.healthOf(s3).value();
        QVERIFY(!health.problem);
        QVERIFY(health.mishaps.empty());
    }

    void aProblemStandsUntilTheServiceWorksAgain_data() { test::bothEngines(); }
    void aProblemStandsUntilTheServiceWorksAgain() {
        test::TestDatabase database(test::fetchEngine());
        HeldClock clock;
        ServiceJournal journal(*database, clock);
        journal.worked(s3);
        journal.failed(s3, down()); // in the same millisecond
        auto health = journal.healthOf(s3).value();
        QVERIFY(health.problem.has_value());
        QCOMPARE(health.problem->words, std::string("The service cannot be reached."));
        QCOMPARE(health.problem->lastAt.ms, clock.ms);
        QVERIFY(!journal.healthOf(smtp).value().problem); // each has its own
        journal.worked(s3);                               // still the same millisecond
        health = journal.healthOf(s3).value();
        QVERIFY(!health.problem);
        QCOMPARE(health.mishaps.size(), std::size_t(1)); // remembered
        clock.ms += 1;
        journal.failed(s3, down());
        QVERIFY(journal.healthOf(s3).value().problem.has_value());
    }

    void theSameWordsAreOneMishapAndTheNewestComesFirst_data() { test::bothEngines(); }
    void theSameWordsAreOneMishapAndTheNewestComesFirst() {
        test::TestDatabase database(test::fetchEngine());
        HeldClock clock;
        ServiceJournal journal(*database, clock);
        for (const char* why : {"a", "b", "a", "a"}) {
            clock.ms += 10;
            journal.failed(s3, down(why));
        }
        const Health health = journal.healthOf(s3).value();
        QCOMPARE(health.mishaps.size(), std::size_t(2));
        QCOMPARE(health.mishaps[0].words, std::string("A."));
        QCOMPARE(health.mishaps[0].times, std::int64_t(3));
        QCOMPARE(health.mishaps[0].lastAt.ms, clock.ms);
        QCOMPARE(health.mishaps[1].words, std::string("B."));
    }

    void whatAnotherProcessNotedIsSeen_data() { test::bothEngines(); }
    void whatAnotherProcessNotedIsSeen() {
        test::TestDatabase database(test::fetchEngine());
        HeldClock clock;
        ServiceJournal here(*database, clock);
        {
            ServiceJournal worker(*database, clock);
            worker.failed(smtp, down());
        } // writes what waits
        QVERIFY(here.healthOf(smtp).value().problem.has_value());
        clock.ms += 1;
        here.worked(smtp);
        QVERIFY(!here.healthOf(smtp).value().problem);
    }

    void aServiceThatWorksAllTheTimeIsSeldomWritten_data() { test::bothEngines(); }
    void aServiceThatWorksAllTheTimeIsSeldomWritten() {
        test::TestDatabase database(test::fetchEngine());
        HeldClock clock;
        ServiceJournal journal(*database, clock);
        const auto workedAt = [&] {
            (void)journal.healthOf(s3); // whatever waits is written
            return (*database
                         ->read([](database::Session& session) {
                             return session.one("SELECT worked_at FROM services_worked WHERE name = 's3'");
                         })
                         .value())
                .integer("worked_at");
        };
        journal.worked(s3);
        const std::int64_t first = clock.ms;
        clock.ms += workedEveryMs - 1;
        journal.worked(s3);
        QCOMPARE(workedAt(), first);
        clock.ms += 1;
        journal.worked(s3);
        QCOMPARE(workedAt(), clock.ms);
    }

    void onlySoManyMishapsAreKeptAndForgottenInTime_data() { test::bothEngines(); }
    void onlySoManyMishapsAreKeptAndForgottenInTime() {
        test::TestDatabase database(test::fetchEngine());
        HeldClock clock;
        ServiceJournal journal(*database, clock);
        for (int i = 0; i < int(mishapsKept) + 20; ++i) {
            clock.ms += 1;
            journal.failed(s3, {ErrorCode::Unavailable, "request " + std::to_string(i)});
            if (i % 50 == 0) (void)journal.healthOf(s3);
        }
        QCOMPARE(journal.healthOf(s3).value().mishaps.size(), std::size_t(mishapsShown));
        const auto rows = database->read([](database::Session& session) {
            return session.one("SELECT COUNT(*) AS n FROM service_mishaps");
        });
        QCOMPARE((**rows).integer("n"), mishapsKept);
        clock.ms += mishapsKeptMs;
        QCOMPARE(journal.prune().value(), mishapsKept - 1);
        clock.ms += 1;
        QCOMPARE(journal.prune().value(), std::int64_t(1));
    }

    void manyThreadsMayNoteAtOnce_data() { test::bothEngines(); }
    void manyThreadsMayNoteAtOnce() {
        test::TestDatabase database(test::fetchEngine());
        const HeldClock clock;
        ServiceJournal journal(*database, clock);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < 20; ++n)
                    journal.failed(s3, down());
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(journal.healthOf(s3).value().mishaps.front().times, std::int64_t(80));
    }

    void wordsAreSentencesWithoutAddressesOfPeople() {
        QCOMPARE(wordsOf({ErrorCode::Forbidden, "the key is refused"}), std::string("The key is refused."));
        QCOMPARE(wordsOf({ErrorCode::DiskFull, ""}), std::string("Disk full."));
        QCOMPARE(wordsOf({ErrorCode::InvalidInput, "550 <ada@example.org>: no\r\nsuch user"}),
                 std::string("550 (address) no  such user."));
        const std::string words = wordsOf({ErrorCode::Internal, std::string(399, 'x') + "\xc3\xb6"});
        QCOMPARE(words.size(), mishapWordsMax);
        const std::string cut = wordsOf({ErrorCode::Internal, std::string(398, 'x') + "\xc3\xb6"});
        QCOMPARE(cut, 'X' + std::string(397, 'x') + '.');
    }
};

QTEST_GUILESS_MAIN(ServiceJournalTest)
#include "tst_service_journal.moc"
