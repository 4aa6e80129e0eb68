#include "core/storage/remote/remote_calls.h"

#include "core/base/crypto.h"
#include "core/storage/remote/remote_limits.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace headroom::storage {

namespace {

bool mayPass(const Error& error) {
    switch (retry(error.code)) {
    case Retry::Later:
    case Retry::AskSameAgain:
        return true;
    case Retry::Never:
        return false;
    }
    __builtin_unreachable();
}

/// Before the repetition after attempt number `attempt` (from 0); nothing when the service asks for more
/// patience than a caller has.
std::optional<std::int64_t> pauseMs(const Result<http::ClientResponse>& outcome, int attempt, Timestamp now) {
    const http::RetryPolicy policy{.attempts = remoteAttempts,
                                   .baseDelayMs = remoteBaseDelayMs,
                                   .longestDelayMs = remoteLongestDelayMs,
                                   .repeatable = {}};
    constexpr std::uint64_t steps = 1U << 30U;
    const double random = static_cast<double>(randomBelow(steps)) / static_cast<double>(steps);
    const std::int64_t delay = http::backOffMs(policy, attempt + 1, random);
    if (!outcome) return delay;
    const auto asked = http::retryAfterMs(outcome->headers.value("Retry-After"), now);
    if (asked && *asked > http::clientLongestRetryAfterMs) return std::nullopt;
    return std::max(delay, asked.value_or(0));
}

} // namespace

RemoteCalls::RemoteCalls(http::Client& client, const Clock& clock, Sleep sleep)
    : client_(client)
    , clock_(clock)
    , sleep_(std::move(sleep)) {
    if (!sleep_) sleep_ = [](std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); };
}

Result<http::ClientResponse> RemoteCalls::send(const Make& make, const Repeats& repeats) const {
    http::ClientRequest request = TRY(make(0));
    for (int attempt = 0;; ++attempt) {
        auto outcome = client_.send(request);
        const bool again = outcome ? repeats(*outcome) : mayPass(outcome.error());
        if (!again || attempt + 1 >= remoteAttempts) return outcome;
        const auto delay = pauseMs(outcome, attempt, clock_.now());
        if (!delay) return outcome;
        request = TRY(make(attempt + 1));
        sleep_(std::chrono::milliseconds(*delay));
    }
}

Result<http::ClientResponse> RemoteCalls::send(const Make& make) const {
    return send(make, [](const http::ClientResponse& answer) {
        for (const int status : {408, 425, 429, 500, 502, 503, 504})
            if (answer.status == status) return true;
        return false;
    });
}

Result<http::ClientResponse> RemoteCalls::sendOnce(const Make& make) const {
    return client_.send(TRY(make(0)));
}

} // namespace headroom::storage
