// The queue of exports over a session that has never reached its endpoint: pictures come from the cache.
#include "app/desktop/exports/export_queue.h"
#include "core/base/crypto.h"
#include "core/client/blob_store.h"
#include "tests/support/patience.h"

#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::desktop;

namespace {

/// Noise, so that its files cannot be small.
std::string picture(int side, quint32 seed) {
    QImage image(side, side, QImage::Format_RGB32);
    QRandomGenerator random(seed);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            image.setPixel(x, y, random.generate() | 0xFF000000U);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "JPEG", 90);
    return bytes.toStdString();
}

struct Place {
    QTemporaryDir folder;
    client::Membership membership{TeamId::make(), "Tern", MemberId::make(), sync::Role::Owner};

    QString at(const char* name) const { return folder.filePath(QLatin1String(name)); }
    QStringList files() const {
        return QDir(at("out")).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
    }
};

/// The program with this team open, from one start to its end.
struct Start {
    std::unique_ptr<client::Client> client;
    std::unique_ptr<client::TeamSession> session;
    std::unique_ptr<ExportQueue> queue;

    explicit Start(const Place& place) {
        client::ClientOptions options;
        options.endpoint = QUrl(QStringLiteral("http://127.0.0.1:9")); // discard: nobody answers
        options.dataFolder = place.at("data").toStdString();
        options.cacheFolder = place.at("cache").toStdString();
        options.tokens = std::make_shared<client::SessionTokenStore>();
        options.clock = std::make_shared<SystemClock>();
        options.deviceName = "test";
        client = std::move(*client::Client::create(std::move(options)));
        session = client->openTeam(place.membership);
        queue = std::make_unique<ExportQueue>(*client, *session);
    }
    ~Start() {
        queue.reset();
        session.reset();
    }

    ExportPhase phase() const {
        return queue->entries().empty() ? ExportPhase::Cancelled : queue->entries().front().phase;
    }
    const ExportRecord& record() const { return queue->entries().front().record; }
    std::string key() const { return record().key; }
};

enum class Kept { All, AllButTheFirst };

ExportOrder orderOf(const Place& place, int count, Kept kept = Kept::All, int side = 60) {
    const auto blobs = *client::BlobStore::open(place.at("cache").toStdString() + "/blobs", 1 << 30);
    ExportOrder order;
    for (int i = 0; i < count; ++i) {
        const std::string bytes = picture(side, quint32(i + 1));
        const std::string digest = toHex(sha256(bytes));
        if (kept == Kept::All || i > 0) static_cast<void>(blobs->put(digest, bytes));
        order.items.push_back({HeadshotId::make(),
                               digest,
                               qint64(bytes.size()),
                               "Member " + std::to_string(i),
                               "Studio grey",
                               "",
                               {}});
    }
    order.team = "Tern";
    order.settings.nameTemplate = "{member}";
    order.target = place.at("out").toStdString();
    return order;
}

Result<void> begin(Start& start, ExportOrder order) {
    std::optional<Result<void>> begun;
    start.queue->start(std::move(order), [&](const Result<void>& result) { begun = result; });
    if (!QTest::qWaitFor([&] { return begun.has_value(); }, patienceMs))
        return fail(ErrorCode::Timeout, "not begun");
    return *begun;
}

} // namespace

class TestDesktopExports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keptPicturesBecomeFilesWithoutAConnection();
    void whatIsNotHereSaysSoAndWaits();
    void interruptedExportGoesOnAtTheNextStart();
    void pausedExportStaysPausedUntilResumed();
    void cancelledOnesFilesStayAndItCanBeForgotten();
    void oneRunsAtATime();
    void fullDiskIsSaidAndNothingHalfWrittenStays();
    void folderThatIsAFileIsRefusedAtOnce();
    void wipedTeamLeavesNoRecord();
};

void TestDesktopExports::keptPicturesBecomeFilesWithoutAConnection() {
    const Place place;
    std::string key;
    {
        Start start(place);
        ExportOrder order = orderOf(place, 3);
        order.settings.sizes = {{}, {20, 30, exports::Fit::Fill}};
        QVERIFY(begin(start, order));
        QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Done, patienceMs);
        QCOMPARE(start.record().written, std::size_t(6));
        QCOMPARE(start.record().headshots, std::size_t(3));
        key = start.key();
    }
    QCOMPARE(place.files().size(), 6);
    QCOMPARE(QImage(place.at("out") + "/Member 0 20x30.jpg").size(), QSize(20, 30));
    // The record is there after a restart.
    Start again(place);
    QTRY_COMPARE_WITH_TIMEOUT(again.queue->entries().size(), std::size_t(1), patienceMs);
    QCOMPARE(again.key(), key);
    QVERIFY(again.phase() == ExportPhase::Done);
}

void TestDesktopExports::whatIsNotHereSaysSoAndWaits() {
    const Place place;
    Start start(place);
    QVERIFY(begin(start, orderOf(place, 3, Kept::AllButTheFirst)));
    QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Offline, patienceMs);
    QCOMPARE(start.record().written, std::size_t(2));
    QCOMPARE(place.files(), QStringList({"Member 1.jpg", "Member 2.jpg"}));
    std::shared_ptr<exports::ExportJournal> journal;
    start.queue->look(start.key(), this,
                      [&](const Result<std::shared_ptr<exports::ExportJournal>>& read) { journal = *read; });
    QTRY_VERIFY_WITH_TIMEOUT(journal, patienceMs);
    QCOMPARE(journal->outcomes()[0].error, std::optional(ErrorCode::Offline));
    // Once they are here, going on writes only the missing one.
    orderOf(place, 1);
    start.queue->resume(start.key());
    QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Done, patienceMs);
    QCOMPARE(place.files().size(), 3);
}

void TestDesktopExports::interruptedExportGoesOnAtTheNextStart() {
    const Place place;
    {
        Start first(place);
        QVERIFY(begin(first, orderOf(place, 12, Kept::All, 400)));
        // Ended at once, wherever it is.
    }
    Start second(place);
    QTRY_COMPARE_WITH_TIMEOUT(second.phase(), ExportPhase::Done, patienceMs);
    QCOMPARE(place.files().size(), 12);
}

void TestDesktopExports::pausedExportStaysPausedUntilResumed() {
    const Place place;
    {
        Start start(place);
        QVERIFY(begin(start, orderOf(place, 30, Kept::All, 1200)));
        start.queue->pause(start.key());
        QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Paused, patienceMs);
        QVERIFY(place.files().size() < 30);
    }
    Start again(place);
    QTRY_COMPARE_WITH_TIMEOUT(again.queue->entries().size(), std::size_t(1), patienceMs);
    QVERIFY(again.phase() == ExportPhase::Paused);
    again.queue->resume(again.key());
    QTRY_COMPARE_WITH_TIMEOUT(again.phase(), ExportPhase::Done, patienceMs);
    QCOMPARE(place.files().size(), 30);
}

void TestDesktopExports::cancelledOnesFilesStayAndItCanBeForgotten() {
    const Place place;
    Start start(place);
    QVERIFY(begin(start, orderOf(place, 30, Kept::All, 1200)));
    QTRY_VERIFY_WITH_TIMEOUT(start.record().written > 0, patienceMs);
    start.queue->cancel(start.key());
    QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Cancelled, patienceMs);
    const auto kept = place.files();
    QCOMPARE(std::size_t(kept.size()), start.record().written);
    QVERIFY(!kept.isEmpty() && kept.size() < 30);
    start.queue->forget(start.key());
    QVERIFY(start.queue->entries().empty());
    QCOMPARE(place.files(), kept);
}

void TestDesktopExports::oneRunsAtATime() {
    const Place place;
    Start start(place);
    QVERIFY(begin(start, orderOf(place, 20, Kept::All, 300)));
    QVERIFY(begin(start, orderOf(place, 2)));
    const auto running = [&] {
        return std::ranges::count(start.queue->entries(), ExportPhase::Running, &ExportEntry::phase);
    };
    connect(start.queue.get(), &ExportQueue::changed, this, [&] { QVERIFY(running() <= 1); });
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::all_of(start.queue->entries(),
                            [](const ExportEntry& entry) { return entry.phase == ExportPhase::Done; }),
        patienceMs);
    QCOMPARE(place.files().size(), 22); // the second one's names were given other numbers
    start.queue->disconnect(this);
}

void TestDesktopExports::fullDiskIsSaidAndNothingHalfWrittenStays() {
    const Place place;
    Start start(place);
    ExportOrder order = orderOf(place, 3, Kept::All, 500);
    order.settings.format = exports::Format::Png;
    struct rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = before;
    small.rlim_cur = 200'000; // as a full disk: a PNG of this noise has 700 KB
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto begun = begin(start, order);
    const bool ended = QTest::qWaitFor([&] { return start.phase() == ExportPhase::Failed; }, patienceMs);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(begun && ended);
    QCOMPARE(start.queue->entries().front().error, std::optional(ErrorCode::DiskFull));
    QCOMPARE(place.files(), QStringList());
    start.queue->resume(start.key());
    QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Done, patienceMs);
    QCOMPARE(place.files().size(), 3);
}

void TestDesktopExports::folderThatIsAFileIsRefusedAtOnce() {
    const Place place;
    Start start(place);
    QFile file(place.at("out"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto begun = begin(start, orderOf(place, 1));
    QVERIFY(!begun);
    QVERIFY(begun.error().code == ErrorCode::FileAccess);
    QVERIFY(start.queue->entries().empty());
}

void TestDesktopExports::wipedTeamLeavesNoRecord() {
    const Place place;
    Start start(place);
    QVERIFY(begin(start, orderOf(place, 1)));
    QTRY_COMPARE_WITH_TIMEOUT(start.phase(), ExportPhase::Done, patienceMs);
    start.queue.reset();
    start.session.reset();
    const auto folder = start.client->teamFolder(place.membership.team);
    QVERIFY(std::filesystem::exists(folder));
    start.client->wipeTeam(place.membership.team);
    QVERIFY(!std::filesystem::exists(folder));
    QCOMPARE(place.files().size(), 1); // the user's own
}

QTEST_GUILESS_MAIN(TestDesktopExports)
#include "tst_desktop_exports.moc"
