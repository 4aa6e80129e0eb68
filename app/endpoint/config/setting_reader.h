#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace headroom::endpoint {

/// One thing that an operator can set, by an environment variable.
struct Setting {
    const char* name;
    const char* fallback;
    const char* help;
};

/// Reads the environment through a list of settings, so that nothing is read that --help does not show.
class SettingReader {
public:
    explicit SettingReader(const std::vector<Setting>& settings)
        : settings_(settings) {}

    /// The setting's fallback when it is not set or empty. The name must be in the list.
    std::string text(std::string_view name) const;
    /// yes, true, on and 1, or their opposites; else InvalidInput.
    Result<bool> flag(std::string_view name) const;
    /// Comma-separated, trimmed, without empty ones.
    std::vector<std::string> list(std::string_view name) const;
    /// InvalidInput outside of these bounds, which count as allowed.
    Result<int> integer(std::string_view name, int least, int most) const;

private:
    const std::vector<Setting>& settings_;
};

} // namespace headroom::endpoint
