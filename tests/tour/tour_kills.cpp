// The same steps, with desktop and endpoint killed in the midst of them. Who sits there starts the program
// again, looks whether what they wanted has happened, and does it once more if not: nothing may be lost, and
// nothing done twice.
#include "tests/tour/tour.h"

namespace headroom::tour {

namespace {

constexpr int killWithinMs = 7'000;
/// What was under way when the power came back: uploads go on, the outbox is sent, payments are looked for.
constexpr int settleMs = 25'000;
/// An endpoint that was killed under a running desktop: so long it may take until the step goes on.
constexpr int goOnMs = 45'000;

} // namespace

void Tour::surviveKills(const Act& act, const Done& done) {
    QString failure;
    for (int kill = 0; kill < options_.killsPerStep; ++kill) {
        failure.clear();
        const QString killed = killedIn([&] {
            try {
                act();
            } catch (const NotAsExpected& interrupted) {
                failure = QString::fromUtf8(interrupted.what());
            }
        });
        if (killed.isEmpty()) {
            // Over before the strike.
            expect(failure.isEmpty(), QStringLiteral("a step without a kill to happen"), failure);
            return;
        }
        report_.note(QStringLiteral("killed %1: %2")
                         .arg(killed, failure.isEmpty() ? QStringLiteral("the step went on") : failure));
        if (desktopRuns() && !failure.isEmpty())
            hands_.pressKeys(QStringLiteral("Escape")); // a dialog that says what went wrong
        comeBack();
        if (failure.isEmpty()) return;
        if (comesAbout(done)) {
            report_.note(QStringLiteral("it came about by itself"));
            return;
        }
    }
    act();
}

QString Tour::killedIn(const Act& act) {
    QElapsedTimer since;
    killer_.arm(killWithinMs);
    hopelessness() = [&]() -> QString {
        const QString struck = killer_.struck();
        if (struck.isEmpty()) return {};
        if (!since.isValid()) since.start();
        return !desktopRuns() || since.elapsed() > goOnMs ? struck + QStringLiteral(" killed") : QString();
    };
    act();
    hopelessness() = [] { return QString(); };
    return killer_.disarm();
}

void Tour::comeBack() {
    const QStringList killed = killer_.struck().split(QStringLiteral(" and "));
    waitUntil(QStringLiteral("the killed to be gone"),
              [&] { return !killed.contains(QStringLiteral("headroom")) || !desktopRuns(); });
    if (!desktopRuns()) startDesktop(theme_);
    waitUntil(QStringLiteral("the window again"), [this] {
        return person_.glance({QStringLiteral("list"), QStringLiteral("Navigation")}) ||
               person_.glance({QStringLiteral("push button"), QStringLiteral("Use this computer")});
    });
    waitUntil(QStringLiteral("the endpoint again"), [this] {
        try {
            return !elena_ || !elena_->get({}).isEmpty();
        } catch (const NotAsExpected&) {
            return false;
        }
    });
}

bool Tour::comesAbout(const Done& done) {
    QElapsedTimer clock;
    clock.start();
    do {
        try {
            if (done()) return true;
        } catch (const NotAsExpected&) {
        } // the endpoint is on its way
        QCoreApplication::processEvents();
        QThread::msleep(200);
    } while (clock.elapsed() < settleMs);
    return false;
}

} // namespace headroom::tour
