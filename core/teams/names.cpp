#include "core/teams/names.h"

#include "core/base/text.h"
#include "core/teams/teams_limits.h"

namespace headroom::teams {

namespace {

/// U+2028 to U+202E and U+2066 to U+2069: line separators, and marks that change the direction of text
/// (Unicode Standard Annex 9). All are three bytes in UTF-8 and begin with E2.
bool holdsLayoutMarks(std::string_view text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] != '\xe2') continue;
        const auto second = static_cast<unsigned char>(text[i + 1]);
        const auto third = static_cast<unsigned char>(text[i + 2]);
        if (second == 0x80 && third >= 0xa8 && third <= 0xae) return true;
        if (second == 0x81 && third >= 0xa6 && third <= 0xa9) return true;
    }
    return false;
}

Result<std::string> validName(std::string_view text, std::size_t maxCodePoints) {
    const std::string_view name = trimmed(text);
    if (!isCleanUtf8(name) || holdsLayoutMarks(name))
        return fail(ErrorCode::InvalidInput, "the name holds characters that no name has");
    if (codePointCount(name) > maxCodePoints) return fail(ErrorCode::InvalidInput, "the name is too long");
    return std::string(name);
}

} // namespace

Result<std::string> validTeamName(std::string_view text) {
    std::string name = TRY(validName(text, teamNameMax));
    if (name.empty()) return fail(ErrorCode::InvalidInput, "a team needs a name");
    return name;
}

Result<std::string> validMemberName(std::string_view text) {
    return validName(text, memberNameMax);
}

Result<std::string> validDeviceName(std::string_view text) {
    return validName(text, deviceNameMax);
}

} // namespace headroom::teams
