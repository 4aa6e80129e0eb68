#pragma once

#include "core/storage/remote/remote_calls.h"
#include "core/storage/remote/remote_problem.h"

#include <memory>
#include <string>
#include <string_view>

namespace headroom::storage {

/// A store. From an operator's settings.
struct VercelBlobOptions {
    std::string token; ///< vercel_blob_rw_<store id>_<secret>
    std::string apiBase = "https://vercel.com/api/blob";
    /// Where private blobs are read; empty: https://<store id>.private.blob.vercel-storage.com
    std::string contentBase;
};

/// One call of the API before it is sent.
struct VercelBlobAsk {
    std::string method = "GET";
    std::string path; ///< behind the base, with its query; questions have no slash before theirs
    http::Headers headers;
    RemoteEffect effect = RemoteEffect::Reads;
    /// Puts the body into a request, from its start; called for each attempt.
    std::function<Result<void>(http::ClientRequest&)> addBody;
};

/// Speaks the HTTP protocol of npm @vercel/blob 2.8.0, which is the contract as no other is published: API
/// version
/// 12. What is repeated, and how repetitions are numbered, is as it does it. Any thread.
class VercelBlobCalls {
public:
    /// InvalidInput with words for an operator.
    static Result<std::unique_ptr<VercelBlobCalls>> create(VercelBlobOptions options,
                                                           std::unique_ptr<http::Client> client,
                                                           const Clock& clock, RemoteCalls::Sleep sleep);

    Result<http::ClientResponse> demand(const VercelBlobAsk& ask) const;
    Result<http::ClientResponse> sendOnce(const VercelBlobAsk& ask) const;
    /// Where a private blob is read.
    std::string contentUrl(std::string_view pathname) const;
    /// To read it.
    Result<http::ClientRequest> contentRequest(std::string_view pathname) const;

    RemoteProblem problemOf(const http::ClientResponse& answer) const;
    Error refusal(const http::ClientResponse& answer, RemoteEffect effect) const;
    const RemoteCalls& remote() const { return remote_; }
    const std::string& name() const { return name_; } ///< for words

private:
    VercelBlobCalls(VercelBlobOptions options, std::string storeId, std::unique_ptr<http::Client> client,
                    const Clock& clock, RemoteCalls::Sleep sleep);
    RemoteCalls::Make maker(const VercelBlobAsk& ask) const;

    const VercelBlobOptions options_;
    const std::string storeId_;
    const std::string name_;
    std::unique_ptr<http::Client> client_;
    const Clock& clock_;
    RemoteCalls remote_;
};

} // namespace headroom::storage
