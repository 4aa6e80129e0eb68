#pragma once

#include "core/base/clock.h"
#include "core/generators/hosted/service_problem.h"
#include "core/generators/replicate/replicate_objects.h"
#include "core/http/client/retrying.h"

#include <string>
#include <string_view>

namespace headroom::generators::replicate {

/// Why a call came to nothing, and what the service said. Nothing personal is in it.
struct Trouble {
    hosted::Problem problem = hosted::Problem::Failed;
    std::string detail;
};

template <class T>
using Answer = tl::expected<T, Trouble>;

struct ClientOptions {
    std::string token;
    std::string apiBase = "https://api.replicate.com/v1"; ///< https, or http on this machine
};

/// Which endpoint makes predictions: official models have one of their own, all others are called by version.
struct ModelCall {
    std::string model;   ///< "owner/name"
    std::string version; ///< 64 hexadecimal digits; empty for official models
};

struct CreateOptions {
    int waitSeconds = 0;        ///< 0: the answer comes at once
    int cancelAfterSeconds = 0; ///< 0: none
    std::string webhook;        ///< empty: none
};

/// Replicate's HTTP API, of what we use. The token goes to apiBase only. Reading is repeated when it fails;
/// what makes something is repeated only after 429 or when nothing was sent, as Replicate has no idempotency
/// keys. Blocks; any thread.
class ReplicateClient {
public:
    using Sleep = http::RetryingClient::Sleep;

    /// InvalidInput for a base that is neither https nor on this machine, or a token that cannot be sent.
    static Result<ReplicateClient> create(ClientOptions options, http::Client& client, const Clock& clock,
                                          Sleep sleep = {});

    Answer<UploadedFile> uploadFile(std::string_view bytes, std::string_view name, std::string_view mediaType,
                                    const nlohmann::json& metadata);
    Answer<Page<UploadedFile>> listFiles(const std::string& pageUrl = {});
    /// NotFound counts as done.
    Answer<void> deleteFile(std::string_view id);

    Answer<Prediction> create(const ModelCall& call, const nlohmann::json& input,
                              const CreateOptions& options);
    /// Vanished when there is none of that id.
    Answer<Prediction> get(std::string_view id);
    Answer<Page<Prediction>> list(const std::string& pageUrl = {});
    Answer<void> cancel(std::string_view id);

    /// The model, or one version of it, with its openapi_schema. Misconfigured when there is none.
    Answer<nlohmann::json> model(const std::string& model);
    Answer<nlohmann::json> version(const std::string& model, const std::string& version);
    /// What webhooks of this account are signed with: "whsec_...".
    Answer<std::string> webhookSecret();

    /// Whether an address is a file of ours there; its id.
    std::string fileIdOf(std::string_view url) const;

private:
    ReplicateClient(ClientOptions options, http::Client& client, const Clock& clock, Sleep sleep)
        : options_(std::move(options))
        , client_(client, clock, std::move(sleep)) {}

    enum class Effect { Reads, Makes };
    http::ClientRequest request(std::string method, const std::string& url) const;
    Answer<nlohmann::json> send(const http::ClientRequest& request, Effect effect);
    std::string url(std::string_view path) const { return options_.apiBase + std::string(path); }
    /// Pages are followed within apiBase only, as they are asked for with the token.
    Answer<std::string> pageUrl(const std::string& given, std::string_view first) const;

    ClientOptions options_;
    http::RetryingClient client_;
};

} // namespace headroom::generators::replicate
