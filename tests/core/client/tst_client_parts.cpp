#include "client_rows.h"

#include "core/base/crypto.h"
#include "core/client/blob_store.h"
#include "core/client/event_stream_reader.h"
#include "core/client/projection.h"
#include "core/client/sync_timing.h"
#include "core/client/team_view.h"
#include "core/client/token_store.h"
#include "core/client/wire.h"

#include <QtTest>

using namespace headroom;
using namespace headroom::client;
using namespace headroom::client::testing;

class TestClientParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsAreReadHoweverTheyAreCut() {
        const std::string text =
            ": hello\r\nevent: version\r\ndata: {\"version\":\r\ndata: 7}\r\n\r\ndata\n\nid: 3\n\n"
            "event:x\rdata:y\r\r";
        for (std::size_t cut = 1; cut < 9; ++cut) {
            EventStreamReader reader;
            std::vector<ServerEvent> events;
            for (std::size_t at = 0; at < text.size(); at += cut)
                for (ServerEvent& event : reader.feed(std::string_view(text).substr(at, cut)))
                    events.push_back(std::move(event));
            QCOMPARE(events.size(), std::size_t(3));
            QCOMPARE(events[0].name, std::string("version"));
            QCOMPARE(events[0].data, std::string("{\"version\":\n7}"));
            QCOMPARE(events[1].name, std::string("message"));
            QCOMPARE(events[1].data, std::string());
            QCOMPARE(events[2].data, std::string("y"));
        }
    }

    void endlessLineDoesNotFillTheMemory() {
        EventStreamReader reader;
        for (int i = 0; i < 100; ++i)
            QVERIFY(reader.feed(std::string(10'000, 'x')).empty());
        QCOMPARE(reader.feed("\ndata: ok\n\n").size(), std::size_t(1));
    }

    void waitsGrowAndStayWithinTheirLimits() {
        const SyncTiming timing;
        for (int failures = 1; failures < 40; ++failures) {
            const int low = timing.retryMs(failures, 0);
            const int high = timing.retryMs(failures, UINT64_MAX);
            QVERIFY(low > 0 && high <= timing.lastRetryMs * 11 / 10);
            if (failures > 1) QVERIFY(low >= timing.retryMs(failures - 1, 0));
        }
    }

    void feedPagesAreChecked() {
        QCOMPARE(wire::parseChanges("nonsense").error().code, ErrorCode::Corrupt);
        QCOMPARE(wire::parseSnapshotPage("{\"rows\":[],\"version\":1}").error().code,
                 ErrorCode::Corrupt); // no cursor
        const auto page =
            wire::parseChanges("{\"cursor\":\"c\",\"version\":9,\"more\":true,\"changes\":["
                               "{\"kind\":\"hologram\",\"id\":\"x\",\"deleted\":false,\"row\":{}},"
                               "{\"kind\":\"photo\",\"id\":\"p\",\"deleted\":true,\"row\":null}]}");
        QVERIFY(page);
        QCOMPARE(page->rows.size(), std::size_t(1)); // a kind of a newer endpoint is passed over
        QVERIFY(page->rows[0].change == FeedRow::Change::Removed);
        QVERIFY(!page->versionIsReached);
    }

    void commandsBecomeTheRightRequests() {
        const auto team = TeamId::make();
        OutboxRow row;
        row.id = CommandId::make();
        const auto headshot = HeadshotId::make();
        row.kind = CommandKind::EditHeadshot;
        row.body = favouriteBody(headshot);
        const auto edit = wire::commandRequest(team, row);
        QVERIFY(edit);
        QCOMPARE(edit->method, QByteArray("PATCH"));
        QCOMPARE(edit->path.toStdString(), "/api/teams/" + team.text() + "/headshots/" + headshot.text());
        QCOMPARE(edit->body, QByteArray("{\"favourite\":true}"));
        QCOMPARE(edit->idempotencyKey.toStdString(), row.id.text());
        row.kind = CommandKind::CancelRequest;
        row.body = nlohmann::json{{"request_id", headshot.text()}}.dump();
        const auto cancel = wire::commandRequest(team, row);
        QCOMPARE(cancel->method, QByteArray("POST"));
        QCOMPARE(cancel->path.toStdString(),
                 "/api/teams/" + team.text() + "/headshots/requests/" + headshot.text() + "/cancel");
        row.kind = CommandKind::DeleteHeadshot;
        row.body = nlohmann::json{{"headshot_id", "../../sign-out"}}.dump();
        QCOMPARE(wire::commandRequest(team, row).error().code, ErrorCode::InvalidInput);
    }

    void blobsAreVerifiedAndTheOldestGo() {
        QTemporaryDir dir;
        auto blobs = *BlobStore::open(dir.filePath("b").toStdString(), 100'000);
        std::vector<std::string> names;
        for (int i = 0; i < 12; ++i) {
            const std::string bytes(10'000, static_cast<char>('a' + i));
            names.push_back(toHex(sha256(bytes)));
            QVERIFY(blobs->put(names.back(), bytes));
            // The order of use is told by the file's time; set apart, so that no clock's grain decides.
            std::filesystem::last_write_time(*blobs->find(names.back()),
                                             std::filesystem::file_time_type::clock::now() -
                                                 std::chrono::hours(100 - i));
            if (i == 8) blobs->find(names[0]); // used again
        }
        QVERIFY(blobs->sizeBytes() <= 100'000);
        QVERIFY(blobs->find(names[0]));
        QVERIFY(!blobs->find(names[1]));
        QVERIFY(blobs->find(names[11]));
        QCOMPARE(blobs->put(names[1], "other bytes").error().code, ErrorCode::ChecksumMismatch);
        QCOMPARE(blobs->put("../../x", "bytes").error().code, ErrorCode::InvalidInput);
        QCOMPARE(blobs->put(names[1], "bytes", "../x").error().code, ErrorCode::InvalidInput);
        QVERIFY(blobs->put(names[1], "small", "p512"));
        QCOMPARE(*blobs->read(names[1], "p512"), std::string("small"));
        blobs->clear();
        QVERIFY(!blobs->find(names[11]));
    }

    void tokenFileIsForItsOwnerOnly() {
        QTemporaryDir dir;
        FileTokenStore tokens(dir.filePath("t").toStdString());
        QVERIFY(!tokens.read("https://a"));
        QVERIFY(tokens.write("https://a", "secret"));
        QCOMPARE(tokens.read("https://a"), std::optional<std::string>("secret"));
        QVERIFY(!tokens.read("https://b"));
        const QFileInfo info = QDir(dir.filePath("t")).entryInfoList(QDir::Files).at(0);
        QCOMPARE(info.permissions() &
                     (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
        QFile::setPermissions(info.filePath(), info.permissions() | QFile::ReadOther);
        QVERIFY(!tokens.read("https://a"));
        tokens.remove("https://a");
        QVERIFY(QDir(dir.filePath("t")).isEmpty());
    }

    void membersAreFoundAndSorted() {
        Fixture f;
        TeamView view;
        view.show(f.team(), Part::All);
        QCOMPARE(f.names(view, {}), (QStringList{"Anna", "Bea", "Zoë"}));
        QCOMPARE(f.names(view, {.text = "ZOE"}), (QStringList{"Zoë"}));
        QCOMPARE(f.names(view, {.text = "a example"}), (QStringList{"Anna", "Bea", "Zoë"}));
        QCOMPARE(f.names(view, {.sort = MemberSort::Available, .order = SortOrder::Descending}),
                 (QStringList{"Bea", "Anna", "Zoë"}));
        QCOMPARE(f.names(view, {.state = sync::MemberState::Removed}), (QStringList{"Gone"}));
        QCOMPARE(f.names(view, {.sort = MemberSort::Name, .order = SortOrder::Descending}),
                 (QStringList{"Zoë", "Bea", "Anna"}));
        const auto kept = view.members({});
        view.show(std::make_shared<ShownTeam>(view.team()), Part::All);
        QCOMPARE(kept.at(0).row().name, std::string("Anna")); // a selection outlives the picture
    }

    void usageFillsDaysWithoutUse() {
        auto team = std::make_shared<ShownTeam>();
        constexpr std::int64_t day = 86'400'000;
        team->days = std::make_shared<const std::vector<DayUse>>(
            std::vector<DayUse>{{90, 0, 1, 0}, {98, 0, 4, 0}, {100, 9, 2, 0}});
        TeamView view;
        view.show(team, Part::Days);
        const auto usage = view.usage(4, {100 * day + 5});
        QCOMPARE(usage, (std::vector<DayUse>{{97, 0, 0, 0}, {98, 0, 4, 0}, {99, 0, 0, 0}, {100, 9, 2, 0}}));
    }

private:
    struct Fixture {
        static std::shared_ptr<ShownTeam> team() {
            Truth truth;
            const auto add = [&](const std::string& name, std::int64_t credits,
                                 sync::MemberState state = sync::MemberState::Active) {
                const auto id = MemberId::make();
                if (!truth.apply(memberRow(id, name, state)) || !truth.apply(balanceRow(id, credits)))
                    qFatal("row");
            };
            add("Zoë", 1);
            add("Anna", 1);
            add("Bea", 5);
            add("Gone", 0, sync::MemberState::Removed);
            auto shown = std::make_shared<ShownTeam>();
            project({truth, {}, MemberId::make(), {}}, Part::All, *shown);
            return shown;
        }
        static QStringList names(const TeamView& view, const MemberQuery& query) {
            QStringList list;
            const auto selection = view.members(query);
            for (std::size_t i = 0; i < selection.size(); ++i)
                list << QString::fromStdString(selection.at(i).row().name);
            return list;
        }
    };
};

QTEST_GUILESS_MAIN(TestClientParts)
#include "tst_client_parts.moc"
