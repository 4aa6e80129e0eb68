#include "core/base/crypto.h"
#include "core/teams/teams_limits.h"
#include "core/teams/users.h"
#include "tests/core/teams/team_fixture.h"

#include <QTest>

#include <thread>

using namespace headroom;
using namespace headroom::teams;
using namespace headroom::test;
using database::Session;
using database::Transaction;

namespace {

Result<SignedIn> complete(TeamFixture& fixture, const SignInBegun& begun, const std::string& code,
                          const std::string& nonce = deviceNonce) {
    return fixture.signIn().complete(begun.attempt.text(), code, nonce, "Laptop", peer);
}

SignInBegun begin(TeamFixture& fixture) {
    fixture.clock().advanceMs(hourMs);
    return must(fixture.signIn().begin(ownerEmail, deviceNonce, peer));
}

std::string otherThan(const std::string& code) {
    return code == "000000" ? "000001" : "000000";
}

ErrorCode codeOf(const Result<SignedIn>& result) {
    return result ? ErrorCode::Internal : result.error().code;
}

Result<SignedInDevice> whoIs(TeamFixture& fixture, const std::string& token) {
    return fixture.read(
        [&](Session& session) { return authenticate(session, token, fixture.clock().now()); });
}

std::int64_t rowsIn(TeamFixture& fixture, const std::string& table) {
    return must(fixture.read([&](Session& session) -> Result<std::int64_t> {
        return TRY(session.one("SELECT COUNT(*) AS n FROM " + table))->integer("n");
    }));
}

} // namespace

class SignInTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMailedCodeSignsIn_data() { bothEngines(); }
    void theMailedCodeSignsIn() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        QVERIFY(begun.mail->email == ownerEmail);
        QCOMPARE(begun.mail->code.size(), std::size_t(codeDigits));
        const auto signedIn = complete(fixture, begun, " " + begun.mail->code + " ");
        QVERIFY(signedIn.has_value());
        const auto device = whoIs(fixture, signedIn->token);
        QVERIFY(device->user == fixture.ownerActor().user);
        QVERIFY(device->device == signedIn->device);
        QVERIFY(whoIs(fixture, signedIn->token + "x").error().code == ErrorCode::Unauthenticated);
        QVERIFY(whoIs(fixture, "").error().code == ErrorCode::Unauthenticated);
    }

    void aCodeWorksOnce_data() { bothEngines(); }
    void aCodeWorksOnce() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        QVERIFY(complete(fixture, begun, begun.mail->code).has_value());
        QVERIFY(codeOf(complete(fixture, begun, begun.mail->code)) == ErrorCode::CodeExpired);
    }

    void aCodeWorksOnItsDeviceOnly_data() { bothEngines(); }
    void aCodeWorksOnItsDeviceOnly() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        QVERIFY(codeOf(complete(fixture, begun, begun.mail->code, "another-device-0")) ==
                ErrorCode::CodeWrong);
        QVERIFY(complete(fixture, begun, begun.mail->code).has_value());
    }

    void aCodeWorksForItsAttemptOnly_data() { bothEngines(); }
    void aCodeWorksForItsAttemptOnly() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun first = begin(fixture);
        fixture.clock().advanceMs(-hourMs);
        const SignInBegun second = begin(fixture);
        if (first.mail->code == second.mail->code) QSKIP("the codes happen to be the same: one in a million");
        QVERIFY(codeOf(complete(fixture, second, first.mail->code)) == ErrorCode::CodeWrong);
        QVERIFY(complete(fixture, second, second.mail->code).has_value());
    }

    void aCodeExpires_data() { bothEngines(); }
    void aCodeExpires() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        fixture.clock().advanceMs(codeLifetimeMs - 1);
        QVERIFY(codeOf(complete(fixture, begun, otherThan(begun.mail->code))) == ErrorCode::CodeWrong);
        fixture.clock().advanceMs(1);
        QVERIFY(codeOf(complete(fixture, begun, begun.mail->code)) == ErrorCode::CodeExpired);
    }

    void fiveWrongTriesEndAnAttempt_data() { bothEngines(); }
    void fiveWrongTriesEndAnAttempt() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        for (int i = 0; i < codeTriesMax; ++i)
            QVERIFY(codeOf(complete(fixture, begun, otherThan(begun.mail->code))) == ErrorCode::CodeWrong);
        QVERIFY(codeOf(complete(fixture, begun, begun.mail->code)) == ErrorCode::CodeExpired);
    }

    void triesAtTheSameMomentAreAllCounted_data() { bothEngines(); }
    void triesAtTheSameMomentAreAllCounted() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        std::atomic<int> wrong = 0;
        std::atomic<int> expired = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 12; ++i) {
            threads.emplace_back([&] {
                const ErrorCode code = codeOf(complete(fixture, begun, otherThan(begun.mail->code)));
                if (code == ErrorCode::CodeWrong) ++wrong;
                if (code == ErrorCode::CodeExpired) ++expired;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), codeTriesMax);
        QCOMPARE(expired.load(), 12 - codeTriesMax);
    }

    void theRightCodeTwiceAtOnceSignsInOnce_data() { bothEngines(); }
    void theRightCodeTwiceAtOnceSignsInOnce() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        std::atomic<int> in = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                if (complete(fixture, begun, begun.mail->code)) ++in;
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(in.load(), 1);
    }

    void anUnknownAddressGetsTheSameAnswerAndNoMail_data() { bothEngines(); }
    void anUnknownAddressGetsTheSameAnswerAndNoMail() {
        TeamFixture fixture(fetchEngine());
        const auto before = rowsIn(fixture, "sign_in_attempts");
        const auto begun = fixture.signIn().begin("stranger@example.org", deviceNonce, peer);
        QVERIFY(begun.has_value());
        QVERIFY(!begun->mail);
        QVERIFY(begun->expiresAt == fixture.clock().now().plusMs(codeLifetimeMs));
        QCOMPARE(rowsIn(fixture, "sign_in_attempts"), before + 1);
        QVERIFY(codeOf(complete(fixture, *begun, "123456")) == ErrorCode::CodeWrong);
        for (int i = 1; i < codeTriesMax; ++i)
            QVERIFY(codeOf(complete(fixture, *begun, "123456")) == ErrorCode::CodeWrong);
        QVERIFY(codeOf(complete(fixture, *begun, "123456")) == ErrorCode::CodeExpired);
    }

    void evenTheRightGuessMakesNoUserOfAStranger() {
        TeamFixture fixture(database::Engine::Sqlite);
        const auto begun = must(fixture.signIn().begin("stranger@example.org", deviceNonce, peer));
        // As if the attacker had guessed: the code's digest is put where he can know it.
        const std::string secret(32, 's');
        const std::string digest = toHex(hmacSha256(secret, "code:" + begun.attempt.text() + "123456"));
        QVERIFY(fixture.database().write([&](Transaction& transaction) -> Result<void> {
            TRY(transaction.execute("UPDATE sign_in_attempts SET code_hash = $2 WHERE id = $1",
                                    {begun.attempt, digest}));
            return {};
        }));
        QVERIFY(codeOf(complete(fixture, begun, "123456")) == ErrorCode::CodeWrong);
        QCOMPARE(rowsIn(fixture, "users"), 1);
    }

    void withSignUpOpenAnybodyGetsAnAccount_data() { bothEngines(); }
    void withSignUpOpenAnybodyGetsAnAccount() {
        TeamFixture fixture(fetchEngine());
        SignIn open(fixture.database(), fixture.clock(), {SignUp::Open, std::string(32, 's')});
        const auto begun = must(open.begin("stranger@example.org", deviceNonce, peer));
        QVERIFY(begun.mail.has_value());
        const auto in = open.complete(begun.attempt.text(), begun.mail->code, deviceNonce, "", peer);
        QVERIFY(in.has_value());
        QVERIFY(in->joined.empty());
    }

    void mailsPerAccountAreCapped_data() { bothEngines(); }
    void mailsPerAccountAreCapped() {
        TeamFixture fixture(fetchEngine());
        fixture.clock().advanceMs(dayMs);
        const auto begun = [&](const std::string& email, int i) {
            return fixture.signIn().begin(email, deviceNonce, "2001:db8:" + std::to_string(i) + "::1");
        };
        for (const std::string& email : {std::string(ownerEmail), std::string("stranger@example.org")}) {
            for (int i = 0; i < codesPerAccountPerHour; ++i)
                QVERIFY(begun(email, i).has_value());
            QVERIFY(begun(email, 99).error().code == ErrorCode::RateLimited);
        }
        int mails = 0;
        for (int hour = 1; hour < 12; ++hour) {
            fixture.clock().advanceMs(hourMs);
            for (int i = 0; i < codesPerAccountPerHour; ++i)
                if (begun("other@example.org", i)) ++mails;
        }
        QVERIFY(mails >= codesPerAccountPerDay);
        QVERIFY(mails <= 2 * codesPerAccountPerDay); // the window may turn once in between
    }

    void oneNetworkCannotBeginWithoutEnd_data() {
        QTest::addColumn<QString>("peer");
        QTest::newRow("IPv4") << "198.51.100.7";
        QTest::newRow("IPv6, any address of the /64") << "2001:db8::%1";
    }
    void oneNetworkCannotBeginWithoutEnd() {
        QFETCH(QString, peer);
        TeamFixture fixture(database::Engine::Sqlite);
        fixture.clock().advanceMs(hourMs);
        const auto beginFrom = [&](int i) {
            const std::string from = (peer.contains("%1") ? peer.arg(i) : peer).toStdString();
            return fixture.signIn().begin("p" + std::to_string(i) + "@example.org", deviceNonce, from);
        };
        for (int i = 0; i < codesPerPeerPerHour; ++i)
            QVERIFY(beginFrom(i).has_value());
        QVERIFY(beginFrom(1000).error().code == ErrorCode::RateLimited);
        QVERIFY(fixture.signIn().begin("q@example.org", deviceNonce, "203.0.113.1").has_value());
    }

    void malformedRequestsAreRefused() {
        TeamFixture fixture(database::Engine::Sqlite);
        SignIn& signIn = fixture.signIn();
        QVERIFY(signIn.begin("nobody", deviceNonce, peer).error().code == ErrorCode::InvalidInput);
        QVERIFY(signIn.begin(ownerEmail, "short", peer).error().code == ErrorCode::InvalidInput);
        QVERIFY(signIn.begin(ownerEmail, std::string(deviceNonceMax + 1, 'x'), peer).error().code ==
                ErrorCode::InvalidInput);
        const SignInBegun begun = begin(fixture);
        QVERIFY(signIn.complete("1", begun.mail->code, deviceNonce, "", peer).error().code ==
                ErrorCode::InvalidInput);
        QVERIFY(
            signIn.complete(begun.attempt.text(), begun.mail->code, deviceNonce, "a\nb", peer).error().code ==
            ErrorCode::InvalidInput);
        QVERIFY(codeOf(signIn.complete(newUuid(), "123456", deviceNonce, "", peer)) ==
                ErrorCode::CodeExpired);
        QVERIFY(complete(fixture, begun, begun.mail->code).has_value());
    }

    void secretsAreStoredAsDigestsOnly_data() { bothEngines(); }
    void secretsAreStoredAsDigestsOnly() {
        TeamFixture fixture(fetchEngine());
        const SignInBegun begun = begin(fixture);
        const auto signedIn = must(complete(fixture, begun, begun.mail->code));
        const auto attempt = must(fixture.read([&](Session& session) {
            return session.one("SELECT code_hash, device_hash FROM sign_in_attempts WHERE id = $1",
                               {begun.attempt});
        }));
        const auto device = must(fixture.read([&](Session& session) {
            return session.one("SELECT token_hash FROM devices WHERE id = $1", {signedIn.device});
        }));
        QVERIFY(attempt->text("code_hash").find(begun.mail->code) == std::string::npos ||
                attempt->text("code_hash").size() == 64);
        QVERIFY(attempt->text("code_hash") != toHex(sha256(begun.mail->code)));
        QVERIFY(attempt->text("device_hash") != deviceNonce);
        QVERIFY(device->text("token_hash") == toHex(sha256(signedIn.token)));
        const auto counters = must(
            fixture.read([&](Session& session) { return session.query("SELECT key FROM rate_counters"); }));
        QVERIFY(!counters.empty());
        for (const auto& row : counters) {
            QVERIFY(row.text("key").find('@') == std::string::npos);
            QVERIFY(row.text("key").find(peer) == std::string::npos);
        }
    }

    void devicesAreListedAndSignedOut_data() { bothEngines(); }
    void devicesAreListedAndSignedOut() {
        TeamFixture fixture(fetchEngine());
        const auto first = fixture.enter(ownerEmail);
        const auto second = fixture.enter(ownerEmail);
        const UserId user = first.user;
        const auto list = [&] {
            return must(fixture.read(
                [&](Session& session) { return listDevices(session, user, fixture.clock().now()); }));
        };
        QCOMPARE(list().size(), std::size_t(3)); // one from the fixture
        QVERIFY(list().front().id == second.device);
        const auto signOutAs = [&](const UserId& who, const DeviceId& device) {
            return fixture.database().write([&](Transaction& transaction) {
                return signOut(transaction, who, device, fixture.clock().now());
            });
        };
        QVERIFY(signOutAs(UserId::make(), first.device).error().code == ErrorCode::NotFound);
        QVERIFY(whoIs(fixture, first.token).has_value());
        QVERIFY(signOutAs(user, first.device).has_value());
        QVERIFY(signOutAs(user, first.device).has_value());
        QVERIFY(whoIs(fixture, first.token).error().code == ErrorCode::Unauthenticated);
        QVERIFY(whoIs(fixture, second.token).has_value());
        const auto everywhere = fixture.database().write([&](Transaction& transaction) {
            return signOutEverywhere(transaction, user, fixture.clock().now());
        });
        QCOMPARE(*everywhere, 2);
        QVERIFY(whoIs(fixture, second.token).error().code == ErrorCode::Unauthenticated);
        QVERIFY(list().empty());
    }

    void lastSeenMovesAtMostOnceAMinute_data() { bothEngines(); }
    void lastSeenMovesAtMostOnceAMinute() {
        TeamFixture fixture(fetchEngine());
        const auto signedIn = fixture.enter(ownerEmail);
        QVERIFY(!lastSeenIsDue(*whoIs(fixture, signedIn.token), fixture.clock().now()));
        fixture.clock().advanceMs(lastSeenEveryMs);
        const auto device = *whoIs(fixture, signedIn.token);
        QVERIFY(lastSeenIsDue(device, fixture.clock().now()));
        QVERIFY(fixture.database().write([&](Transaction& transaction) {
            return noteSeen(transaction, device.device, fixture.clock().now());
        }));
        QVERIFY(whoIs(fixture, signedIn.token)->lastSeenAt == fixture.clock().now());
    }

    void anIdleTokenDies_data() { bothEngines(); }
    void anIdleTokenDies() {
        TeamFixture fixture(fetchEngine());
        const auto signedIn = fixture.enter(ownerEmail);
        fixture.clock().advanceMs(deviceIdleMs - 1);
        QVERIFY(whoIs(fixture, signedIn.token).has_value());
        fixture.clock().advanceMs(1);
        QVERIFY(whoIs(fixture, signedIn.token).error().code == ErrorCode::Unauthenticated);
    }

    void tooManyDevicesPushTheLongestUnseenOut_data() { bothEngines(); }
    void tooManyDevicesPushTheLongestUnseenOut() {
        TeamFixture fixture(fetchEngine());
        const auto first = fixture.enter(ownerEmail);
        SignedIn last = first;
        for (int i = 0; i < devicesPerUserMax; ++i) {
            fixture.clock().advanceMs(dayMs);
            last = fixture.enter(ownerEmail);
        }
        QVERIFY(whoIs(fixture, first.token).error().code == ErrorCode::Unauthenticated);
        QVERIFY(whoIs(fixture, last.token).has_value());
        const auto devices = must(fixture.read(
            [&](Session& session) { return listDevices(session, first.user, fixture.clock().now()); }));
        QCOMPARE(devices.size(), std::size_t(devicesPerUserMax));
    }

    void housekeepingDropsWhatIsOver_data() { bothEngines(); }
    void housekeepingDropsWhatIsOver() {
        TeamFixture fixture(fetchEngine());
        const auto signedIn = fixture.enter(ownerEmail);
        (void)begin(fixture);
        QVERIFY(fixture.signIn().prune().has_value());
        QCOMPARE(rowsIn(fixture, "sign_in_attempts"), 1); // the open one
        QVERIFY(whoIs(fixture, signedIn.token).has_value());
        fixture.clock().advanceMs(deviceIdleMs + dayMs);
        QVERIFY(fixture.signIn().prune().has_value());
        QCOMPARE(rowsIn(fixture, "sign_in_attempts"), 0);
        QCOMPARE(rowsIn(fixture, "rate_counters"), 0);
        QCOMPARE(rowsIn(fixture, "devices"), 0);
    }

    void aSignedInPersonTakesUpASecondInvitationWithoutSigningIn_data() { bothEngines(); }
    void aSignedInPersonTakesUpASecondInvitationWithoutSigningIn() {
        TeamFixture fixture(fetchEngine());
        const UserId user = fixture.ownerActor().user;
        const TeamId other = TeamId::make();
        must(fixture.database().write([&](Transaction& transaction) -> Result<void> {
            auto created =
                TRY(createTeam(transaction, {other, "Other", "boss@example.org", ""}, fixture.clock().now()));
            Actor boss;
            boss.team = other;
            boss.member = created.owner;
            boss.role = Role::Owner;
            TRY(inviteMembers(created.write, boss, Role::Member, {{ownerEmail, ""}}));
            return {};
        }));
        const auto joined = must(fixture.database().write([&](Transaction& transaction) {
            return takeUpInvitations(transaction, user, fixture.clock().now());
        }));
        QVERIFY(joined == std::vector<TeamId>{other});
        const auto actor = fixture.read([&](Session& session) { return actorFor(session, user, other); });
        QVERIFY(actor.has_value());
    }

    void theLocalSecretSignsTheOwnerInOnce_data() { bothEngines(); }
    void theLocalSecretSignsTheOwnerInOnce() {
        TeamFixture fixture(fetchEngine());
        LocalEntry entry(fixture.database(), fixture.clock(), ownerEmail);
        QVERIFY(entry.redeem("wrong", "Here").error().code == ErrorCode::Unauthenticated);
        const auto signedIn = entry.redeem(entry.secret(), "Here");
        QVERIFY(signedIn->user == fixture.ownerActor().user);
        QVERIFY(whoIs(fixture, signedIn->token).has_value());
        QVERIFY(entry.redeem(entry.secret(), "Here").error().code == ErrorCode::Unauthenticated);
    }

    void theLocalSecretClosesAfterWrongTries() {
        TeamFixture fixture(database::Engine::Sqlite);
        LocalEntry entry(fixture.database(), fixture.clock(), ownerEmail);
        for (int i = 0; i < localSecretTriesMax; ++i)
            QVERIFY(!entry.redeem("wrong", "Here"));
        QVERIFY(entry.redeem(entry.secret(), "Here").error().code == ErrorCode::Unauthenticated);
    }

    void whicheverCallFailsTheNextTryWorks_data() { bothEngines(); }
    void whicheverCallFailsTheNextTryWorks() {
        const auto faults = std::make_shared<NthCallFails>();
        TeamFixture fixture(fetchEngine(), faults);
        for (int n = 1;; ++n) {
            fixture.clock().advanceMs(dayMs);
            const SignInBegun begun = begin(fixture);
            faults->arm(n);
            const auto first = complete(fixture, begun, begun.mail->code);
            const bool fired = faults->fired();
            faults->disarm();
            if (!fired) {
                QVERIFY(first.has_value());
                QVERIFY(n > 8);
                break;
            }
            // The code is not used up by a try that failed on our side.
            QVERIFY(!first);
            QVERIFY(complete(fixture, begun, begun.mail->code).has_value());
        }
    }
};

QTEST_APPLESS_MAIN(SignInTest)
#include "tst_teams_sign_in.moc"
