#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::endpoint {

/// One operation of resources/openapi.json, as far as the program needs it.
struct Operation {
    std::string id;              ///< operationId
    std::string method;          ///< "GET"
    std::string pattern;         ///< "/api/teams/{team}/credits/overview"
    std::string access;          ///< x-access: public, loopback, user, team, or a permission's name
    bool command = false;        ///< carries an Idempotency-Key
    bool streamed = false;       ///< x-streamed: the body goes to a sink
    bool tus = false;            ///< x-protocol: tus
    std::uint64_t bodyLimit = 0; ///< x-body-limit; 0: the default
};

/// Corrupt when the document is not what this program expects.
Result<std::vector<Operation>> readOperations(std::string_view openApi);

} // namespace headroom::endpoint
