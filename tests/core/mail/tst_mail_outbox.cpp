#include "core/mail/mail_outbox.h"
#include "core/mail/mail_switches.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::mail;

namespace {

Outgoing someInvitation(const std::string& to, const MemberId& member = {}) {
    Outgoing outgoing{.mail = Invitation{.inviterName = "", .appUrl = "https://headroom.example"},
                      .envelope = {},
                      .member = member};
    outgoing.envelope.to = to;
    outgoing.envelope.language = "de";
    outgoing.envelope.team = {"N\xc3\xb6rd & <b>", "#aa2244"};
    return outgoing;
}

void add(database::Database& database, const Outgoing& outgoing) {
    const auto added = database.write(
        [&](database::Transaction& transaction) { return MailOutbox::add(transaction, outgoing); });
    QVERIFY2(added.has_value(), added ? "" : describe(added.error()).c_str());
}

void add(database::Database& database, const std::string& to) {
    add(database, someInvitation(to));
}

std::int64_t waiting(database::Database& database) {
    return (*database.read([](database::Session& session) {
               return session.one("SELECT COUNT(*) AS n FROM mail_outbox");
           }))
        ->integer("n");
}

MemberId aMember(database::Database& database) {
    const MemberId member = MemberId::make();
    const auto made = database.write([&](database::Transaction& transaction) -> Result<void> {
        const TeamId team = TeamId::make();
        TRY(transaction.execute(
            "INSERT INTO teams (id, name, created_at, updated_at) VALUES ($1, 'Lab', 1, 1)", {team}));
        TRY(transaction.execute(
            "INSERT INTO members (id, team_id, role, state, created_at, updated_at) VALUES "
            "($1, $2, 'member', 'active', 1, 1)",
            {member, team}));
        return {};
    });
    if (!made) qFatal("%s", describe(made.error()).c_str());
    return member;
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
        QCOMPARE(due->outgoing.envelope.to, std::string("ada@example.org"));
        QCOMPARE(due->outgoing.envelope.language, std::string("de"));
        QCOMPARE(due->outgoing.envelope.team.name, std::string("N\xc3\xb6rd & <b>"));
        QCOMPARE(due->outgoing.envelope.team.colour, std::string("#aa2244"));
        QVERIFY(std::holds_alternative<Invitation>(due->outgoing.mail));
        QVERIFY(!outbox.claim().value()); // it is this sender's
        // A sender that died: the same message, under the same id.
        database.reopen();
        MailOutbox later(*database);
        makeDue(*database);
        const auto again = later.claim().value();
        QVERIFY(again.has_value());
        QCOMPARE(again->id, due->id);
        QCOMPARE(again->attempts, 2);
        QVERIFY(later.sent(again->id).has_value());
        QCOMPARE(waiting(*database), std::int64_t(0));
    }

    void whatTheServerRefusesForGoodIsDroppedAndTheRestComesAgain_data() { test::bothEngines(); }
    void whatTheServerRefusesForGoodIsDroppedAndTheRestComesAgain() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database, {.lease = 60'000, .firstPause = 0});
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
        QCOMPARE(retryPauseMs(3, 1'000), std::int64_t(4'000));
        QCOMPARE(retryPauseMs(3, 0), std::int64_t(0));
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
        QCOMPARE(outbox.claim().value()->outgoing.envelope.to, std::string("new@example.org"));
        QCOMPARE(waiting(*database), std::int64_t(1));
    }

    void everyKindComesBackAsItWasGiven_data() { test::bothEngines(); }
    void everyKindComesBackAsItWasGiven() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database);
        const std::vector<HeadshotId> shown{HeadshotId::make(), HeadshotId::make()};
        const HeadshotsReady ready{
            .of = HeadshotsReady::Of::Others, .made = 7, .failed = 2, .team = TeamId::make(), .shown = shown};
        const PaymentProblem problem{.kind = PaymentProblem::Kind::RefundFailed,
                                     .credits = 50,
                                     .cents = 2900,
                                     .currency = "usd",
                                     .order = "6f1f6c52-58a5-4b0f-a5d0-0123456789ab"};
        for (const Mail& mail : std::initializer_list<Mail>{
                 Invitation{"Zo\xc3\xab", ""}, ready, CreditsReceived{3, 5}, CreditsBought{50, 4, 46},
                 LowCredits{1, 2}, problem, DataReady{DataReady::Of::Team, {1'700'000'000'000}}}) {
            Outgoing outgoing = someInvitation("ada@example.org", MemberId::make());
            outgoing.mail = mail;
            add(*database, outgoing);
            const auto due = outbox.claim().value();
            QVERIFY(due.has_value());
            QCOMPARE(due->outgoing.mail.index(), mail.index());
            QVERIFY(due->outgoing.member == outgoing.member);
            // What is written from it is the same, to the last character.
            const auto before = writeMail(mail, outgoing.envelope);
            const auto after = writeMail(due->outgoing.mail, due->outgoing.envelope);
            QVERIFY(before && after);
            QCOMPARE(after->subject, before->subject);
            QCOMPARE(after->html, before->html);
            QCOMPARE(after->text, before->text);
            if (const auto* again = std::get_if<HeadshotsReady>(&due->outgoing.mail)) {
                QVERIFY(again->shown == shown);
                QVERIFY(again->team == ready.team);
            }
            QVERIFY(outbox.sent(due->id).has_value());
        }
    }

    void aMailOfAnOlderProgramIsUnderstood_data() { test::bothEngines(); }
    void aMailOfAnOlderProgramIsUnderstood() {
        test::TestDatabase database(test::fetchEngine());
        const auto inserted = database->write([](database::Transaction& transaction) {
            return transaction.execute(
                "INSERT INTO mail_outbox (id, kind, recipient, details, next_at, expires_at, created_at) "
                "VALUES "
                "('0f8fad5b-d9cb-469f-a165-70867728950e', 'invitation', 'ada@example.org', "
                "'{\"team\":\"Lab\",\"inviter\":\"Olga\",\"url\":\"\"}', 1, 9000000000000000, 1)");
        });
        QVERIFY(inserted.has_value());
        const auto due = MailOutbox(*database).claim().value();
        QVERIFY(due.has_value());
        QCOMPARE(due->outgoing.envelope.team.name, std::string("Lab"));
        QCOMPARE(std::get<Invitation>(due->outgoing.mail).inviterName, std::string("Olga"));
    }

    void whoIsRemovedGetsNothingThatWaits_data() { test::bothEngines(); }
    void whoIsRemovedGetsNothingThatWaits() {
        test::TestDatabase database(test::fetchEngine());
        const MemberId gone = MemberId::make();
        add(*database, someInvitation("gone@example.org", gone));
        add(*database, someInvitation("gone@example.org", gone));
        add(*database, someInvitation("stays@example.org", MemberId::make()));
        add(*database, someInvitation("nobody@example.org"));
        QVERIFY(database
                    ->write([&](database::Transaction& transaction) {
                        return MailOutbox::forget(transaction, gone);
                    })
                    .has_value());
        QCOMPARE(waiting(*database), std::int64_t(2));
        const auto left = database->read([](database::Session& session) {
            return session.one("SELECT COUNT(*) AS n FROM mail_outbox WHERE recipient = 'gone@example.org'");
        });
        QCOMPARE((*left)->integer("n"), std::int64_t(0));
    }

    void afterTheOnlyProcessDiedItsMessagesAreDueAtOnce_data() { test::bothEngines(); }
    void afterTheOnlyProcessDiedItsMessagesAreDueAtOnce() {
        test::TestDatabase database(test::fetchEngine());
        MailOutbox outbox(*database);
        add(*database, "taken@example.org");
        add(*database, "paused@example.org");
        QVERIFY(outbox.claim().value());
        QVERIFY(outbox.failed(*outbox.claim().value(), ErrorCode::Unavailable).has_value());
        QCOMPARE(outbox.endAllLeases().value(), std::int64_t(1)); // a pause is no lease
        QVERIFY(outbox.claim().value());
        QVERIFY(!outbox.claim().value());
    }

    void aSwitchStaysWhereItWasPut_data() { test::bothEngines(); }
    void aSwitchStaysWhereItWasPut() {
        test::TestDatabase database(test::fetchEngine());
        const MemberId member = aMember(*database);
        const auto set = [&](MailSwitch which, Wanted wanted) {
            return database
                ->write([&](database::Transaction& transaction) {
                    return setSwitch(transaction, member, which, wanted, {1});
                })
                .has_value();
        };
        const auto off = [&] {
            return database->read([&](database::Session& session) { return switchedOff(session, member); })
                .value();
        };
        QVERIFY(off().empty());
        QVERIFY(set(MailSwitch::LowCredits, Wanted::No));
        QVERIFY(set(MailSwitch::LowCredits, Wanted::No));
        QVERIFY(set(MailSwitch::HeadshotsReady, Wanted::Yes));
        QVERIFY(off() == std::set{MailSwitch::LowCredits});
        QVERIFY(set(MailSwitch::LowCredits, Wanted::Yes));
        QVERIFY(off().empty());
        QVERIFY(set(MailSwitch::CreditsReceived, Wanted::No));
        QVERIFY(database
                    ->write([&](database::Transaction& transaction) {
                        return forgetSwitches(transaction, member);
                    })
                    .has_value());
        QVERIFY(off().empty());
    }

    void aFactIsToldOnceHoweverManyAskAtOnce_data() { test::bothEngines(); }
    void aFactIsToldOnceHoweverManyAskAtOnce() {
        test::TestDatabase database(test::fetchEngine());
        std::atomic<int> now = 0;
        std::vector<std::thread> askers;
        for (int i = 0; i < 8; ++i)
            askers.emplace_back([&] {
                const auto told = database->write([](database::Transaction& transaction) {
                    return tellOnce(transaction, "disputed:x", {1});
                });
                if (told && *told == Told::Now) ++now;
            });
        for (auto& asker : askers)
            asker.join();
        QCOMPARE(now.load(), 1);
        // A transaction that is undone has told nobody.
        const auto undone = database->write([](database::Transaction& transaction) -> Result<void> {
            TRY(tellOnce(transaction, "disputed:y", {1}));
            return fail(ErrorCode::Conflict, "undone");
        });
        QVERIFY(!undone);
        QVERIFY(!database->read([](database::Session& session) { return wasTold(session, "disputed:y"); })
                     .value());
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
                        got.insert((*due)->outgoing.envelope.to);
                    }
                    if (!outbox.sent((*due)->id)) return;
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
