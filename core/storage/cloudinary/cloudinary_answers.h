#pragma once

#include "core/http/client/client_request.h"
#include "core/storage/remote/remote_problem.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

// What Cloudinary answers, read. Pure functions.
namespace headroom::storage {

/// Empty when there is no such text.
std::string cloudinaryText(const nlohmann::json& object, const char* name);
std::optional<std::int64_t> cloudinaryNumber(const nlohmann::json& object, const char* name);

/// What it says about an error, without the text that it would have had signed.
std::string cloudinaryMessage(const http::ClientResponse& answer);
RemoteProblem cloudinaryProblem(int status, const std::string& message);

/// Whether the same request may succeed a moment later. 423: still at work on an earlier request for the same
/// asset. 420, the hourly limit, is not worth waiting for here.
bool cloudinaryPasses(const http::ClientResponse& answer);

} // namespace headroom::storage
