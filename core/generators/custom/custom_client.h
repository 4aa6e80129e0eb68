#pragma once

#include "core/generators/hosted/multipart_form.h"
#include "core/generators/hosted/service_problem.h"
#include "core/http/client/client.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace headroom::generators::custom {

struct Trouble {
    hosted::Problem problem = hosted::Problem::Failed;
    std::string detail;
    int status = 0; ///< of the answer; 0 without one
};

template <class T>
using Answer = tl::expected<T, Trouble>;

struct CustomAccess {
    std::string url; ///< of the model's API, "https://host/path"; http only on this machine
    std::string key; ///< sent as a bearer token; empty: none
};

/// A finished picture's bytes.
struct Image {
    std::string bytes;
};

/// Work that goes on at the model.
struct Pending {
    std::string id;
    double progress = 0;
};

using Outcome = std::variant<Image, Pending>;

/// The HTTP contract with a model of one's own, as resources/generators/custom/openapi.json describes it.
/// Blocks; any thread.
class CustomClient {
public:
    /// InvalidInput for an address that is neither https nor on this machine, or a key that cannot be sent.
    static Result<std::unique_ptr<CustomClient>> create(CustomAccess access, http::Client& client);

    /// The same attempt may be sent any number of times and is worked at once.
    Answer<Outcome> order(const hosted::MultipartForm& form, std::string_view attemptId);
    Answer<Outcome> result(std::string_view id);
    /// Work that was begun under that attempt id, if the model knows of any.
    Answer<std::optional<std::string>> findAttempt(std::string_view attemptId);
    /// Best effort.
    void forget(std::string_view id);
    /// Whether somebody is there who takes our key.
    Answer<void> health();

private:
    CustomClient(CustomAccess access, http::Client& client)
        : access_(std::move(access))
        , client_(client) {}

    Answer<http::ClientResponse> send(std::string method, std::string_view path, int totalMs,
                                      const hosted::MultipartForm* form = nullptr,
                                      std::string_view attemptId = {});
    static Answer<Outcome> outcomeOf(http::ClientResponse response);

    CustomAccess access_;
    http::Client& client_;
};

} // namespace headroom::generators::custom
