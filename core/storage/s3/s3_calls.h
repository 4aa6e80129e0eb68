#pragma once

#include "core/storage/remote/remote_calls.h"
#include "core/storage/remote/remote_problem.h"
#include "core/storage/s3/s3_address.h"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace headroom::storage {

/// One request to S3 before it is signed.
struct S3Ask {
    std::string method = "GET";
    std::string key; ///< empty: the bucket
    std::vector<std::pair<std::string, std::string>> query;
    http::Headers headers; ///< all are signed
    /// SHA-256 of the body, in hexadecimal; empty: there is no body.
    std::string payloadHash;
    /// Puts the body into a request, from its start; called for each attempt.
    std::function<Result<void>(http::ClientRequest&)> addBody;

    RemoteEffect effect() const {
        return method == "GET" || method == "HEAD" ? RemoteEffect::Reads : RemoteEffect::Writes;
    }
};

/// What S3 said in an answer that is not a success.
struct S3Refusal {
    RemoteProblem problem = RemoteProblem::Refused;
    std::string code;
    std::string said; ///< code and message, for words
};

/// Never fails: what cannot be read becomes WrongAddress or, with a 5xx, Broken.
S3Refusal readRefusal(const http::ClientResponse& answer);

/// Signs and sends. Corrects the clock once, from the service's own, when that says that it is wrong. Any
/// thread.
class S3Calls {
public:
    S3Calls(S3Options options, S3Address address, std::unique_ptr<http::Client> client, const Clock& clock,
            RemoteCalls::Sleep sleep);

    /// Any answer, after repetitions; errors are in our terms, with words.
    Result<http::ClientResponse> send(const S3Ask& ask);
    Result<http::ClientResponse> sendOnce(const S3Ask& ask);
    /// The answer where it is a success, else the error that refusal() makes of it.
    Result<http::ClientResponse> demand(const S3Ask& ask);

    Result<http::ClientRequest> signedRequest(const S3Ask& ask) const;
    Error refusal(const http::ClientResponse& answer, RemoteEffect effect) const;
    std::string presigned(const S3Ask& ask, int lifetimeSeconds) const;

    const RemoteCalls& remote() const { return remote_; }
    const std::string& name() const { return name_; } ///< for words: "S3 at s3.example.com"

private:
    using Send = std::function<Result<http::ClientResponse>(const RemoteCalls::Make&)>;
    Result<http::ClientResponse> sendCorrected(const S3Ask& ask, const Send& send);
    bool correctClock(const http::ClientResponse& answer);
    Timestamp now() const { return clock_.now().plusMs(skewMs_.load()); }

    const S3Options options_;
    const S3Address address_;
    const std::string name_;
    std::unique_ptr<http::Client> client_;
    const Clock& clock_;
    RemoteCalls remote_;
    std::atomic<std::int64_t> skewMs_ = 0;
};

} // namespace headroom::storage
