#include "data_copy_fixture.h"

#include "core/data_copy/data_copy_mail.h"
#include "core/mail/mail_outbox.h"
#include "core/storage/orphan_sweep.h"

using namespace headroom;
using namespace headroom::data_copy;
using test::codeOf;
using test::DataCopyFixture;
using test::must;

namespace {

bool holds(const QMap<QString, QByteArray>& files, const char* words) {
    for (const QByteArray& bytes : files)
        if (bytes.contains(words)) return true;
    return false;
}

QStringList pathsIn(const QMap<QString, QByteArray>& files, const QString& folder) {
    return files.keys().filter(QRegularExpression(QLatin1Char('^') + folder + QLatin1Char('/')));
}

} // namespace

class DataCopiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneIsPreparedAtATimeAndThreeADay_data() { test::bothEngines(); }
    void oneIsPreparedAtATimeAndThreeADay() {
        DataCopyFixture f(test::fetchEngine());
        must(f.ask(f.member));
        QVERIFY(codeOf(f.ask(f.member)) == ErrorCode::AlreadyExists);
        must(f.ask(f.member, Scope::Team)); // another scope is another copy
        must(f.ask(f.other));               // and another person another's
        while (f.work()) {
        }
        must(f.ask(f.member));
        while (f.work()) {
        }
        QVERIFY(codeOf(f.ask(f.member)) == ErrorCode::RateLimited);
        f.clock.advanceMs(24LL * 3600 * 1000);
        must(f.ask(f.member));
        QCOMPARE(f.listed(f.member).size(), std::size_t(4));
        QCOMPARE(f.listed(f.other).size(), std::size_t(1));
    }

    void onesOwnCopyHoldsOnesOwnAndNobodyElses_data() { test::bothEngines(); }
    void onesOwnCopyHoldsOnesOwnAndNobodyElses() {
        DataCopyFixture f(test::fetchEngine());
        f.call(f.photo, "Füße am Meer.jpeg");
        const PhotoId twin = f.addPhoto(f.member);
        f.call(twin, "füße am meer.JPG");
        const PhotoId foreign = f.addPhoto(f.other);
        f.call(foreign, "secret of ben.jpg");
        f.headshotOf(f.member, "style_a");
        const HeadshotId second = f.headshotOf(f.member, "style_a");
        f.headshotOf(f.other, "style_b");
        f.execute("UPDATE headshots SET cost_micros = 41234, cost_currency = 'eur' WHERE id = $1", {second});
        const DataCopy asked = must(f.ask(f.member));
        QVERIFY(codeOf(f.content(f.member, asked.id)) == ErrorCode::PreconditionFailed);
        QVERIFY(f.work() && !f.work());
        QCOMPARE(f.told, std::vector<std::string>{asked.id.text()});

        const auto files = f.opened(f.member, asked.id);
        QVERIFY(files.value(QStringLiteral("README.txt")).startsWith("Eine Kopie deiner Daten"));
        const auto photos = pathsIn(files, QStringLiteral("photos"));
        QCOMPARE(photos.size(), 4); // two named, one for each headshot
        QVERIFY(photos.contains(QString::fromUtf8("photos/füße am meer.jpg")));
        QVERIFY(photos.contains(QString::fromUtf8("photos/Füße am Meer (2).jpg")));
        QCOMPARE(files.value(QString::fromUtf8("photos/Füße am Meer (2).jpg")),
                 QByteArray("\xff\xd8\xff\xe0 photo ") + QByteArray::fromStdString(f.photo.text()));
        QCOMPARE(pathsIn(files, QStringLiteral("headshots")),
                 (QStringList{QString::fromUtf8("headshots/Ana Kovač-style_a-1.jpg"),
                              QString::fromUtf8("headshots/Ana Kovač-style_a-2.jpg")}));

        const auto data = DataCopyFixture::dataOf(files);
        QCOMPARE(data["scope"].get<std::string>(), std::string("own"));
        QCOMPARE(data["created_at"].get<std::string>(), isoText(f.clock.now()));
        QCOMPARE(data["member"]["name"].get<std::string>(), std::string("Ana Kovač"));
        QCOMPARE(data["account"]["address"].get<std::string>(), std::string("ana@example.com"));
        QCOMPARE(data["consents"]["face_comparison"].get<bool>(), false);
        QCOMPARE(data["devices"].size(), std::size_t(1));
        QCOMPARE(data["devices"][0]["name"].get<std::string>(), std::string("Laptop of ana@example.com"));
        QCOMPARE(data["mails"]["low_credits"].get<bool>(), true);
        QCOMPARE(data["photos"].size(), std::size_t(4));
        QCOMPARE(data["headshots"].size(), std::size_t(2));
        QVERIFY(!data["ledger"].empty());
        QVERIFY(data["headshots"][0]["created_at"].is_string());
        for (const auto& photo : data["photos"]) {
            const auto path = QString::fromStdString(photo["file"].get<std::string>());
            QCOMPARE(toHex(sha256(files.value(path).toStdString())), photo["sha256"].get<std::string>());
        }
        // Nothing of anybody else, nothing that opens a door, nothing of what the operator paid.
        for (const char* words : {"ben@example.com", "secret of ben", "style_b", "digest-of", "token",
                                  "41234", "cost_micros", "checkout"})
            QVERIFY2(!holds(files, words), words);
    }

    void theTeamsCopyHoldsTheTeamButNobodyElsesPhotos_data() { test::bothEngines(); }
    void theTeamsCopyHoldsTheTeamButNobodyElsesPhotos() {
        DataCopyFixture f(test::fetchEngine());
        f.execute("UPDATE members SET name = $1 WHERE id = $2", {"=cmd|' /C calc'!A0", f.other});
        f.call(f.addPhoto(f.other), "secret of ben.jpg");
        f.headshotOf(f.member, "style_a");
        f.headshotOf(f.other, "style_b");
        must(f.write([&](sync::TeamWrite& w) -> Result<void> {
            const credits::Allocate give{.lines = {{f.other, 3}}};
            TRY(credits::carryOut(w, give, {.command = CommandId::make(), .actor = f.member}));
            return {};
        }));
        const DataCopy asked = must(f.ask(f.member, Scope::Team));
        QVERIFY(f.work());
        const auto files = f.opened(f.member, asked.id);
        QVERIFY(files.value(QStringLiteral("README.txt")).startsWith("Eine Kopie der Daten deines Teams"));
        QCOMPARE(pathsIn(files, QStringLiteral("headshots")).size(), 2);
        QCOMPARE(pathsIn(files, QStringLiteral("photos")).size(), 2); // the owner's
        const auto data = DataCopyFixture::dataOf(files);
        QCOMPARE(data["members"].size(), std::size_t(2));
        QCOMPARE(data["headshots"].size(), std::size_t(2));
        QCOMPARE(data["credits"]["purchased"].get<int>(), 100);
        QCOMPARE(data["payments"].size(), std::size_t(1));
        QVERIFY(data["generators"].contains("consents"));
        QVERIFY(!holds(files, "secret of ben") && !holds(files, "digest-of") &&
                !holds(files, "checkout_url"));
        const QByteArray ledger = files.value(QStringLiteral("ledger.csv"));
        QCOMPARE(ledger.count('\n'), static_cast<qsizetype>(data["ledger"].size()) + 1);
        QVERIFY(ledger.contains("allocate,3,pool,,member,\"'=cmd") || ledger.contains("'=cmd"));
        QVERIFY(ledger.contains("Ana Kovač"));
        const QByteArray payments = files.value(QStringLiteral("payments.csv"));
        QVERIFY(payments.contains("custom,100,1.00,usd,paid"));
    }

    void whoIsNoOwnerAnyMoreGetsNoTeamCopy_data() { test::bothEngines(); }
    void whoIsNoOwnerAnyMoreGetsNoTeamCopy() {
        DataCopyFixture f(test::fetchEngine());
        must(f.ask(f.member, Scope::Team));
        f.execute("UPDATE members SET role = 'admin' WHERE id = $1", {f.member});
        QVERIFY(f.work());
        const auto copies = f.listed(f.member);
        QVERIFY(copies[0].state == State::Failed);
        QCOMPARE(copies[0].failure, std::string("forbidden"));
        QCOMPARE(f.copyBlobs(), std::int64_t(0));
        QVERIFY(f.told.empty());
    }

    void toAnybodyElseACopyDoesNotExist_data() { test::bothEngines(); }
    void toAnybodyElseACopyDoesNotExist() {
        DataCopyFixture f(test::fetchEngine());
        const DataCopy asked = must(f.ask(f.member));
        QVERIFY(f.work());
        QVERIFY(codeOf(f.content(f.other, asked.id)) == ErrorCode::NotFound);
        QVERIFY(codeOf(f.write([&](sync::TeamWrite& w) {
                    return DataCopies::remove(w, f.other, asked.id);
                })) == ErrorCode::NotFound);
        QVERIFY(f.listed(f.other).empty());
        must(f.content(f.member, asked.id));
    }

    void aPictureThatIsGoneIsLeftOutAndSaidSo_data() { test::bothEngines(); }
    void aPictureThatIsGoneIsLeftOutAndSaidSo() {
        DataCopyFixture f(test::fetchEngine());
        const PhotoId gone = f.addPhoto(f.member);
        const PhotoId broken = f.addPhoto(f.member);
        // One is deleted while the file is written, the other was damaged in the store.
        const auto keyOf = [&](const PhotoId& id) {
            return *storage::BlobKey::parse(photos::photoBlobKey(f.team, id));
        };
        f.moody.beforeGet = [&](const storage::BlobKey& key) {
            if (key == keyOf(gone)) must(f.blobs->remove(key));
        };
        storage::MemorySource other("other bytes");
        must(f.blobs->put(keyOf(broken), {11, toHex(sha256("other bytes")), "image/jpeg"}, other));
        const DataCopy asked = must(f.ask(f.member));
        QVERIFY(f.work());
        const auto files = f.opened(f.member, asked.id);
        QCOMPARE(pathsIn(files, QStringLiteral("photos")).size(), 1);
        QVERIFY(files.value(QStringLiteral("README.txt")).contains("2 Bilder sind nicht in dieser Datei"));
        int without = 0;
        const auto data = DataCopyFixture::dataOf(files);
        for (const auto& photo : data["photos"])
            without += photo["file"].is_null() ? 1 : 0;
        QCOMPARE(without, 2);
    }

    void whatFailsIsTriedAgainAndInTheEndGivenUp_data() { test::bothEngines(); }
    void whatFailsIsTriedAgainAndInTheEndGivenUp() {
        DataCopyFixture f(test::fetchEngine());
        f.moody.failPuts = 2;
        const DataCopy asked = must(f.ask(f.member));
        for (int attempt = 0; attempt < 2; ++attempt) {
            QVERIFY(f.work());
            QVERIFY(f.listed(f.member)[0].state == State::Preparing);
        }
        QVERIFY(f.work());
        QVERIFY(f.listed(f.member)[0].state == State::Ready);
        must(f.content(f.member, asked.id));
        f.moody.failPuts = 1'000;
        must(f.ask(f.other));
        int attempts = 0;
        while (f.work())
            ++attempts;
        QCOMPARE(attempts, attemptsMax);
        QVERIFY(f.listed(f.other)[0].state == State::Failed);
        QCOMPARE(f.listed(f.other)[0].failure, std::string("unavailable"));
        QCOMPARE(QDir(QString::fromStdString((f.path() / "scratch").string()))
                     .entryList(QDir::AllEntries | QDir::NoDotAndDotDot)
                     .size(),
                 0);
    }

    void afterADeathItBeginsAnewAndNothingOfTheFirstStays_data() { test::bothEngines(); }
    void afterADeathItBeginsAnewAndNothingOfTheFirstStays() {
        DataCopyFixture f(test::fetchEngine());
        const DataCopy asked = must(f.ask(f.member));
        // The first process dies after its bytes are stored and before that is written down.
        const CopyTask lost = must(f.copyQueue.claim()).value();
        QVERIFY(!must(f.copyQueue.claim()));
        storage::MemorySource bytes("half");
        must(f.blobs->put(*storage::BlobKey::parse(lost.blobKey()),
                          {4, toHex(sha256("half")), "application/zip"}, bytes));
        QVERIFY(!f.work()); // somebody has it
        QCOMPARE(must(f.copyQueue.endAllLeases()), std::int64_t(1));
        QVERIFY(f.work());
        QCOMPARE(f.copyBlobs(), std::int64_t(1));
        QVERIFY(!f.blobs->head(*storage::BlobKey::parse(lost.blobKey())));
        QVERIFY(f.opened(f.member, asked.id).contains(QStringLiteral("data.json")));
        // Whoever comes late changes nothing.
        QVERIFY(codeOf(f.copyQueue.ready(lost, {4, toHex(sha256("half")), "application/zip"})) ==
                ErrorCode::LeaseLost);
        QVERIFY(codeOf(f.copyQueue.heartbeat(lost)) == ErrorCode::LeaseLost);
        QCOMPARE(f.told.size(), std::size_t(1));
    }

    void removedWhileItIsPreparedNothingOfItStays_data() { test::bothEngines(); }
    void removedWhileItIsPreparedNothingOfItStays() {
        DataCopyFixture f(test::fetchEngine());
        const DataCopy asked = must(f.ask(f.member));
        f.moody.afterPut = [&] {
            must(f.write([&](sync::TeamWrite& w) { return DataCopies::remove(w, f.member, asked.id); }));
        };
        QVERIFY(f.work());
        QCOMPARE(f.copyBlobs(), std::int64_t(0));
        QVERIFY(f.listed(f.member).empty() && f.told.empty());
        must(f.copies.sweep());
        QCOMPARE(f.rows("data_copies"), std::int64_t(0));
    }

    void timePassesAndPeopleLeave_data() { test::bothEngines(); }
    void timePassesAndPeopleLeave() {
        DataCopyFixture f(test::fetchEngine());
        const DataCopy old = must(f.ask(f.member));
        const DataCopy leaver = must(f.ask(f.other));
        while (f.work()) {
        }
        QCOMPARE(must(f.copies.sweep()), 0);
        QCOMPARE(f.copyBlobs(), std::int64_t(2));
        const auto key = *storage::BlobKey::parse(must(f.content(f.member, old.id)).blobKey);
        QVERIFY(must(f.copies.knowsBlob(key)));
        // Of a member who leaves, everything goes.
        must(f.write([&](sync::TeamWrite& w) { return DataCopies::removeAllOf(w, f.other); }));
        QVERIFY(codeOf(f.content(f.other, leaver.id)) == ErrorCode::NotFound);
        QCOMPARE(must(f.copies.sweep()), 1);
        QCOMPARE(f.copyBlobs(), std::int64_t(1));
        // After its days a copy is gone for its reader at once, and its bytes with the next sweep.
        f.clock.advanceMs(copyKeptMs);
        QVERIFY(codeOf(f.content(f.member, old.id)) == ErrorCode::Gone);
        QVERIFY(f.listed(f.member)[0].state == State::Expired);
        QCOMPARE(must(f.copies.sweep()), 1);
        QCOMPARE(f.copyBlobs(), std::int64_t(0));
        QVERIFY(!must(f.copies.knowsBlob(key)));
        QVERIFY(f.listed(f.member)[0].state == State::Expired);
        f.clock.advanceMs(endedKeptMs);
        must(f.copies.sweep());
        QVERIFY(f.listed(f.member).empty());
        QCOMPARE(f.rows("data_copies"), std::int64_t(0));
    }

    void theSweepOfOrphansTakesWhatNoRowKnows_data() { test::bothEngines(); }
    void theSweepOfOrphansTakesWhatNoRowKnows() {
        DataCopyFixture f(test::fetchEngine());
        const DataCopy asked = must(f.ask(f.member));
        QVERIFY(f.work());
        storage::MemorySource bytes("left");
        must(f.blobs->put(*storage::BlobKey::parse(dataCopyBlobKey(f.team, asked.id, 7)),
                          {4, toHex(sha256("left")), "application/zip"}, bytes));
        const auto report =
            must(storage::sweepOrphans(*f.blobs, "data-copies/", SystemClock().now().plusMs(60'000),
                                       [&](const storage::BlobKey& key) { return f.copies.knowsBlob(key); }));
        QCOMPARE(report.removed, 1);
        must(f.content(f.member, asked.id));
        QCOMPARE(f.copyBlobs(), std::int64_t(1));
    }

    void whoAskedIsToldByMailInTheirLanguage_data() { test::bothEngines(); }
    void whoAskedIsToldByMailInTheirLanguage() {
        DataCopyFixture f(test::fetchEngine());
        f.execute("UPDATE teams SET name = 'Füße GmbH', colour = '#0a7d55' WHERE id = $1", {f.team});
        DataCopyQueue telling(*f.database, f.clock, tellReady);
        const storage::BlobContent content{4, toHex(sha256("copy")), "application/zip"};
        must(f.ask(f.member, Scope::Team));
        must(telling.ready(must(telling.claim()).value(), content));
        mail::MailOutbox outbox(*f.database);
        const auto due = must(outbox.claim());
        QVERIFY(due.has_value());
        QVERIFY(due->outgoing.member == f.member);
        QCOMPARE(due->outgoing.envelope.to, std::string("ana@example.com"));
        QCOMPARE(due->outgoing.envelope.language, std::string("de"));
        QCOMPARE(due->outgoing.envelope.team.name, std::string("Füße GmbH"));
        QCOMPARE(due->outgoing.envelope.team.colour, std::string("#0a7d55"));
        const auto& told = std::get<mail::DataReady>(due->outgoing.mail);
        QVERIFY(told.of == mail::DataReady::Of::Team);
        QCOMPARE(told.until.ms, f.clock.now().plusMs(copyKeptMs).ms);
        must(outbox.sent(due->id));
        // Of a copy that is nobody's any more nobody hears.
        must(f.ask(f.other));
        const CopyTask task = must(telling.claim()).value();
        must(f.write([&](sync::TeamWrite& w) { return DataCopies::removeAllOf(w, f.other); }));
        QVERIFY(codeOf(telling.ready(task, content)) == ErrorCode::LeaseLost);
        QVERIFY(!must(outbox.claim()).has_value());
    }

    void whoStopsGivesTheCopyBack_data() { test::bothEngines(); }
    void whoStopsGivesTheCopyBack() {
        DataCopyFixture f(test::fetchEngine());
        must(f.ask(f.member));
        const std::atomic<bool> stopping{true};
        must(f.maker.runOnce(stopping));
        QVERIFY(f.listed(f.member)[0].state == State::Preparing);
        QCOMPARE(f.copyBlobs(), std::int64_t(0));
        QVERIFY(f.work()); // at once, without waiting for a lease
        QVERIFY(f.listed(f.member)[0].state == State::Ready);
    }

    // Whichever database call fails: there is never a ready copy without its bytes, and in the end one with
    // them.
    void whicheverCallFailsTheCopyBecomesReadyOnce_data() { test::bothEngines(); }
    void whicheverCallFailsTheCopyBecomesReadyOnce() {
        const auto faults = std::make_shared<test::NthCallFails>();
        DataCopyFixture f(test::fetchEngine(), faults);
        for (long n = 1;; ++n) {
            f.clock.advanceMs(24LL * 3600 * 1000);
            const DataCopy asked = must(f.ask(f.other));
            faults->arm(n);
            const std::atomic<bool> stopping{false};
            const auto first = f.maker.runOnce(stopping);
            faults->disarm();
            f.endCopyLeases();
            while (f.work()) {
            }
            QVERIFY(f.listed(f.other)[0].state == State::Ready);
            QVERIFY(f.opened(f.other, asked.id).contains(QStringLiteral("data.json")));
            must(f.write([&](sync::TeamWrite& w) { return DataCopies::remove(w, f.other, asked.id); }));
            must(f.copies.sweep());
            QCOMPARE(f.copyBlobs(), std::int64_t(0));
            if (!faults->fired()) {
                QVERIFY(first.has_value());
                break;
            }
        }
    }
};

QTEST_GUILESS_MAIN(DataCopiesTest)
#include "tst_data_copies.moc"
