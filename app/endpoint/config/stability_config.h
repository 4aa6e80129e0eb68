#pragma once

#include "app/endpoint/config/setting_reader.h"
#include "core/generators/stability/stability_generator.h"

namespace headroom::endpoint {

/// Of the generator "stability".
struct StabilityConfig {
    std::string key;
    std::string api;
    std::string styles; ///< an operator's own file; empty: the one inside the program
    generators::stability::Upscaling upscaling = generators::stability::Upscaling::WhenSmall;
};

const std::vector<Setting>& stabilitySettings();
Result<StabilityConfig> readStabilityConfig();

/// InvalidInput for settings that cannot be right, and for prices in another currency than spending is
/// counted in. Client, preparer and clock must live longer.
Result<std::unique_ptr<generators::stability::StabilityGenerator>>
openStability(const StabilityConfig& config, const std::string& currency, http::Client& client,
              generators::PhotoPreparer& preparer, const Clock& clock);

} // namespace headroom::endpoint
