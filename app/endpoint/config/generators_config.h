#pragma once

#include "app/endpoint/config/custom_config.h"
#include "app/endpoint/config/setting_reader.h"
#include "app/endpoint/config/stability_config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace headroom::endpoint {

struct ReplicateConfig {
    std::string token;
    std::string api;
    std::string model;   ///< a ready mapping's name
    std::string mapping; ///< an operator's own file; instead of `model`
    int waitSeconds = 0;
    bool smallPhotosInside = false;
    std::vector<std::string> webhookSecrets; ///< empty: Replicate is asked for its own
};

/// What makes headshots, in the operator's order, and what that may cost. Teams choose among them.
struct GeneratorsConfig {
    std::vector<std::string> chain; ///< names; "studio" is the built-in one
    ReplicateConfig replicate;
    StabilityConfig stability;
    CustomConfig custom;
    std::string currency;
    std::int64_t dayLimitMicros = 0; ///< of paid ones, all teams together

    bool has(std::string_view name) const;
};

const std::vector<Setting>& generatorsSettings();
/// InvalidInput with the setting's name. A generator in the chain needs its own settings.
Result<GeneratorsConfig> readGeneratorsConfig();

} // namespace headroom::endpoint
