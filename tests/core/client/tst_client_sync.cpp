#include "session_fixture.h"

#include "core/client/checkout.h"
#include "core/client/headshot_thumbnail.h"
#include "tests/support/patience.h"

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::client;
using namespace headroom::client::testing;

class TestClientSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstSyncShowsTheTeamPageByPage() {
        SessionFixture f;
        f.openAndSync();
        QCOMPARE(f.view().team().credits.pool, std::int64_t(100));
        QCOMPARE(f.view().members({}).size(), std::size_t(2));
        QCOMPARE(f.view().own()->row().name, std::string("Me"));
        QVERIFY(f.view().ownMayManage());
    }

    void pushBringsOtherPeoplesChanges() {
        SessionFixture f;
        f.timing.pollMs = 600'000; // only the push can be it
        f.openAndSync();
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.pushes(), 1, patienceMs);
        f.endpoint.renameMember(f.endpoint.other, "Renamed");
        QTRY_COMPARE_WITH_TIMEOUT(f.view().memberName(f.endpoint.other), std::string("Renamed"), patienceMs);
    }

    void pollingDoesWithoutPush() {
        SessionFixture f;
        f.endpoint.fault = [](const FakeRequest& request) {
            return request.path.endsWith("/push") ? Fault::ServerError : Fault::None;
        };
        f.openAndSync();
        f.endpoint.renameMember(f.endpoint.other, "Renamed");
        QTRY_COMPARE_WITH_TIMEOUT(f.view().memberName(f.endpoint.other), std::string("Renamed"), patienceMs);
    }

    void commandIsCarriedOutAndLeavesTheOutbox() {
        SessionFixture f;
        f.openAndSync();
        QSignalSpy ended(f.session.get(), &TeamSession::commandEnded);
        f.session->allocate(f.give(30));
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QCOMPARE(f.available(f.endpoint.other), std::int64_t(30));
        QCOMPARE(f.endpoint.state.members[f.endpoint.other].available, std::int64_t(30));
    }

    void whatIsShownNeverFlickersBack() {
        SessionFixture f;
        f.openAndSync();
        std::int64_t last = 0;
        bool fellBack = false;
        QObject::connect(&f.view(), &TeamView::changed, [&] {
            const auto now = f.available(f.endpoint.other);
            fellBack = fellBack || now < last;
            last = now;
        });
        for (int i = 0; i < 20; ++i)
            f.session->allocate(f.give(2));
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.executed.size(), std::size_t(20), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QCOMPARE(f.available(f.endpoint.other), std::int64_t(40));
        QVERIFY(!fellBack);
    }

    void workGivenOfflineIsSentWhenTheEndpointIsBack() {
        SessionFixture f;
        f.openAndSync();
        f.endpoint.goAway();
        f.session->syncNow();
        QTRY_COMPARE_WITH_TIMEOUT(f.view().status().link, Link::Offline, patienceMs);
        QVERIFY(f.view().status().offlineSince);
        f.session->allocate(f.give(10));
        f.session->allocate(f.give(5));
        QTRY_COMPARE_WITH_TIMEOUT(f.available(f.endpoint.other), std::int64_t(15), patienceMs);
        f.close(); // and over a restart
        f.open();
        QTRY_COMPARE_WITH_TIMEOUT(f.available(f.endpoint.other), std::int64_t(15), patienceMs);
        f.endpoint.comeBack();
        QTRY_COMPARE_WITH_TIMEOUT(f.view().status().link, Link::Online, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QCOMPARE(f.endpoint.allocated, (std::vector<std::int64_t>{10, 5})); // in order, once
        QCOMPARE(f.available(f.endpoint.other), std::int64_t(15));
    }

    void lostAnswersAreAskedForWithTheSameId() {
        SessionFixture f;
        f.openAndSync();
        int losses = 0;
        f.endpoint.fault = [&](const FakeRequest& request) {
            if (!request.path.endsWith("/allocate") || losses >= 6) return Fault::None;
            ++losses;
            return losses % 3 == 0   ? Fault::ServerError
                   : losses % 2 == 0 ? Fault::DropBefore
                                     : Fault::DropAfter;
        };
        for (int i = 1; i <= 4; ++i)
            f.session->allocate(f.give(i));
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.executed.size(), std::size_t(4), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QCOMPARE(f.endpoint.allocated, (std::vector<std::int64_t>{1, 2, 3, 4}));
        QCOMPARE(f.available(f.endpoint.other), std::int64_t(10));
    }

    void refusedCommandStaysUntilDismissedAndBlocksNothing() {
        SessionFixture f;
        f.openAndSync();
        f.endpoint.state.team.pool = 5; // somebody else was faster
        f.endpoint.state.team.spent = 95;
        f.session->allocate(f.give(50));
        f.session->allocate(f.give(3));
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.allocated, (std::vector<std::int64_t>{3}), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.view().refusedCommands().size(), std::size_t(1), patienceMs);
        const ShownCommand refused = f.view().refusedCommands()[0];
        QCOMPARE(refused.row.code, std::optional(ErrorCode::InsufficientPool));
        const auto refusal = credits::parseRefusal(nlohmann::json::parse(refused.row.answer));
        QVERIFY(refusal);
        QCOMPARE(refusal->missing, std::int64_t(45));
        QTRY_COMPARE_WITH_TIMEOUT(f.available(f.endpoint.other), std::int64_t(3), patienceMs);
        f.session->dismiss(refused.row.id);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
    }

    void signedOutPausesEverythingUntilSignedInAgain() {
        SessionFixture f;
        f.openAndSync();
        QSignalSpy ended(f.session.get(), &TeamSession::commandEnded);
        const std::string old = f.endpoint.token;
        f.endpoint.token = "new-token";
        f.session->allocate(f.give(10));
        QTRY_COMPARE_WITH_TIMEOUT(f.view().status().link, Link::SignedOut, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.available(f.endpoint.other), std::int64_t(10), patienceMs); // still there
        QVERIFY(f.endpoint.executed.empty() && ended.isEmpty());
        f.client->signInLocally("secret", f.client.get(), [](Result<Account> account) { QVERIFY(account); });
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.executed.size(), std::size_t(1), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QVERIFY(old != f.endpoint.token);
    }

    void endOfMembershipIsToldAndTheCacheCanBeWiped() {
        SessionFixture f;
        f.openAndSync();
        QSignalSpy ended(f.session.get(), &TeamSession::membershipEnded);
        f.endpoint.fault = [](const FakeRequest& request) {
            return request.path.endsWith("/changes") ? Fault::Forbidden : Fault::None;
        };
        f.session->syncNow();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patienceMs);
        QCOMPARE(f.view().status().link, Link::NotMember);
        f.session.reset();
        f.client->wipeTeam(f.endpoint.team);
        QVERIFY(QDir(f.dir.filePath("data")).entryList(QDir::Files).isEmpty());
    }

    void strangersAnswerEndsNeitherMembershipNorCommands() {
        SessionFixture f;
        f.openAndSync();
        QSignalSpy ended(f.session.get(), &TeamSession::membershipEnded);
        bool portal = true; // a hotel's sign-in page answers everything
        f.endpoint.fault = [&](const FakeRequest&) { return portal ? Fault::Portal : Fault::None; };
        f.session->allocate(f.give(10));
        f.session->syncNow();
        QTRY_COMPARE_WITH_TIMEOUT(f.view().status().link, Link::Offline, patienceMs);
        QVERIFY(ended.isEmpty());
        QCOMPARE(f.view().refusedCommands().size(), std::size_t(0));
        portal = false;
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.executed.size(), std::size_t(1), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.view().status().link, Link::Online, patienceMs);
    }

    void anotherHistoryBringsANewSnapshot() {
        SessionFixture f;
        f.openAndSync();
        f.endpoint.renewEpoch();
        f.endpoint.renameMember(f.endpoint.other, "Restored");
        f.session->syncNow();
        QTRY_COMPARE_WITH_TIMEOUT(f.view().memberName(f.endpoint.other), std::string("Restored"), patienceMs);
        QCOMPARE(f.view().status().link, Link::Online);
    }

    void photoIsUploadedOverABrokenLineAndThenUsed() {
        SessionFixture f;
        f.openAndSync();
        f.session->allocate({{{f.endpoint.me, 5}}});
        QByteArray bytes(3 << 20, Qt::Uninitialized);
        for (qsizetype i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 31 + (i >> 9));
        QFile file(f.dir.filePath("photo é.jpg"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        f.endpoint.breakUploadAfter = 1 << 20;
        std::optional<PhotoId> photo;
        f.session->addPhoto(
            file.fileName().toStdString(), f.endpoint.me, "image/jpeg", [&](Result<PhotoId> added) {
                QVERIFY(added);
                photo = *added;
                f.session->generate(f.endpoint.me, {*added}, {{"studio", 2}}, sync::CreditSource::Member);
            });
        QTRY_VERIFY_WITH_TIMEOUT(photo, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.view().headshots({}).size(), std::size_t(2),
                                  patienceMs); // shown before a byte has left
        QVERIFY(f.view().headshots({}).at(0).pending);
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.uploads.size(), std::size_t(1), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.endpoint.uploads.begin()->second == bytes, patienceMs);
        QCOMPARE(f.endpoint.breakUploadAfter, qint64(-1));                      // it did break
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().uploads->empty(), patienceMs); // the feed shows the photo
        QVERIFY(f.endpoint.executed.size() == 1); // generate waits for the check
        f.endpoint.setPhotoState(photo->text(), sync::PhotoState::Usable);
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.executed.size(), std::size_t(2), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QCOMPARE(f.view().headshots({}).size(), std::size_t(2));
        QVERIFY(!f.view().headshots({}).at(0).pending);
        QCOMPARE(f.view().own()->held, std::int64_t(2));
    }

    void changedFileIsUploadedAnew() {
        SessionFixture f;
        f.openAndSync();
        QFile file(f.dir.filePath("photo.jpg"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(24 << 20, 'a')) > 0);
        file.close();
        f.endpoint.breakUploadAfter = 1 << 20;
        bool changed = false;
        f.endpoint.fault = [&](const FakeRequest& request) {
            const bool retry = request.method == "HEAD" && f.endpoint.breakUploadAfter < 0;
            if (retry && !changed) { // between two tries the user saves another picture under the name
                changed = true;
                QFile again(file.fileName());
                if (!again.open(QIODevice::WriteOnly) || again.write(QByteArray(1 << 20, 'b')) < 0)
                    qFatal("cannot write");
            }
            return Fault::None;
        };
        f.session->addPhoto(file.fileName().toStdString(), f.endpoint.me, "image/jpeg", {});
        QTRY_VERIFY_WITH_TIMEOUT(!f.endpoint.uploads.empty() &&
                                     f.endpoint.uploads.begin()->second == QByteArray(1 << 20, 'b'),
                                 patienceMs);
        QVERIFY(changed);
        QCOMPARE(f.endpoint.uploads.size(), std::size_t(1)); // the old one was given up
    }

    void pausedUploadWaitsOverARestart() {
        SessionFixture f;
        f.openAndSync();
        f.endpoint.fault = [](const FakeRequest& request) {
            return request.method == "PATCH" ? Fault::ServerError : Fault::None;
        };
        QFile file(f.dir.filePath("photo.jpg"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("some bytes") > 0);
        file.close();
        std::optional<PhotoId> photo;
        f.session->addPhoto(file.fileName().toStdString(), f.endpoint.me, "image/jpeg",
                            [&](Result<PhotoId> added) { photo = *added; });
        QTRY_VERIFY_WITH_TIMEOUT(photo && !f.endpoint.uploads.empty(), patienceMs);
        f.session->pauseUpload(*photo);
        QTRY_COMPARE_WITH_TIMEOUT(f.view().team().uploads->at(0).state, UploadState::Paused, patienceMs);
        f.close();
        f.endpoint.fault = {};
        f.openAndSync();
        QTRY_COMPARE_WITH_TIMEOUT(f.view().team().uploads->size(), std::size_t(1), patienceMs);
        QCOMPARE(f.view().team().uploads->at(0).state, UploadState::Paused);
        QVERIFY(f.endpoint.uploads.begin()->second.isEmpty());
        f.session->resumeUpload(*photo);
        QTRY_COMPARE_WITH_TIMEOUT(f.endpoint.uploads.begin()->second, QByteArray("some bytes"), patienceMs);
    }

    void headshotBytesAreVerifiedResumedAndKept() {
        SessionFixture f;
        f.openAndSync();
        const QByteArray bytes = QByteArray(300'000, 'x') + "end";
        sync::HeadshotRow row;
        row.id = HeadshotId::make();
        row.memberId = f.endpoint.me;
        row.state = sync::HeadshotState::Completed;
        row.sha256 = toHexOf(bytes);
        f.endpoint.blobs[row.id.text()] = bytes;
        f.endpoint.breakDownloadAfter = 100'000;
        std::vector<Result<std::string>> got;
        const auto take = [&](Result<std::string> result) { got.push_back(std::move(result)); };
        f.session->headshotBytes(row, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(1), patienceMs);
        QVERIFY(got[0] && *got[0] == bytes.toStdString());
        QCOMPARE(f.endpoint.lastRange, QByteArray("bytes=100000-"));
        f.endpoint.goAway(); // from here on it must come from the disk
        f.session->headshotBytes(row, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(2), patienceMs);
        QVERIFY(got[1] && *got[1] == bytes.toStdString());
        f.endpoint.comeBack();
        row.id = HeadshotId::make();
        row.sha256 = toHexOf("something else");
        f.endpoint.blobs[row.id.text()] = bytes;
        f.session->headshotBytes(row, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(3), patienceMs);
        QCOMPARE(got[2].error().code, ErrorCode::ChecksumMismatch);
        f.session->headshotPreview(row, 512, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(4), patienceMs);
        QCOMPARE(QByteArray::fromStdString(*got[3]), QByteArray("preview of xxxxxxxx"));
    }

    void aRequestThatWasNotSentIsTakenOutOfTheOutbox() {
        SessionFixture f;
        f.openAndSync();
        f.endpoint.fault = [](const FakeRequest& request) {
            return request.method == "PATCH" ? Fault::ServerError : Fault::None;
        };
        QFile file(f.dir.filePath("photo.jpg"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("some bytes") > 0);
        file.close();
        std::optional<PhotoId> photo;
        f.session->addPhoto(file.fileName().toStdString(), f.endpoint.me, "image/jpeg",
                            [&](Result<PhotoId> added) { photo = *added; });
        QTRY_VERIFY_WITH_TIMEOUT(photo, patienceMs);
        std::optional<CommandId> asked; // waits for its photo
        f.session->generate(f.endpoint.me, {*photo}, {{"charcoal", 2}}, sync::CreditSource::Pool,
                            [&](Result<CommandId> id) { asked = *id; });
        QTRY_VERIFY_WITH_TIMEOUT(asked, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(f.view().team().commands->size(), std::size_t(1), patienceMs);
        std::optional<CommandId> cancelled;
        f.session->cancelRequest(RequestId::trusted(asked->text()),
                                 [&](Result<CommandId> id) { cancelled = *id; });
        QTRY_COMPARE_WITH_TIMEOUT(cancelled, asked, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(f.view().team().commands->empty(), patienceMs);
        QVERIFY(f.view().team().headshots->empty());
    }

    void aTileIsAPreviewAndTheWholePictureWhereThatIsTooSmall() {
        SessionFixture f;
        f.openAndSync();
        const QByteArray whole(200'000, 'w');
        sync::HeadshotRow row;
        row.id = HeadshotId::make();
        row.memberId = f.endpoint.me;
        row.state = sync::HeadshotState::Completed;
        row.sha256 = toHexOf(whole);
        row.width = 1024;
        row.height = 1280;
        f.endpoint.blobs[row.id.text()] = whole;
        QCOMPARE(previewEdgeFor(row, 200, 200), std::optional(256));
        QCOMPARE(previewEdgeFor(row, 206, 100), std::optional(512)); // 206 wide is 258 high
        QCOMPARE(previewEdgeFor(row, 100, 700), std::optional(1024));
        QCOMPARE(previewEdgeFor(row, 1000, 1000), std::optional<int>());
        std::vector<Result<std::string>> got;
        const auto take = [&](Result<std::string> result) { got.push_back(std::move(result)); };
        headshotThumbnail(*f.session, row, 200, 200, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(1), patienceMs);
        QCOMPARE(QByteArray::fromStdString(*got[0]), QByteArray("preview of wwwwwwww"));
        headshotThumbnail(*f.session, row, 1000, 1000, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(2), patienceMs);
        QVERIFY(*got[1] == whole.toStdString());
        // Offline: the tile was kept; one of another size is made of the whole picture, which was kept too.
        f.endpoint.goAway();
        headshotThumbnail(*f.session, row, 200, 200, f.session.get(), take);
        headshotThumbnail(*f.session, row, 500, 500, f.session.get(), take);
        QTRY_COMPARE_WITH_TIMEOUT(got.size(), std::size_t(4), patienceMs);
        QCOMPARE(QByteArray::fromStdString(*got[2]), QByteArray("preview of wwwwwwww"));
        QVERIFY(*got[3] == whole.toStdString());
    }

    void signInByCodeKeepsTheToken() {
        SessionFixture f;
        f.open();
        f.close();
        f.tokens->remove(f.endpoint.url().toString().toStdString());
        auto client =
            std::move(*Client::create({f.endpoint.url(), f.dir.filePath("d").toStdString(),
                                       f.dir.filePath("c").toStdString(), f.tokens, f.clock, f.timing, "t"}));
        std::optional<ErrorCode> resumed;
        client->resume(client.get(), [&](Result<Account> account) { resumed = account.error().code; });
        QTRY_COMPARE_WITH_TIMEOUT(resumed, std::optional(ErrorCode::NotFound), patienceMs);
        std::string attempt;
        client->beginSignIn("ann@example.org", client.get(), [&](Result<std::string> id) { attempt = *id; });
        QTRY_VERIFY_WITH_TIMEOUT(!attempt.empty(), patienceMs);
        std::optional<Result<Account>> account;
        client->enterCode(attempt, "000000", client.get(), [&](Result<Account> result) { account = result; });
        QTRY_VERIFY_WITH_TIMEOUT(account, patienceMs);
        QCOMPARE(account->error().code, ErrorCode::CodeWrong);
        account.reset();
        client->enterCode(attempt, "123456", client.get(), [&](Result<Account> result) { account = result; });
        QTRY_VERIFY_WITH_TIMEOUT(account, patienceMs);
        QCOMPARE((*account)->teams.at(0).team, f.endpoint.team);
        QTRY_COMPARE_WITH_TIMEOUT(f.tokens->read(f.endpoint.url().toString().toStdString()),
                                  std::optional(f.endpoint.token), patienceMs);
        bool out = false;
        client->signOut(client.get(), [&] { out = true; });
        QTRY_VERIFY_WITH_TIMEOUT(out, patienceMs);
        QVERIFY(!f.tokens->read(f.endpoint.url().toString().toStdString()));
    }

    void checkoutAsksAgainWithTheSameKeyAndEndsWithTheOrder() {
        SessionFixture f;
        f.openAndSync();
        Checkout checkout(*f.client, f.endpoint.team);
        bool lose = true; // all of them: Qt itself sends a request again whose connection broke
        f.endpoint.fault = [&](const FakeRequest& request) {
            return request.path.endsWith("create-checkout") && lose ? Fault::DropAfter : Fault::None;
        };
        checkout.create("starter", {});
        QTRY_COMPARE_WITH_TIMEOUT(checkout.state(), Checkout::State::Unknown, patienceMs);
        lose = false;
        checkout.create("starter", {});
        QTRY_COMPARE_WITH_TIMEOUT(checkout.state(), Checkout::State::Waiting, patienceMs);
        QCOMPARE(checkout.url(), QUrl("https://pay.example.org/x"));
        f.endpoint.orderState = "paid";
        checkout.checkNow();
        QTRY_COMPARE_WITH_TIMEOUT(checkout.state(), Checkout::State::Paid, patienceMs);
    }

    void plainHttpIsOnlyForThisComputer() {
        QVERIFY(ApiClient::checkEndpoint(QUrl("https://headroom.example.org")));
        QVERIFY(ApiClient::checkEndpoint(QUrl("http://127.0.0.1:8080/")));
        QVERIFY(ApiClient::checkEndpoint(QUrl("http://[::1]:8080")));
        QVERIFY(!ApiClient::checkEndpoint(QUrl("http://headroom.example.org")));
        QVERIFY(!ApiClient::checkEndpoint(QUrl("ftp://127.0.0.1")));
        QVERIFY(!ApiClient::checkEndpoint(QUrl("")));
    }

private:
    static std::string toHexOf(const QByteArray& bytes) {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
    }
};

QTEST_GUILESS_MAIN(TestClientSync)
#include "tst_client_sync.moc"
