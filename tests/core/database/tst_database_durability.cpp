// What was answered survives: fewer fsyncs than commands, and a kill at any moment loses no answered command.
#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/database/sqlite/sqlite_database.h"
#include "tests/support/patience.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <set>
#include <thread>

using namespace headroom;
using namespace headroom::database;

namespace {

std::atomic<int> syncs{0};

/// SQLite's own file methods with a counter in xSync, put in front of every file that the default VFS opens.
struct CountedMethods {
    sqlite3_io_methods methods; // first: SQLite sees only this
    const sqlite3_io_methods* plain;
};
sqlite3_vfs* defaultVfs = nullptr;
std::mutex methodsMutex;
std::map<const sqlite3_io_methods*, CountedMethods> countedMethods;

int countedSync(sqlite3_file* file, int flags) {
    ++syncs;
    return reinterpret_cast<const CountedMethods*>(file->pMethods)->plain->xSync(file, flags);
}

int countedOpen(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    const int opened = defaultVfs->xOpen(defaultVfs, name, file, flags, outFlags);
    if (opened == SQLITE_OK && file->pMethods) {
        const std::lock_guard lock(methodsMutex);
        const auto [found, added] = countedMethods.try_emplace(file->pMethods);
        if (added) {
            found->second = {*file->pMethods, file->pMethods};
            found->second.methods.xSync = countedSync;
        }
        file->pMethods = &found->second.methods;
    }
    return opened;
}

void countSyncs() {
    defaultVfs = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs counted = *defaultVfs;
    counted.zName = "counted";
    counted.pNext = nullptr;
    counted.xOpen = countedOpen;
    sqlite3_vfs_register(&counted, 1);
}

std::unique_ptr<Database> openAt(const std::string& file) {
    auto database = openSqlite({.file = file, .faults = nullptr});
    if (!database) std::fprintf(stderr, "%s\n", describe(database.error()).c_str());
    ENSURE(database.has_value());
    const auto made = (*database)->write([](Transaction& transaction) {
        return transaction.script("CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, half INTEGER)");
    });
    ENSURE(made.has_value());
    return std::move(*database);
}

Result<void> addTwoHalves(Database& database, const std::string& id) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        TRY(transaction.execute("INSERT INTO answers (id, half) VALUES ($1, 1)", {id + "a"}));
        TRY(transaction.execute("INSERT INTO answers (id, half) VALUES ($1, 2)", {id + "b"}));
        return {};
    });
}

/// The child: several threads write as fast as they can, and each says which command was answered.
int writeUntilKilled(const std::string& file) {
    const auto database = openAt(file);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                const std::string id = newUuid();
                if (!addTwoHalves(*database, id)) continue;
                std::fprintf(stdout, "%s\n", id.c_str());
                std::fflush(stdout);
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    return 0;
}

} // namespace

class DurabilityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void manyCommandsShareOneSync() {
        const QTemporaryDir folder;
        const auto database = openAt(folder.filePath(QStringLiteral("a.db")).toStdString());
        syncs = 0;
        constexpr int threadCount = 32;
        constexpr int commandsEach = 20;
        std::vector<std::thread> threads;
        std::atomic<int> answered = 0;
        for (int i = 0; i < threadCount; ++i) {
            threads.emplace_back([&] {
                for (int j = 0; j < commandsEach; ++j)
                    if (addTwoHalves(*database, newUuid())) ++answered;
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(answered.load(), threadCount * commandsEach);
        QVERIFY2(syncs > 0, "FULL must sync at all");
        QVERIFY2(syncs < answered / 2, qPrintable(QString::number(syncs)));
    }

    void aKillLosesNoAnsweredCommandAndLeavesNoHalf() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("b.db"));
        std::set<std::string> answered;
        for (int round = 0; round < 8; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--child"), file});
            // Two lines, so that a slow disk leaves more than one answer a round.
            while (child.peek(1 << 16).count('\n') < 2)
                QVERIFY(child.waitForReadyRead(headroom::test::patienceMs));
            QTest::qWait(static_cast<int>(randomBelow(60)));
            child.kill();
            QVERIFY(child.waitForFinished());
            const QList<QByteArray> lines = child.readAllStandardOutput().split('\n');
            for (const QByteArray& line : lines)
                if (line.size() == 36) answered.insert(line.toStdString());

            const auto database = openAt(file.toStdString());
            const auto rows =
                database->read([](Session& session) { return session.query("SELECT id FROM answers"); });
            QVERIFY(rows.has_value());
            std::map<std::string, int> halves;
            for (const Row& row : *rows)
                ++halves[row.text("id").substr(0, 36)];
            for (const auto& [id, count] : halves)
                QCOMPARE(count, 2);
            for (const std::string& id : answered)
                QVERIFY2(halves.contains(id), id.c_str());
        }
        QVERIFY(answered.size() > 8);
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--child") return writeUntilKilled(argv[2]);
    countSyncs();
    const QCoreApplication application(argc, argv);
    DurabilityTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_database_durability.moc"
