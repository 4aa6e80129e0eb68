#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

#include <functional>
#include <stdexcept>

namespace headroom::tour {

/// A step did not happen. Thrown by whatever looks or checks, met by the one place that runs the steps
/// (report.h): a tour that has failed has nothing to go on with.
class NotAsExpected : public std::runtime_error {
public:
    NotAsExpected(const QString& expected, const QString& seen)
        : std::runtime_error(QStringLiteral("expected %1; saw %2")
                                 .arg(expected, seen.isEmpty() ? QStringLiteral("nothing") : seen)
                                 .toStdString()) {}
};

inline void expect(bool happened, const QString& expected, const QString& seen = {}) {
    if (!happened) throw NotAsExpected(expected, seen);
}

/// Set when this program is asked to end (by a signal: nothing but this flag may be touched then).
inline volatile bool& interruption() {
    static volatile bool asked = false;
    return asked;
}

/// Asked while something waits: a reason why it waits in vain. Empty as long as there is none.
inline std::function<QString()>& hopelessness() {
    static std::function<QString()> reason = [] { return QString(); };
    return reason;
}

/// How long a step may take on a machine with two busy cores. Nothing waits this long unless it fails.
enum class Patience { Usual = 90'000, Long = 600'000 };

/// Waits until `condition()` gives something true, handling events meanwhile, and returns it. `seen()` says
/// what there was instead when patience is over.
template <typename Condition, typename Seen>
auto waitUntil(const QString& expected, Condition condition, Seen seen, Patience patience = Patience::Usual) {
    constexpr int lookMs = 60;
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        if (auto met = condition()) return met;
        expect(!interruption(), expected, QStringLiteral("an interruption"));
        if (const QString reason = hopelessness()(); !reason.isEmpty()) throw NotAsExpected(expected, reason);
        if (clock.elapsed() > int(patience)) throw NotAsExpected(expected, seen());
        QCoreApplication::processEvents();
        QThread::msleep(lookMs);
    }
}

template <typename Condition>
auto waitUntil(const QString& expected, Condition condition, Patience patience = Patience::Usual) {
    return waitUntil(
        expected, condition, [] { return QStringLiteral("none until the time was up"); }, patience);
}

} // namespace headroom::tour
