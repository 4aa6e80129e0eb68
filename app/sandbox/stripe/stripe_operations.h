#pragma once

#include "app/sandbox/stripe/ledger_objects.h"
#include "app/sandbox/stripe/parameters.h"

#include <functional>
#include <string>

namespace headroom::sandbox {

class StripeSandbox;

/// What an operation of the API is made of.
struct Operation {
    Shape shape;
    /// Checks beyond the shape; nothing of a request that fails them is remembered.
    std::function<Answer<Json>(Json parameters, std::int64_t nowSeconds)> rules;
    std::function<Answer<Json>(Desk&, const Json& parameters, const std::string& id)> run;
};

using AddOperation = std::function<void(const char* method, const char* pattern, Operation operation)>;

/// Hands every operation that the stand-in knows to `add`, with its method and path (`{id}` is the object's).
void addStripeOperations(const AddOperation& add, StripeSandbox& sandbox);

} // namespace headroom::sandbox
