// Who is told what by mail, and that each thing is told exactly once, whatever fails and whoever else looks.
#include "core/mail/mail_outbox.h"
#include "core/mail/mail_switches.h"
#include "core/notices/notices.h"
#include "core/notices/notices_limits.h"
#include "tests/core/headshots/headshot_fixture.h"

#include <QStringList>

#include <thread>

using namespace headroom;
using namespace headroom::notices;
using test::HeadshotFixture;
using test::must;

namespace {

/// Ada owns the team, Bob is a member; both have signed in before, a while ago.
class Office : public HeadshotFixture {
public:
    explicit Office(std::shared_ptr<database::Faults> faults = nullptr)
        : HeadshotFixture(test::fetchEngine(), 100, std::move(faults))
        , notices(*database, clock)
        , bob(ledger.member(1)) {
        signUp(member, "ada@example.org", "de");
        signUp(bob, "bob@example.org", "");
        execute("UPDATE members SET role = 'owner' WHERE id = $1", {member});
        must(notices.runOnce());
        execute("DELETE FROM mail_outbox");
    }

    void signUp(const MemberId& who, const std::string& address, const std::string& language) {
        const UserId user = UserId::make();
        execute("INSERT INTO users (id, email_key, created_at, language) VALUES ($1, $2, 1, $3)",
                {user, address, language});
        execute("UPDATE members SET user_id = $1, email_key = $2 WHERE id = $3", {user, address, who});
        execute("INSERT INTO devices (id, user_id, token_hash, created_at, last_seen_at) "
                "VALUES ($1, $2, $1, 1, 1)",
                {DeviceId::make(), user});
    }
    void seen(const MemberId& who) {
        execute("UPDATE devices SET last_seen_at = $1 WHERE user_id = (SELECT user_id FROM members WHERE id "
                "= $2)",
                {clock.now(), who});
    }

    void give(const MemberId& who, std::int64_t credits) {
        must(ledger.carryOut(credits::Allocate{{{who, credits}}}));
    }
    /// Of `who`, asked for by `requester`; none is made yet.
    RequestId ask(const MemberId& who, const MemberId& requester, int count) {
        auto wanted = this->wanted(count);
        wanted.member = who;
        wanted.requester = requester;
        wanted.photos = {addPhoto(who)};
        return must(request(wanted)).request;
    }
    void makeAll() {
        while (auto claimed = must(queue.claim("w")))
            for (const auto& job : claimed->jobs)
                must(complete(job.ref));
    }

    /// "<kind> <recipient>", sorted; looks first.
    QStringList told() {
        must(notices.runOnce());
        return waiting();
    }
    QStringList waiting() {
        QStringList list;
        const auto rows = must(database->read([](database::Session& session) {
            return session.query("SELECT kind, recipient FROM mail_outbox ORDER BY kind, recipient");
        }));
        for (const database::Row& row : rows)
            list << QString::fromStdString(row.text("kind") + " " + row.text("recipient"));
        return list;
    }
    template <class Kind>
    Kind only() {
        const auto due = must(mail::MailOutbox(*database).claim());
        if (!due) qFatal("no mail waits");
        return std::get<Kind>(due->outgoing.mail);
    }
    void forgetMails() { execute("DELETE FROM mail_outbox"); }

    Notices notices;
    MemberId bob;
};

} // namespace

class NoticesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finishedHeadshotsAreToldTogetherAndOnce_data() { test::bothEngines(); }
    void finishedHeadshotsAreToldTogetherAndOnce() {
        Office office;
        office.ask(office.bob, office.bob, 2);
        const auto first = office.claim();
        must(office.complete(first.jobs[0].ref));
        QCOMPARE(office.told(), QStringList()); // one is still being made
        office.ask(office.bob, office.bob, 1);
        must(office.complete(first.jobs[1].ref));
        QCOMPARE(office.told(), QStringList()); // and now another request
        office.makeAll();
        QCOMPARE(office.told(), QStringList("headshots_ready bob@example.org"));
        QCOMPARE(office.told().size(), 1);
        const auto ready = office.only<mail::HeadshotsReady>();
        QCOMPARE(ready.made, std::int64_t(3));
        QCOMPARE(ready.failed, std::int64_t(0));
        QCOMPARE(ready.shown.size(), std::size_t(3));
        QVERIFY(ready.team == office.team);
        QVERIFY(ready.of == mail::HeadshotsReady::Of::Oneself);
    }

    void whatFailedIsCountedAndWhatWasCancelledIsNot_data() { test::bothEngines(); }
    void whatFailedIsCountedAndWhatWasCancelledIsNot() {
        Office office;
        office.ask(office.bob, office.bob, 2);
        const auto claimed = office.claim();
        must(office.complete(claimed.jobs[0].ref));
        must(office.queue.failed(office.team, claimed.jobs[1].ref, ErrorCode::PhotoNotUsable,
                                 headshots::FailureKind::Final));
        must(office.cancel(office.ask(office.bob, office.bob, 4)));
        QCOMPARE(office.told().size(), 1);
        const auto ready = office.only<mail::HeadshotsReady>();
        QCOMPARE(ready.made, std::int64_t(1));
        QCOMPARE(ready.failed, std::int64_t(1));
        office.forgetMails();
        must(office.cancel(office.ask(office.bob, office.bob, 4)));
        QCOMPARE(office.told(), QStringList()); // somebody wanted that
    }

    void whoeverSitsAtTheScreenGetsNoMail_data() { test::bothEngines(); }
    void whoeverSitsAtTheScreenGetsNoMail() {
        Office office;
        office.ask(office.bob, office.bob, 1);
        office.makeAll();
        office.seen(office.bob);
        QCOMPARE(office.told(), QStringList());
        office.clock.advanceMs(seenRecentlyMs + 1);
        QCOMPARE(office.told(), QStringList()); // it is old news now
        office.ask(office.bob, office.bob, 1);
        office.makeAll();
        QCOMPARE(office.told(), QStringList("headshots_ready bob@example.org"));
    }

    void forThoseWhoDoNotComeInWhoAskedHears_data() { test::bothEngines(); }
    void forThoseWhoDoNotComeInWhoAskedHears() {
        Office office;
        office.execute("UPDATE members SET state = 'invited' WHERE id = $1", {office.bob});
        office.ask(office.bob, office.member, 2);
        office.makeAll();
        QCOMPARE(office.told(), QStringList("headshots_ready ada@example.org"));
        QVERIFY(office.only<mail::HeadshotsReady>().of == mail::HeadshotsReady::Of::Others);
    }

    void creditsThatArriveAreTold_data() { test::bothEngines(); }
    void creditsThatArriveAreTold() {
        Office office;
        office.ledger.buy(50);
        QCOMPARE(office.told(), QStringList("credits_bought ada@example.org"));
        const auto bought = office.only<mail::CreditsBought>();
        QCOMPARE(bought.credits, std::int64_t(50));
        QCOMPARE(bought.pool, std::int64_t(150));
        office.forgetMails();
        office.give(office.bob, 5);
        office.give(office.bob, 3);
        QCOMPARE(office.told(), QStringList("credits_received bob@example.org"));
        const auto received = office.only<mail::CreditsReceived>();
        QCOMPARE(received.credits, std::int64_t(8));
        QCOMPARE(received.available, std::int64_t(8));
        office.forgetMails();
        office.give(office.bob, -2); // taken back
        must(office.ledger.run([&](sync::TeamWrite& write) {
            return credits::carryOut(write, credits::Allocate{{{office.member, 4}}},
                                     {.actor = office.member});
        }));
        QCOMPARE(office.told(), QStringList()); // what one does oneself one knows
    }

    void lowCreditsAreToldOnceUntilTheyRise_data() { test::bothEngines(); }
    void lowCreditsAreToldOnceUntilTheyRise() {
        Office office;
        const auto spend = [&](int count) {
            for (; count > 0; count -= 10)
                office.ask(office.member, office.member, std::min(count, 10));
            office.makeAll();
        };
        office.seen(office.member); // no mails about headshots in between
        spend(30);
        spend(30);
        spend(30);
        QCOMPARE(office.told(), QStringList()); // ten are enough
        spend(1);
        QCOMPARE(office.told(), QStringList("low_credits ada@example.org"));
        const auto low = office.only<mail::LowCredits>();
        QCOMPARE(low.pool, std::int64_t(9));
        spend(2);
        QCOMPARE(office.told().size(), 1);
        office.forgetMails();
        office.ledger.buy(10);
        QCOMPARE(office.told(), QStringList("credits_bought ada@example.org"));
        office.forgetMails();
        spend(8);
        QCOMPARE(office.told(), QStringList("low_credits ada@example.org"));
    }

    void whatIsLowIsTheTeamsToSay_data() { test::bothEngines(); }
    void whatIsLowIsTheTeamsToSay() {
        Office office;
        const auto below = [&](std::int64_t credits) {
            office.forgetMails();
            office.execute("UPDATE teams SET low_credits_below = $2 WHERE id = $1", {office.team, credits});
            office.give(office.bob, 1); // moves the feed, as the change itself does
            return office.told().contains("low_credits ada@example.org");
        };
        QVERIFY(!below(100));
        QVERIFY(below(101));    // as soon as it is so
        QVERIFY(!below(1'000)); // was told
        QVERIFY(!below(0));
        QVERIFY(below(1'000));
        QVERIFY(!below(0));
        office.forgetMails();
        for (int spent = 0; spent < 90; spent += 10)
            office.ask(office.member, office.member, 10);
        office.makeAll();
        QVERIFY(!office.told().contains("low_credits ada@example.org")); // never is never
    }

    void creditsThatAreHeldAreNoLowCredits_data() { test::bothEngines(); }
    void creditsThatAreHeldAreNoLowCredits() {
        Office office;
        std::vector<RequestId> asked;
        for (int i = 0; i < 12; ++i)
            asked.push_back(office.ask(office.bob, office.bob, 8));
        QCOMPARE(office.told(), QStringList()); // four are free, but 96 may come back
        for (const RequestId& request : asked)
            must(office.cancel(request));
        QCOMPARE(office.told(), QStringList());
    }

    void troublesWithPaymentsAreToldOnce_data() { test::bothEngines(); }
    void troublesWithPaymentsAreToldOnce() {
        Office office;
        const auto order = [&](const char* change) {
            const OrderId id = office.ledger.buy(1);
            office.execute(std::string("UPDATE payments SET ") + change + ", updated_at = $2 WHERE id = $1",
                           {id, office.clock.now()});
            return id;
        };
        const auto reversal = [&](const char* kind, const char* state, const OrderId& of) {
            office.execute(
                "INSERT INTO payment_reversals (id, order_id, kind, cents, state, as_of, created_at, "
                "updated_at) VALUES ($1, $2, $3, 1, $4, 1, $5, $5)",
                {newUuid(), of, kind, state, office.clock.now()});
        };
        const OrderId paid = order("state = 'paid'");
        const OrderId failed = order("state = 'failed'");
        reversal("dispute", "effective", paid);
        reversal("dispute", "won", paid);
        reversal("failed_refund", "effective", paid);
        reversal("refund", "effective", paid);
        office.execute(
            "INSERT INTO payment_events (id, type, order_id, livemode, outcome, received_at) VALUES "
            "('evt_1', 'x', $1, 0, 'mismatch', $2)",
            {failed, office.clock.now()});
        must(office.notices.runOnce());
        const QStringList problems = office.waiting().filter("payment_problem");
        QCOMPARE(problems, QStringList(4, "payment_problem ada@example.org"));
        must(office.notices.runOnce());
        QCOMPARE(office.waiting().filter("payment_problem").size(), 4);
        // What is long over is no news, even for an endpoint that never told anybody.
        office.execute("DELETE FROM mail_facts");
        office.forgetMails();
        office.clock.advanceMs(troubleWindowMs + 1);
        QCOMPARE(office.told(), QStringList());
    }

    void whatIsSwitchedOffIsNotWritten_data() { test::bothEngines(); }
    void whatIsSwitchedOffIsNotWritten() {
        Office office;
        for (const auto which : mail::mailSwitches)
            for (const MemberId& who : {office.member, office.bob})
                must(office.database->write([&](database::Transaction& transaction) {
                    return mail::setSwitch(transaction, who, which, mail::Wanted::No, {1});
                }));
        office.ledger.buy(5);
        office.give(office.bob, 100);
        office.ask(office.bob, office.bob, 1);
        office.makeAll();
        QCOMPARE(office.told(), QStringList());
        // Money troubles come all the same.
        office.execute("UPDATE payments SET state = 'failed', updated_at = $1 WHERE credits = 5",
                       {office.clock.now()});
        QCOMPARE(office.told(), QStringList("payment_problem ada@example.org"));
    }

    void whoWasRemovedGetsNothing_data() { test::bothEngines(); }
    void whoWasRemovedGetsNothing() {
        Office office;
        office.give(office.bob, 5);
        office.execute("UPDATE members SET state = 'removed' WHERE id = $1", {office.bob});
        QCOMPARE(office.told(), QStringList());
    }

    void aMailHasTheLanguageAndTheTeamsLook_data() { test::bothEngines(); }
    void aMailHasTheLanguageAndTheTeamsLook() {
        Office office;
        office.execute("UPDATE teams SET colour = '#aa2244' WHERE id = $1", {office.team});
        office.ledger.buy(5);
        must(office.notices.runOnce());
        const auto due = must(mail::MailOutbox(*office.database).claim());
        QCOMPARE(due->outgoing.envelope.language, std::string("de"));
        QCOMPARE(due->outgoing.envelope.team.name, std::string("Team"));
        QCOMPARE(due->outgoing.envelope.team.colour, std::string("#aa2244"));
        QVERIFY(due->outgoing.member == office.member);
    }

    void whicheverCallFailsEachThingIsToldOnce_data() { test::bothEngines(); }
    void whicheverCallFailsEachThingIsToldOnce() {
        const auto faults = std::make_shared<test::NthCallFails>();
        Office office(faults);
        const OrderId order = office.ledger.buy(1);
        must(office.notices.runOnce());
        office.forgetMails();
        qsizetype expected = 0;
        for (long n = 1;; ++n) {
            office.give(office.bob, 1);
            office.ask(office.bob, office.bob, 1);
            office.makeAll();
            office.execute("INSERT INTO payment_events (id, type, order_id, livemode, outcome, received_at) "
                           "VALUES ($1, 'x', $3, 0, 'mismatch', $2)",
                           {newUuid(), office.clock.now(), order});
            office.execute("DELETE FROM mail_facts");
            expected += 3;
            faults->arm(n);
            (void)office.notices.runOnce();
            faults->disarm();
            const bool fired = faults->fired();
            must(office.notices.runOnce());
            QCOMPARE(office.waiting().size(), expected);
            must(office.notices.runOnce());
            QCOMPARE(office.waiting().size(), expected);
            if (!fired) break;
            if (n % 20 == 0) office.ledger.buy(100);
            if (n % 20 == 0) expected += 1;
            QVERIFY(n < 400);
        }
    }

    void manyLookersTellEachThingOnce_data() { test::bothEngines(); }
    void manyLookersTellEachThingOnce() {
        Office office;
        for (int round = 0; round < 10; ++round) {
            office.give(office.bob, 1);
            office.ask(office.bob, office.bob, 1);
            office.makeAll();
            std::vector<std::thread> lookers;
            for (int i = 0; i < 4; ++i)
                lookers.emplace_back([&] { (void)Notices(*office.database, office.clock).runOnce(); });
            for (auto& looker : lookers)
                looker.join();
            must(office.notices.runOnce());
            QCOMPARE(office.waiting().size(), qsizetype(2 * (round + 1)));
        }
    }
};

QTEST_GUILESS_MAIN(NoticesTest)
#include "tst_notices.moc"
