#include "tests/tour/killer.h"

#include "tests/tour/stage.h"

#include <QFile>

#include <chrono>
#include <csignal>

namespace headroom::tour {

namespace {

QString programOf(qint64 process) {
    return QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(process)).section(QLatin1Char('/'), -1);
}

} // namespace

void Killer::arm(int withinMs) {
    disarm();
    static const QStringList desktop{QStringLiteral("headroom")};
    static const QStringList endpoint{QStringLiteral("headroom-endpoint")};
    const int choice = std::uniform_int_distribution(0, 2)(random_);
    const int delay = std::uniform_int_distribution(0, withinMs)(random_);
    const QStringList programs = choice == 0 ? desktop : choice == 1 ? endpoint : desktop + endpoint;
    struck_.clear();
    armed_ = true;
    thread_ = std::thread([this, programs, delay] {
        {
            std::unique_lock lock(mutex_);
            if (changed_.wait_for(lock, std::chrono::milliseconds(delay), [this] { return !armed_; })) return;
        }
        strike(programs);
    });
}

void Killer::strike(const QStringList& programs) {
    QStringList ended;
    for (const qint64 process : descendants()) {
        const QString program = programOf(process);
        if (programs.contains(program) && ::kill(pid_t(process), SIGKILL) == 0) ended << program;
    }
    ended.removeDuplicates();
    const std::lock_guard lock(mutex_);
    struck_ = ended.join(QStringLiteral(" and "));
}

QString Killer::disarm() {
    {
        const std::lock_guard lock(mutex_);
        armed_ = false;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return struck_;
}

QString Killer::struck() const {
    const std::lock_guard lock(mutex_);
    return struck_;
}

} // namespace headroom::tour
