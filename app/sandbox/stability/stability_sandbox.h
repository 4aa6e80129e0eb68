#pragma once

#include "core/base/clock.h"
#include "core/http/server/router.h"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace headroom::sandbox {

/// How long things take there; tests make it quick.
struct StabilityPace {
    std::int64_t relightMs = 8'000; ///< from the order to the result
    std::int64_t directMs = 1'500;   ///< what is made while the caller waits
    std::int64_t pollMs = 10'000;    ///< who asks for one result more often is locked out
    std::int64_t lockOutMs = 60'000;
    std::int64_t keptMs = 24LL * 3'600 * 1'000;
};

/// Stability AI (v2beta) as far as Headroom uses it, under /stability: replace-background-and-relight,
/// remove-background, the fast upscaler, results, balance. Multipart rules, sizes, statuses and error bodies
/// as the service documents them; the pictures are the caller's own, re-lit by a gradient. What goes wrong is
/// asked for by words in a prompt or by the key (README.md). Results live as long as this object. Any thread.
class StabilitySandbox {
public:
    StabilitySandbox(const Clock& clock, StabilityPace pace)
        : clock_(clock)
        , pace_(pace) {}
    explicit StabilitySandbox(const Clock& clock)
        : StabilitySandbox(clock, StabilityPace{}) {}

    /// The sandbox must outlive the server.
    void addRoutes(http::Router& router);

    /// Requests for results so far, for tests of politeness.
    int polls() const;
    /// Orders that were charged.
    int charged() const;

private:
    struct Work {
        std::string key;
        std::string image;
        std::string finishReason;
        std::int64_t readyAt = 0;
        std::int64_t endsAt = 0;
        std::int64_t lastAskedAt = 0;
        std::uint32_t seed = 0;
    };

    http::Response relight(http::Request& request);
    http::Response cutOut(http::Request& request);
    http::Response upscale(http::Request& request);
    http::Response result(http::Request& request);
    http::Response balance(http::Request& request);
    /// The refusal, if this caller gets nothing at all; empty status 0 otherwise.
    http::Response admitted(const http::Request& request);

    const Clock& clock_;
    const StabilityPace pace_;
    mutable std::mutex mutex_;
    std::map<std::string, Work> works_;
    std::map<std::string, std::deque<std::int64_t>> requests_; ///< times of the last ones, by key
    std::map<std::string, std::int64_t> lockedUntil_;
    int polls_ = 0;
    int charged_ = 0;
};

} // namespace headroom::sandbox
