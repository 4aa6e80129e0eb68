#pragma once

#include <QStringList>

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace headroom::tour {

/// Ends programs below this one at a moment that nobody foresees, as a power cut or the kernel does
/// (SIGKILL). What it does follows from the seed alone, as far as time on a computer can.
class Killer {
public:
    explicit Killer(unsigned seed)
        : random_(seed) {}
    ~Killer() { disarm(); }

    /// Strikes once, at some moment in the next `withinMs`: the desktop, the endpoint below it, or both.
    void arm(int withinMs);
    /// No strike after this. What was struck since arm(), as words; empty when nothing was.
    QString disarm();
    /// What has been struck since arm(); empty as long as nothing was. Any thread.
    QString struck() const;

private:
    void strike(const QStringList& programs);

    std::mt19937 random_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool armed_ = false;
    QString struck_;
    std::thread thread_;
};

} // namespace headroom::tour
