#include "app/endpoint/config/stability_config.h"

#include "app/endpoint/config/read_text_file.h"
#include "core/base/text.h"

namespace headroom::endpoint {

namespace stability = generators::stability;

const std::vector<Setting>& stabilitySettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_STABILITY_KEY", "", "Stability AI's API key, sk-..."},
        {"HEADROOM_STABILITY_API", "https://api.stability.ai",
         "its address; the sandbox has its own, http://127.0.0.1:PORT/stability"},
        {"HEADROOM_STABILITY_STYLES", "",
         "a JSON file with words of your own for each style (resources/generators/stability/README.md)"},
        {"HEADROOM_STABILITY_UPSCALE", "when-small",
         "when-small: what would have to be enlarged goes through its upscaler; or never"},
    };
    return list;
}

Result<StabilityConfig> readStabilityConfig() {
    const SettingReader reader(stabilitySettings());
    StabilityConfig config;
    config.key = reader.text("HEADROOM_STABILITY_KEY");
    config.api = reader.text("HEADROOM_STABILITY_API");
    config.styles = reader.text("HEADROOM_STABILITY_STYLES");
    const std::string upscale = toLowerAscii(reader.text("HEADROOM_STABILITY_UPSCALE"));
    if (upscale != "when-small" && upscale != "never")
        return fail(ErrorCode::InvalidInput, "HEADROOM_STABILITY_UPSCALE must be when-small or never");
    if (upscale == "never") config.upscaling = stability::Upscaling::Never;
    return config;
}

Result<std::unique_ptr<stability::StabilityGenerator>>
openStability(const StabilityConfig& config, const std::string& currency, http::Client& client,
              generators::PhotoPreparer& preparer, const Clock& clock) {
    if (config.key.empty())
        return fail(ErrorCode::InvalidInput, "HEADROOM_STABILITY_KEY must be set for stability");
    auto mapping = stability::StabilityMapping::builtIn();
    if (!config.styles.empty()) {
        const std::string text =
            TRY(readTextFile("HEADROOM_STABILITY_STYLES", config.styles, stability::mappingBytesMax));
        mapping = stability::StabilityMapping::parse(text);
    }
    if (!mapping) return fail(mapping.error());
    if (mapping->prices().currency != currency)
        return fail(ErrorCode::InvalidInput, "Stability styles have their prices in " +
                                                 mapping->prices().currency +
                                                 ", but HEADROOM_SPENDING_CURRENCY is " + currency);
    return stability::StabilityGenerator::create({.access = {.key = config.key, .apiBase = config.api},
                                                  .mapping = std::move(*mapping),
                                                  .upscaling = config.upscaling,
                                                  .timing = {}},
                                                 client, preparer, clock);
}

} // namespace headroom::endpoint
