#include "core/sync/list_position.h"

#include "core/base/ids.h"
#include "core/base/text.h"

namespace headroom::sync {

Result<ListPosition> parseListPosition(std::string_view text) {
    if (text.empty()) return ListPosition{};
    const std::size_t colon = text.find(':');
    const auto moment = parseInteger(text.substr(0, colon));
    if (colon == std::string_view::npos || !moment || !isUuid(text.substr(colon + 1)))
        return fail(ErrorCode::InvalidInput, "not a position in a list");
    return ListPosition{*moment, std::string(text.substr(colon + 1))};
}

std::string toText(const ListPosition& position) {
    return std::to_string(position.createdAtMs) + ":" + position.id;
}

} // namespace headroom::sync
