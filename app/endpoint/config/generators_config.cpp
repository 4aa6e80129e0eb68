#include "app/endpoint/config/generators_config.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

namespace headroom::endpoint {

namespace {

/// Units of a currency, such as 20 or 12.50, as millionths.
Result<std::int64_t> microsOf(const std::string& name, const std::string& text) {
    char* end = nullptr;
    const double units = std::strtod(text.c_str(), &end);
    constexpr double most = 1'000'000;
    if (text.empty() || *end != '\0' || !(units >= 0) || units > most)
        return fail(ErrorCode::InvalidInput, name + " must be an amount such as 20 or 12.50");
    return std::llround(units * 1e6);
}

Result<ReplicateConfig> readReplicate(const SettingReader& reader) {
    ReplicateConfig config;
    config.token = reader.text("HEADROOM_REPLICATE_TOKEN");
    config.api = reader.text("HEADROOM_REPLICATE_API");
    config.model = reader.text("HEADROOM_REPLICATE_MODEL");
    config.mapping = reader.text("HEADROOM_REPLICATE_MAPPING");
    config.waitSeconds = TRY(reader.integer("HEADROOM_REPLICATE_WAIT", 0, 60));
    config.webhookSecrets = reader.list("HEADROOM_REPLICATE_WEBHOOK_SECRETS");
    const std::string photos = toLowerAscii(reader.text("HEADROOM_REPLICATE_PHOTOS"));
    if (photos != "files" && photos != "data-uri")
        return fail(ErrorCode::InvalidInput, "HEADROOM_REPLICATE_PHOTOS must be files or data-uri");
    config.smallPhotosInside = photos == "data-uri";
    for (const std::string& secret : config.webhookSecrets)
        if (!secret.starts_with("whsec_"))
            return fail(ErrorCode::InvalidInput, "HEADROOM_REPLICATE_WEBHOOK_SECRETS must begin with whsec_");
    return config;
}

} // namespace

bool GeneratorsConfig::has(std::string_view name) const {
    return std::ranges::find(chain, name) != chain.end();
}

const std::vector<Setting>& generatorsSettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_GENERATORS", "studio",
         "what makes headshots, in order, comma-separated: studio, replicate, stability, custom. Photos go to a hosted one only "
         "for teams whose owner agreed"},
        {"HEADROOM_SPENDING_PER_DAY", "20",
         "what paid generators may cost a day (UTC), all teams together; 0: nothing"},
        {"HEADROOM_SPENDING_CURRENCY", "USD", "the currency of that, and of the generators' prices"},
        {"HEADROOM_REPLICATE_TOKEN", "", "Replicate's API token, r8_..."},
        {"HEADROOM_REPLICATE_API", "https://api.replicate.com/v1", "its address; the sandbox has its own"},
        {"HEADROOM_REPLICATE_MODEL", "nano-banana-pro",
         "a ready mapping (resources/generators/replicate): nano-banana-pro, nano-banana, flux-2-pro, "
         "flux-kontext-pro, flux-kontext-max, professional-headshot, photomaker, pulid, flux-pulid, "
         "instant-id"},
        {"HEADROOM_REPLICATE_MAPPING", "", "a mapping of your own, a JSON file, instead of a ready one"},
        {"HEADROOM_REPLICATE_WAIT", "0",
         "seconds that a request for a headshot waits for the result itself, up to 60"},
        {"HEADROOM_REPLICATE_PHOTOS", "files",
         "files, or data-uri to send photos of up to 256 kB inside the request: work whose answer was lost "
         "cannot be found then"},
        {"HEADROOM_REPLICATE_WEBHOOK_SECRETS", "",
         "whsec_..., several comma-separated; without, Replicate is asked for it. Webhooks need "
         "HEADROOM_PUBLIC_URL and only save waiting"},
    };
    return list;
}

Result<GeneratorsConfig> readGeneratorsConfig() {
    const SettingReader reader(generatorsSettings());
    GeneratorsConfig config;
    config.chain = reader.list("HEADROOM_GENERATORS");
    const std::set<std::string> known{"studio", "replicate", "stability", "custom"};
    for (const std::string& name : config.chain)
        if (!known.contains(name))
            return fail(ErrorCode::InvalidInput, "HEADROOM_GENERATORS: there is no generator " + name);
    if (config.chain.empty() ||
        std::set(config.chain.begin(), config.chain.end()).size() != config.chain.size())
        return fail(ErrorCode::InvalidInput, "HEADROOM_GENERATORS must name each generator once");
    config.replicate = TRY(readReplicate(reader));
    if (config.has("replicate") && config.replicate.token.empty())
        return fail(ErrorCode::InvalidInput, "HEADROOM_REPLICATE_TOKEN must be set for replicate");
    config.stability = TRY(readStabilityConfig());
    config.custom = TRY(readCustomConfig());
    config.currency = reader.text("HEADROOM_SPENDING_CURRENCY");
    if (config.currency.size() != 3)
        return fail(ErrorCode::InvalidInput, "HEADROOM_SPENDING_CURRENCY must be three letters");
    config.dayLimitMicros =
        TRY(microsOf("HEADROOM_SPENDING_PER_DAY", reader.text("HEADROOM_SPENDING_PER_DAY")));
    return config;
}

} // namespace headroom::endpoint
