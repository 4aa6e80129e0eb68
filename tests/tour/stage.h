#pragma once

#include <QProcess>
#include <QSize>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace headroom::tour {

/// A virtual display with a window manager, a session bus and folders of its own, for programs to be driven
/// in. What it starts ends with it, and so does whatever those programs left running. There is one for the
/// whole run of this program, made before anything uses a display or a bus: it sets the environment.
class Stage {
public:
    static constexpr QSize size{1720, 1060};

    Stage();
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// A program in the foreground of the stage. Its output goes to `log`, when given.
    QProcess& start(const QString& program, const QStringList& arguments, const QString& log = {});
    /// A server that says in its first line that it is ready, and where: that line. What it complains about
    /// goes to `log`. It ends with its input, so also when this program is killed.
    QByteArray startServer(const QString& program, const QStringList& arguments, const QString& log);
    /// Runs a program that ends by itself, and fails when it does not end well.
    static void run(const QString& program, const QStringList& arguments);
    /// Asks it to end, and makes sure that it has.
    static void end(QProcess& process);
    QString folder() const { return folder_.path(); }

private:
    void startDisplay();
    void startBus();
    std::unique_ptr<QProcess> make(const QString& program, const QStringList& arguments);

    QTemporaryDir folder_;
    std::vector<std::unique_ptr<QProcess>> processes_;
};

/// Processes below this one, all generations, those first that nobody waits for.
QList<qint64> descendants();

} // namespace headroom::tour
