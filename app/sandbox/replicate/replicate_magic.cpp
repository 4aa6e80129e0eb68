#include "app/sandbox/replicate/replicate_magic.h"

#include <array>

namespace headroom::sandbox {

namespace {

struct Row {
    std::string_view word;
    PlannedEnd end;
};

constexpr std::array rows{
    Row{"failed", {"failed", "CUDA out of memory. Tried to allocate 2.00 GiB"}},
    Row{"flagged",
        {"failed",
         "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"}},
    Row{"no face", {"failed", "No face detected in the input image"}},
    Row{"stopped", {"canceled", nullptr}},
    Row{"late", {"aborted", nullptr}},
    Row{"strange", {"evaporated", nullptr}},
};

} // namespace

bool asksFor(const Json& input, std::string_view word) {
    if (input.is_string())
        return input.get_ref<const std::string&>().find("sandbox " + std::string(word)) != std::string::npos;
    if (input.is_structured())
        for (const Json& inner : input)
            if (asksFor(inner, word)) return true;
    return false;
}

PlannedEnd plannedEnd(const Json& input) {
    for (const Row& row : rows)
        if (asksFor(input, row.word)) return row.end;
    return {};
}

} // namespace headroom::sandbox
