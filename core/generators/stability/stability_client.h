#pragma once

#include "core/base/clock.h"
#include "core/generators/hosted/multipart_form.h"
#include "core/generators/hosted/service_problem.h"
#include "core/http/client/client.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::generators::stability {

/// Why a call came to nothing, and what the service said. Nothing personal is in it.
struct Trouble {
    hosted::Problem problem = hosted::Problem::Failed;
    std::string detail;
    int status = 0; ///< of the answer; 0 without one
};

template <class T>
using Answer = tl::expected<T, Trouble>;

struct StabilityAccess {
    std::string key;
    std::string apiBase = "https://api.stability.ai"; ///< https, or http on this machine
};

/// A finished picture's bytes.
struct Image {
    std::string bytes;
};

/// Stability AI's HTTP API (v2beta), of what we use. Nothing that makes something is ever repeated here:
/// there is no idempotency key. After a 429 every call is answered with Busy, without being sent, until the
/// service's lock-out is over. Blocks; any thread.
class StabilityClient {
public:
    /// InvalidInput for a base that is neither https nor on this machine, or a key that cannot be sent.
    static Result<std::unique_ptr<StabilityClient>> create(StabilityAccess access, http::Client& client,
                                                           const Clock& clock, std::int64_t lockOut);

    /// replace-background-and-relight: the id under which the result can be asked for.
    Answer<std::string> beginRelight(const hosted::MultipartForm& form);
    /// Nothing while it is being made. Vanished: unknown, older than a day, or another key's.
    Answer<std::optional<Image>> result(std::string_view id);
    /// remove-background and the fast upscaler: made while we wait.
    Answer<Image> cutOut(const hosted::MultipartForm& form);
    Answer<Image> upscale(const hosted::MultipartForm& form);

    /// What is left of the account, in the service's credits: a cheap check that key and address are right.
    Answer<double> balance();

private:
    StabilityClient(StabilityAccess access, http::Client& client, const Clock& clock, std::int64_t lockOut)
        : access_(std::move(access))
        , client_(client)
        , clock_(clock)
        , lockOutMs_(lockOut) {}

    Answer<http::ClientResponse> send(http::ClientRequest request);
    Answer<http::ClientResponse> post(std::string_view path, const hosted::MultipartForm& form, int totalMs);
    Answer<Image> imageOf(const http::ClientResponse& response) const;
    http::ClientRequest get(std::string_view path) const;

    StabilityAccess access_;
    http::Client& client_;
    const Clock& clock_;
    std::int64_t lockOutMs_;
    std::atomic<std::int64_t> lockedUntilMs_ = 0; ///< on the clock
};

} // namespace headroom::generators::stability
