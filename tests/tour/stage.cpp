#include "tests/tour/stage.h"

#include "tests/tour/expectation.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>

namespace headroom::tour {

namespace {

constexpr int startMs = 30'000;
constexpr int serverStartMs = 120'000; ///< five Python programs on a busy machine
constexpr int endMs = 15'000;

QByteArray firstLine(QProcess& process, const QString& expected, int patienceMs = startMs) {
    while (!process.canReadLine())
        expect(process.waitForReadyRead(patienceMs), expected, process.errorString());
    return process.readLine().trimmed();
}

/// Parents of all processes of this machine.
QHash<qint64, qint64> parents() {
    QHash<qint64, qint64> found;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool number = false;
        const qint64 id = name.toLongLong(&number);
        if (!number) continue;
        QFile file(QStringLiteral("/proc/%1/stat").arg(id));
        if (!file.open(QIODevice::ReadOnly)) continue;
        // "id (name) state parent ...", and a name may hold anything.
        const QByteArray line = file.readAll();
        found.insert(id, line.mid(line.lastIndexOf(')') + 2).split(' ').value(1).toLongLong());
    }
    return found;
}

} // namespace

QList<qint64> descendants() {
    const QHash<qint64, qint64> parent = parents();
    const qint64 self = QCoreApplication::applicationPid();
    QList<qint64> found;
    for (auto process = parent.cbegin(); process != parent.cend(); ++process) {
        constexpr int generations = 64; // a table read while it changes might have a circle
        qint64 up = process.key();
        for (int i = 0; i < generations && up > 1 && up != self; ++i)
            up = parent.value(up);
        if (up == self && process.key() != self) found << process.key();
    }
    return found;
}

Stage::Stage() {
    expect(folder_.isValid(), QStringLiteral("a temporary folder"), folder_.errorString());
    // What loses its parent (browsers start detached) becomes a child of ours, so that it can be ended in the
    // end.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    QFile::setPermissions(folder_.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("TMPDIR", folder_.path().toLocal8Bit()); // so that what they leave there goes, too
    qputenv("XDG_RUNTIME_DIR", folder_.path().toLocal8Bit());
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"}) {
        const QString place = folder_.filePath(QString::fromLatin1(name).toLower());
        QDir().mkpath(place);
        qputenv(name, place.toLocal8Bit());
    }
    for (const char* name :
         {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_QPA_PLATFORMTHEME",
          "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY", "DESKTOP_SESSION", "XDG_CURRENT_DESKTOP"})
        qunsetenv(name);
    qputenv("LC_ALL", "C.UTF-8");
    qputenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1");
    startDisplay();
    startBus();
    start(QStringLiteral("openbox"), {QStringLiteral("--sm-disable")});
}

Stage::~Stage() {
    for (auto process = processes_.rbegin(); process != processes_.rend(); ++process)
        end(**process);
    for (const int signal : {SIGTERM, SIGKILL}) {
        for (int i = 0; i < endMs / 100 && !descendants().isEmpty(); ++i) {
            if (i == 0)
                for (const qint64 id : descendants())
                    ::kill(pid_t(id), signal);
            QThread::msleep(100);
            while (waitpid(-1, nullptr, WNOHANG) > 0) {
            }
        }
    }
}

std::unique_ptr<QProcess> Stage::make(const QString& program, const QStringList& arguments) {
    auto process = std::make_unique<QProcess>();
    process->setProgram(program);
    process->setArguments(arguments);
    // Also when this program is killed.
    process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
    return process;
}

void Stage::startDisplay() {
    auto server = make(QStringLiteral("Xvfb"),
                       {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                        QStringLiteral("0"), QStringLiteral("%1x%2x24").arg(size.width()).arg(size.height()),
                        QStringLiteral("-nolisten"), QStringLiteral("tcp"), QStringLiteral("-noreset")});
    server->setStandardErrorFile(QProcess::nullDevice());
    server->start();
    const QByteArray number = firstLine(*server, QStringLiteral("a virtual display (package xvfb)"));
    qputenv("DISPLAY", ":" + number);
    processes_.push_back(std::move(server));
}

void Stage::startBus() {
    auto bus = make(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                                    QStringLiteral("--print-address=1")});
    bus->setStandardErrorFile(QProcess::nullDevice());
    bus->start();
    qputenv("DBUS_SESSION_BUS_ADDRESS",
            firstLine(*bus, QStringLiteral("a session bus (package dbus-daemon)")));
    processes_.push_back(std::move(bus));
}

QProcess& Stage::start(const QString& program, const QStringList& arguments, const QString& log) {
    auto process = make(program, arguments);
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardOutputFile(log.isEmpty() ? QProcess::nullDevice() : log, QIODevice::Append);
    process->start();
    expect(process->waitForStarted(startMs), QStringLiteral("to start ") + program, process->errorString());
    processes_.push_back(std::move(process));
    return *processes_.back();
}

QByteArray Stage::startServer(const QString& program, const QStringList& arguments, const QString& log) {
    auto server = make(program, arguments);
    server->setStandardErrorFile(log);
    server->start();
    expect(server->waitForStarted(startMs), QStringLiteral("to start ") + program, server->errorString());
    QByteArray line = firstLine(*server, program + QStringLiteral(" to serve (see ") + log + QLatin1Char(')'),
                                serverStartMs);
    processes_.push_back(std::move(server));
    return line;
}

void Stage::run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(startMs);
    expect(ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
           program + QStringLiteral(" to end well"),
           ended ? QString::fromUtf8(process.readAll()) : process.errorString());
}

void Stage::end(QProcess& process) {
    if (process.state() == QProcess::NotRunning) return;
    process.terminate();
    if (process.waitForFinished(endMs)) return;
    process.kill();
    process.waitForFinished(endMs);
}

} // namespace headroom::tour
