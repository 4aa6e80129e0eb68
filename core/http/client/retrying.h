#pragma once

#include "core/base/clock.h"
#include "core/http/client/client.h"

#include <chrono>
#include <functional>

namespace headroom::http {

struct RetryPolicy {
    int attempts = 3;
    /// Before the n-th repetition: base * 2^(n-1), at most `longestDelayMs`, and of that a random part
    /// between half and all, so that many callers do not come back in step.
    int baseDelayMs = 500;
    int longestDelayMs = 8'000;
    /// What an answer means for a repetition, for services with rules of their own; empty: worthRepeating().
    std::function<bool(const ClientResponse&)> repeatable;
};

/// Repeats what may be repeated: errors by their class (retry() of core/base), answers that ask for it. An
/// unknown outcome is repeated only when the request says that this is safe. Any thread.
class RetryingClient {
public:
    using Sleep = std::function<void(std::chrono::milliseconds)>;

    /// Sleeps for real unless a test gives something else. Client and clock must live longer.
    RetryingClient(Client& client, const Clock& clock, Sleep sleep = {});

    /// The last outcome when the attempts are used up or the service asked for more patience than
    /// clientLongestRetryAfterMs. A stop request of the request's token ends the waiting too.
    Result<ClientResponse> send(const ClientRequest& request, const RetryPolicy& policy);

private:
    Client& client_;
    const Clock& clock_;
    Sleep sleep_;
};

/// 429 means that nothing was done; 408, 425 and 5xx (but 501, 505) may be passing, but leave open what was
/// done.
bool worthRepeating(const ClientResponse& response, const ClientRequest& request);

/// The delay before repetition number `repetition` (from 1) for a random number in [0, 1).
std::int64_t backOffMs(const RetryPolicy& policy, int repetition, double random);

/// Milliseconds from a Retry-After field, a number of seconds or a date (RFC 9110, 10.2.3); nothing for
/// neither.
std::optional<std::int64_t> retryAfterMs(std::string_view field, Timestamp now);

} // namespace headroom::http
