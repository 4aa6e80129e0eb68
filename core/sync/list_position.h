#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace headroom::sync {

/// Where a page of a list that is newest first begins: behind the row of that moment and id. As text
/// `createdAt:id`, what clients get as `next` and give back; they do not look inside.
struct ListPosition {
    std::int64_t createdAtMs = INT64_MAX;
    std::string id;
};

/// The beginning of the list for an empty text; InvalidInput for what is none.
Result<ListPosition> parseListPosition(std::string_view text);

std::string toText(const ListPosition& position);

} // namespace headroom::sync
