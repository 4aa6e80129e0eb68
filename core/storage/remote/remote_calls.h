#pragma once

#include "core/base/clock.h"
#include "core/http/client/client.h"
#include "core/http/client/retrying.h"

#include <functional>

namespace headroom::storage {

/// Sends the requests of a store, each anew for every attempt: signatures carry the time, and some services
/// want to be told the number of the attempt. Any thread.
class RemoteCalls {
public:
    using Sleep = http::RetryingClient::Sleep;
    /// Makes the request for an attempt, from 0. An error of it ends the call: a body that cannot be read
    /// again says so here.
    using Make = std::function<Result<http::ClientRequest>(int attempt)>;
    /// Whether an answer asks for a repetition.
    using Repeats = std::function<bool(const http::ClientResponse&)>;

    /// Client and clock must live longer. `sleep` is for tests.
    RemoteCalls(http::Client& client, const Clock& clock, Sleep sleep = {});

    /// The last outcome. Repeats after errors that may pass, also of unknown outcome (so only requests that
    /// may come twice), and after answers that `repeats` names; at most remoteAttempts in all.
    Result<http::ClientResponse> send(const Make& make, const Repeats& repeats) const;
    /// 408, 425, 429, 500, 502, 503, 504.
    Result<http::ClientResponse> send(const Make& make) const;
    /// Without a repetition: for a health check, which is asked again soon.
    Result<http::ClientResponse> sendOnce(const Make& make) const;

private:
    http::Client& client_;
    const Clock& clock_;
    Sleep sleep_;
};

} // namespace headroom::storage
