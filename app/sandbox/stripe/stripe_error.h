#pragma once

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <string>

namespace headroom::sandbox {

using Json = nlohmann::ordered_json;

/// Why Stripe would refuse a request, in the words of its error bodies (contracts: type, code, message,
/// param).
struct StripeError {
    int status = 400;
    std::string type = "invalid_request_error";
    std::string code;
    std::string message;
    std::string param;
    Json extra; ///< further members of the error object, such as decline_code

    Json body() const;
};

/// A value, or the refusal that the client is to see.
template <class T>
using Answer = tl::expected<T, StripeError>;

using Refusal = tl::unexpected<StripeError>;

Refusal refuse(std::string message, std::string code = {}, std::string param = {});
Refusal noSuch(const std::string& what, const std::string& id, std::string param = "id");

} // namespace headroom::sandbox
