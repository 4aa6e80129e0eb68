#include "app/endpoint/config/setting_reader.h"

#include "core/base/ensure.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdlib>

namespace headroom::endpoint {

std::string SettingReader::text(std::string_view name) const {
    const auto setting =
        std::ranges::find_if(settings_, [&](const Setting& candidate) { return name == candidate.name; });
    ENSURE(setting != settings_.end());
    const char* value = std::getenv(setting->name);
    return value && *value ? value : setting->fallback;
}

Result<bool> SettingReader::flag(std::string_view name) const {
    const std::string value = toLowerAscii(text(name));
    if (value == "1" || value == "true" || value == "yes" || value == "on") return true;
    if (value.empty() || value == "0" || value == "false" || value == "no" || value == "off") return false;
    return fail(ErrorCode::InvalidInput, std::string(name) + " must be yes or no");
}

std::vector<std::string> SettingReader::list(std::string_view name) const {
    std::vector<std::string> values;
    const std::string whole = text(name);
    for (const std::string_view part : split(whole, ','))
        if (!trimmed(part).empty()) values.emplace_back(trimmed(part));
    return values;
}

Result<int> SettingReader::integer(std::string_view name, int least, int most) const {
    const auto value = parseInteger(text(name));
    if (!value || *value < least || *value > most)
        return fail(ErrorCode::InvalidInput, std::string(name) + " must be a number from " +
                                                 std::to_string(least) + " to " + std::to_string(most));
    return static_cast<int>(*value);
}

} // namespace headroom::endpoint
