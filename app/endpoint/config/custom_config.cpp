#include "app/endpoint/config/custom_config.h"

#include "core/base/text.h"
#include "core/generators/custom/custom_limits.h"
#include "core/studio/styles.h"

#include <cmath>
#include <cstdlib>

namespace headroom::endpoint {

namespace custom = generators::custom;

namespace {

Result<std::int64_t> priceOf(const std::string& text) {
    char* end = nullptr;
    const double units = std::strtod(text.c_str(), &end);
    constexpr double most = 1'000;
    if (text.empty() || *end != '\0' || !(units >= 0) || units > most)
        return fail(ErrorCode::InvalidInput, "HEADROOM_CUSTOM_PRICE must be an amount such as 0.02");
    return std::llround(units * 1e6);
}

/// Styles that the model knows, with words that a prompt can be made of.
Result<std::map<std::string, std::string, std::less<>>> stylesOf(const std::vector<std::string>& wanted) {
    std::map<std::string, std::string, std::less<>> styles;
    const auto add = [&](const studio::Style& style) {
        styles.emplace(style.id, std::string(style.name) + ": " + std::string(style.description));
    };
    for (const std::string& id : wanted) {
        const studio::Style* style = studio::findStyle(id);
        if (!style) return fail(ErrorCode::InvalidInput, "HEADROOM_CUSTOM_STYLES: there is no style " + id);
        add(*style);
    }
    if (wanted.empty())
        for (const studio::Style& style : studio::styles())
            add(style);
    return styles;
}

} // namespace

const std::vector<Setting>& customSettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_CUSTOM_URL", "",
         "address of a model of your own (core/generators/custom/README.md): https, or http on this machine"},
        {"HEADROOM_CUSTOM_KEY", "", "sent to it as a bearer token; empty: none"},
        {"HEADROOM_CUSTOM_STYLES", "", "styles that it knows, comma-separated; empty: all"},
        {"HEADROOM_CUSTOM_PHOTOS", "3", "photos that it gets at most, 1 to 12"},
        {"HEADROOM_CUSTOM_RESULTS", "generated",
         "what its pictures are: generated, or altered where they are the member's own photo"},
        {"HEADROOM_CUSTOM_PRICE", "0", "what one of its headshots costs, in HEADROOM_SPENDING_CURRENCY"},
        {"HEADROOM_CUSTOM_CALLBACK_SECRET", "",
         "whsec_..., several comma-separated while one is being replaced: it signs callbacks with it. "
         "Needs HEADROOM_PUBLIC_URL and only saves waiting"},
    };
    return list;
}

Result<CustomConfig> readCustomConfig() {
    const SettingReader reader(customSettings());
    CustomConfig config;
    config.url = reader.text("HEADROOM_CUSTOM_URL");
    config.key = reader.text("HEADROOM_CUSTOM_KEY");
    config.styles = reader.list("HEADROOM_CUSTOM_STYLES");
    config.photos = TRY(reader.integer("HEADROOM_CUSTOM_PHOTOS", 1, custom::photosMax));
    config.priceMicros = TRY(priceOf(reader.text("HEADROOM_CUSTOM_PRICE")));
    config.callbackSecrets = reader.list("HEADROOM_CUSTOM_CALLBACK_SECRET");
    for (const std::string& secret : config.callbackSecrets)
        if (!secret.starts_with("whsec_"))
            return fail(ErrorCode::InvalidInput, "HEADROOM_CUSTOM_CALLBACK_SECRET must begin with whsec_");
    const std::string results = toLowerAscii(reader.text("HEADROOM_CUSTOM_RESULTS"));
    if (results != "generated" && results != "altered")
        return fail(ErrorCode::InvalidInput, "HEADROOM_CUSTOM_RESULTS must be generated or altered");
    if (results == "altered") config.origin = generators::Origin::Altered;
    return config;
}

Result<std::unique_ptr<custom::CustomGenerator>>
openCustom(const CustomConfig& config, const std::string& currency, const std::string& publicUrl,
           http::Client& client, generators::PhotoPreparer& preparer) {
    if (config.url.empty())
        return fail(ErrorCode::InvalidInput, "HEADROOM_CUSTOM_URL must be set for custom");
    custom::CustomOptions options;
    options.access = {.url = config.url, .key = config.key};
    options.styles = TRY(stylesOf(config.styles));
    options.photos = config.photos;
    options.origin = config.origin;
    options.cost = {.micros = config.priceMicros, .currency = currency};
    if (!config.callbackSecrets.empty() && !publicUrl.empty())
        options.callback = publicUrl + "/api/generators/custom/callback";
    return custom::CustomGenerator::create(std::move(options), client, preparer);
}

} // namespace headroom::endpoint
