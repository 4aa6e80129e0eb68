#pragma once

#include "app/endpoint/config/setting_reader.h"
#include "core/generators/custom/custom_generator.h"

namespace headroom::endpoint {

/// Of the generator "custom": a model of the operator's own.
struct CustomConfig {
    std::string url;
    std::string key;
    std::vector<std::string> styles; ///< empty: all of ours
    int photos = 3;
    generators::Origin origin = generators::Origin::Generated;
    std::int64_t priceMicros = 0;
    std::vector<std::string> callbackSecrets; ///< empty: it is asked, and does not call back
};

const std::vector<Setting>& customSettings();
Result<CustomConfig> readCustomConfig();

/// InvalidInput for settings that cannot be right. `publicUrl`: ours, for callbacks. Client and preparer must
/// live longer.
Result<std::unique_ptr<generators::custom::CustomGenerator>>
openCustom(const CustomConfig& config, const std::string& currency, const std::string& publicUrl,
           http::Client& client, generators::PhotoPreparer& preparer);

} // namespace headroom::endpoint
