#include "core/mail/mail_outbox.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::mail;

namespace {

Invitation someInvitation(const std::string& to) {
    return {
        .to = to, .teamName = "N\xc3\xb6rd & <b>", .inviterName = "", .appUrl = "https://headroom.example"};
}

void add(database::Database& database, const std::string& to) {
    const auto added = database.write(
        [&](database::Transaction& transaction) { return MailOutbox::add(transaction, someInvitation(to)); });
    QVERIFY2(added.has_value(), added ? "" : describe(added.error()).c_str());
}

std::int64_t waiting(database::Database& database) {
    return (*database.read([](database::Session& session) {
               return session.one("SELECT COUNT(*) AS n FROM mail_outbox");
           }))
        ->integer("n");
}

void makeDue(database::Database& database) {
    const auto done = database.write([](database::Transaction& transaction) {
        return transaction.execute("UPDATE mail_outbox SET next_at = 1");
    });
    QVERIFY(done.has_value());
}

} // namespace

class MailOutboxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageStandsUntilItWasTakenOver_data() { test::bothEngines(); }
    void aMessageStandsUntilItWasTakenOver() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database);
        QVERIFY(!outbox.claim().value());
        add(*database, "ada@example.org");
        const auto due = outbox.claim().value();
        QVERIFY(due.has_value());
        QCOMPARE(due->attempts, 1);
        QCOMPARE(due->message.to, std::string("ada@example.org"));
        QVERIFY(due->message.subject.find("N\xc3\xb6rd & <b>") != std::string::npos);
        QVERIFY(due->message.html.find("&lt;b&gt;") != std::string::npos);
        QVERIFY(!outbox.claim().value()); // it is this sender's
        // A sender that died: the same message, under the same id.
        database.reopen();
        MailOutbox later(*database);
        makeDue(*database);
        const auto again = later.claim().value();
        QVERIFY(again.has_value());
        QCOMPARE(again->message.id, due->message.id);
        QCOMPARE(again->attempts, 2);
        QVERIFY(later.sent(again->message.id).has_value());
        QCOMPARE(waiting(*database), std::int64_t(0));
    }

    void whatTheServerRefusesForGoodIsDroppedAndTheRestComesAgain_data() { test::bothEngines(); }
    void whatTheServerRefusesForGoodIsDroppedAndTheRestComesAgain() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database, {.lease = 60'000, .pauseCap = 0});
        add(*database, "never@example.org");
        QCOMPARE(outbox.failed(*outbox.claim().value(), ErrorCode::InvalidInput).value(),
                 SendVerdict::GiveUp);
        QCOMPARE(waiting(*database), std::int64_t(0));
        add(*database, "later@example.org");
        for (const ErrorCode code : {ErrorCode::Unavailable, ErrorCode::Timeout, ErrorCode::UnknownOutcome,
                                     ErrorCode::Forbidden, ErrorCode::DiskFull})
            QCOMPARE(outbox.failed(*outbox.claim().value(), code).value(), SendVerdict::Later);
        QCOMPARE(outbox.claim().value()->attempts, 6);
    }

    void aPauseIsKept_data() { test::bothEngines(); }
    void aPauseIsKept() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database);
        add(*database, "ada@example.org");
        QVERIFY(outbox.failed(*outbox.claim().value(), ErrorCode::Unavailable).has_value());
        QVERIFY(!outbox.claim().value());
        QCOMPARE(waiting(*database), std::int64_t(1));
    }

    void pausesGrowToAnHour() {
        QCOMPARE(retryPauseMs(1), mailRetryFirstMs);
        QCOMPARE(retryPauseMs(2), 2 * mailRetryFirstMs);
        QCOMPARE(retryPauseMs(1'000'000), mailRetryLongestMs);
    }

    void aMessageOfDaysAgoIsGivenUp_data() { test::bothEngines(); }
    void aMessageOfDaysAgoIsGivenUp() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database);
        add(*database, "ada@example.org");
        QVERIFY(database
                    ->write([](database::Transaction& transaction) {
                        return transaction.execute("UPDATE mail_outbox SET expires_at = 1");
                    })
                    .has_value());
        add(*database, "new@example.org");
        QCOMPARE(outbox.claim().value()->message.to, std::string("new@example.org"));
        QCOMPARE(waiting(*database), std::int64_t(1));
    }

    void aRefusedCommandLeavesNoMail_data() { test::bothEngines(); }
    void aRefusedCommandLeavesNoMail() {
        test::TestDatabase database(test::fetchEngine());
        const auto refused = database->write([](database::Transaction& transaction) -> Result<void> {
            TRY(MailOutbox::add(transaction, someInvitation("ada@example.org")));
            return fail(ErrorCode::Conflict, "refused");
        });
        QVERIFY(!refused);
        QCOMPARE(waiting(*database), std::int64_t(0));
    }

    void manySendersGetEachMessageOnce_data() { test::bothEngines(); }
    void manySendersGetEachMessageOnce() {
        test::TestDatabase database(test::fetchEngine());
        for (int i = 0; i < 40; ++i)
            add(*database, "p" + std::to_string(i) + "@example.org");
        std::mutex mutex;
        std::multiset<std::string> got;
        std::vector<std::thread> senders;
        for (int i = 0; i < 8; ++i)
            senders.emplace_back([&] {
                MailOutbox outbox(*database);
                // A claim may find its message taken by another sender: only an empty table ends the work.
                while (waiting(*database) > 0) {
                    const auto due = outbox.claim();
                    if (!due || !*due) continue;
                    {
                        const std::lock_guard lock(mutex);
                        got.insert((*due)->message.to);
                    }
                    if (!outbox.sent((*due)->message.id)) return;
                }
            });
        for (auto& sender : senders)
            sender.join();
        QCOMPARE(got.size(), std::size_t(40));
        QCOMPARE(std::set(got.begin(), got.end()).size(), std::size_t(40));
    }
};

QTEST_GUILESS_MAIN(MailOutboxTest)
#include "tst_mail_outbox.moc"
