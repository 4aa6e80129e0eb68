// An endpoint of this computer that dies under the desktop.
#include "app/desktop/desktop.h"
#include "tests/support/patience.h"
#include "ui/widgets/toast.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <set>

#include <fcntl.h>
#include <sys/file.h>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::desktop;

namespace {

/// Our children that run this program.
std::set<pid_t> childrenRunning(const QByteArray& program) {
    std::set<pid_t> found;
    const QStringList threads =
        QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& thread : threads) {
        QFile list(QStringLiteral("/proc/self/task/%1/children").arg(thread));
        if (!list.open(QIODevice::ReadOnly)) continue;
        for (const QByteArray& pid : list.readAll().split(' ')) {
            QFile command(QStringLiteral("/proc/%1/cmdline").arg(QString::fromLatin1(pid.trimmed())));
            if (!pid.trimmed().isEmpty() && command.open(QIODevice::ReadOnly) &&
                command.readAll().split('\0').first().endsWith(program))
                found.insert(pid.trimmed().toInt());
        }
    }
    return found;
}

} // namespace

class TestDesktopRestart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesArriveAfterTheEndpointWasKilled();
    void waitsForAnEndpointThatIsStillEnding();
    void cacheAndOutboxStayWhenThePortIsTaken();

private:
    Desktop::Options thisComputer() const;

    QTemporaryDir folder_;
};

Desktop::Options TestDesktopRestart::thisComputer() const {
    Desktop::Options options;
    options.places = makePlaces(folder_.filePath(QStringLiteral("data")));
    options.places.programs = QStringLiteral(HEADROOM_BIN_DIR);
    options.thisComputer = ui::signin::LocalTeam{
        QStringLiteral("Ada Novak"), QStringLiteral("ada@tern.example"), QStringLiteral("Tern Architects")};
    return options;
}

void TestDesktopRestart::changesArriveAfterTheEndpointWasKilled() {
    Desktop desktop(thisComputer());
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.team() && desktop.team()->session().view().team().complete, patienceMs);
    client::TeamSession& session = desktop.team()->session();
    bool said = false; // looked for all the while, as toasts go by themselves
    const auto listen = [&] {
        for (const ui::Toast* toast : desktop.team()->window().findChildren<ui::Toast*>())
            said = said || toast->text().contains(QStringLiteral("started again")) ||
                   toast->text().contains(QStringLiteral("runs again"));
    };

    for (const char* name : {"Tern and Son", "Tern and Daughter"}) {
        const auto before = childrenRunning("/headroom-endpoint");
        QCOMPARE(before.size(), std::size_t(1));
        QCOMPARE(::kill(*before.begin(), SIGKILL), 0);
        bool stored = false;
        session.renameTeam(name, [&](const Result<CommandId>& id) { stored = id.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(stored, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                listen();
                const auto now = childrenRunning("/headroom-endpoint");
                return !now.empty() && now != before;
            }(),
            patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            (listen(), session.view().team().team.name == name && session.view().team().commands->empty()),
            patienceMs);
    }
    QVERIFY(said);
}

/// As after a desktop that was killed: its endpoint has the database for a moment longer.
void TestDesktopRestart::waitsForAnEndpointThatIsStillEnding() {
    const Desktop::Options options = thisComputer();
    const QString lockFile = options.places.localTeamFolder() + QStringLiteral("/endpoint/headroom.db.lock");
    const int held = ::open(qPrintable(lockFile), O_RDWR | O_CLOEXEC);
    QVERIFY2(held >= 0, qPrintable(lockFile));
    QCOMPARE(::flock(held, LOCK_EX | LOCK_NB), 0);
    QTimer::singleShot(2'000, [held] { ::close(held); });
    Desktop desktop(options);
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.team() && desktop.team()->session().view().team().complete, patienceMs);
}

void TestDesktopRestart::cacheAndOutboxStayWhenThePortIsTaken() {
    const Desktop::Options options = thisComputer();
    QFile ports(options.places.localTeamFolder() + QStringLiteral("/ports.json"));
    QVERIFY(ports.open(QIODevice::ReadOnly));
    const int port = QJsonDocument::fromJson(ports.readAll()).object().value("endpoint").toInt();
    QTcpServer somebody;
    QVERIFY(somebody.listen(QHostAddress::LocalHost, static_cast<quint16>(port)));
    Desktop desktop(options);
    desktop.start();
    QTRY_VERIFY_WITH_TIMEOUT(desktop.team() && desktop.team()->session().view().team().complete, patienceMs);
    const QDir teams(options.places.data + QStringLiteral("/teams"));
    QCOMPARE(teams.entryList({QStringLiteral("team-*.sqlite")}, QDir::Files).size(), 1);
}

QTEST_MAIN(TestDesktopRestart)
#include "tst_desktop_restart.moc"
