#include "core/base/colour.h"

#include "core/base/crypto.h"
#include "core/base/text.h"

namespace headroom {

std::optional<std::string> normalisedColour(std::string_view text) {
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    std::string lower = toLowerAscii(text);
    if (!fromHex(std::string_view(lower).substr(1))) return std::nullopt;
    return lower;
}

} // namespace headroom
