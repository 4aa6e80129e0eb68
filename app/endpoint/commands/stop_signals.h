#pragma once

#include <csignal>

namespace headroom::endpoint {

/// SIGTERM and SIGINT for a program with threads: blocked when this is made, which must be before any thread
/// exists, so that only wait() sees them.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGTERM);
        sigaddset(&signals_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }

    /// Blocks until one comes; answers which.
    int wait() const {
        int received = 0;
        sigwait(&signals_, &received);
        return received;
    }

private:
    sigset_t signals_;
};

} // namespace headroom::endpoint
