#pragma once

#include "app/sandbox/replicate/replicate_models.h"

#include <string_view>

namespace headroom::sandbox {

/// Whether an input asks for something to go wrong: "sandbox flagged" anywhere in its texts.
bool asksFor(const Json& input, std::string_view word);

/// How a prediction ends, and with which words, as its input asks.
struct PlannedEnd {
    const char* status = "succeeded";
    const char* error = nullptr;
};
PlannedEnd plannedEnd(const Json& input);

} // namespace headroom::sandbox
