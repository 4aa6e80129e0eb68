#include "app/endpoint/config/endpoint_config.h"

#include <cstdlib>

namespace headroom::endpoint {

namespace {

std::filesystem::path userDataFolder() {
    if (const char* state = std::getenv("XDG_DATA_HOME"); state && *state) return state;
    if (const char* home = std::getenv("HOME"); home && *home)
        return std::filesystem::path(home) / ".local/share";
    return {};
}

/// The user's own before the machine's.
std::filesystem::path modelsFolder(const std::string& named) {
    if (named == "none") return {};
    if (!named.empty()) return named;
    std::filesystem::path own = userDataFolder() / "headroom/models";
    std::error_code error;
    return std::filesystem::exists(own / "SHA256SUMS", error) ? own : "/var/lib/headroom/models";
}

const std::vector<Setting>& ownSettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_DATA", "",
         "folder for the database, blobs, uploads and mails (default: the user's data folder)"},
        {"HEADROOM_LISTEN", "127.0.0.1:8650", "address and port, port 0 for any, or unix:/path"},
        {"HEADROOM_PUBLIC_URL", "",
         "how the world reaches this endpoint, for links and Stripe's return page"},
        {"HEADROOM_BEHIND_TLS", "no",
         "yes: a proxy in front terminates TLS; needed to listen on a public address"},
        {"HEADROOM_TRUSTED_PROXIES", "", "addresses whose X-Forwarded-For is believed, comma-separated"},
        {"HEADROOM_DATABASE", "sqlite", "sqlite, or a PostgreSQL connection string"},
        {"HEADROOM_STRIPE_KEY", "", "Stripe's secret or restricted key; without one, buying is switched off"},
        {"HEADROOM_STRIPE_API", "https://api.stripe.com",
         "base address of Stripe's API; the sandbox has its own"},
        {"HEADROOM_STRIPE_WEBHOOK_SECRETS", "",
         "whsec_..., several comma-separated while one is being replaced"},
        {"HEADROOM_SIGN_UP", "no", "yes: anybody may create a team by signing in"},
        {"HEADROOM_WORKERS", "1", "threads that check photos and make headshots, 0 to 64"},
        {"HEADROOM_PHOTO_DAYS", "30",
         "days after which an uploaded photo is deleted by itself, 1 to 3650; 0: never. Headshots stay"},
        {"HEADROOM_MODELS", "",
         "folder of packaging/fetch-models, a faster runtime and a finer matte; none: without them "
         "(default: headroom/models in the user's data folder, else /var/lib/headroom/models)"},
        {"HEADROOM_LOG", "info", "debug, info, warning or error"},
    };
    return list;
}

} // namespace

std::vector<Setting> settings() {
    std::vector<Setting> all = ownSettings();
    for (const auto* more : {&storageSettings(), &mailSettings(), &generatorsSettings(), &stabilitySettings(),
                             &customSettings()})
        all.insert(all.end(), more->begin(), more->end());
    return all;
}

bool isLoopback(const std::string& listen) {
    return listen.starts_with("127.") || listen.starts_with("[::1]") || listen.starts_with("localhost:") ||
           listen.starts_with("unix:");
}

Result<EndpointConfig> readConfig() {
    const SettingReader reader(ownSettings());
    EndpointConfig config;
    const std::string data = reader.text("HEADROOM_DATA");
    config.dataFolder = data.empty() ? userDataFolder() / "headroom-endpoint" : std::filesystem::path(data);
    config.modelsFolder = modelsFolder(reader.text("HEADROOM_MODELS"));
    config.listen = reader.text("HEADROOM_LISTEN");
    config.publicUrl = reader.text("HEADROOM_PUBLIC_URL");
    while (config.publicUrl.ends_with('/'))
        config.publicUrl.pop_back();
    config.behindTls = TRY(reader.flag("HEADROOM_BEHIND_TLS"));
    config.trustedProxies = reader.list("HEADROOM_TRUSTED_PROXIES");
    config.database = reader.text("HEADROOM_DATABASE");
    config.stripeKey = reader.text("HEADROOM_STRIPE_KEY");
    config.stripeApiBase = reader.text("HEADROOM_STRIPE_API");
    config.stripeWebhookSecrets = reader.list("HEADROOM_STRIPE_WEBHOOK_SECRETS");
    config.storage = TRY(readStorageConfig());
    config.mail = TRY(readMailConfig());
    config.generators = TRY(readGeneratorsConfig());
    config.signUpOpen = TRY(reader.flag("HEADROOM_SIGN_UP"));
    config.logLevel = reader.text("HEADROOM_LOG");
    config.workers = TRY(reader.integer("HEADROOM_WORKERS", 0, 64));
    config.photoDays = TRY(reader.integer("HEADROOM_PHOTO_DAYS", 0, 3650));
    if (!isLoopback(config.listen) && !config.behindTls)
        return fail(ErrorCode::InvalidInput,
                    "HEADROOM_LISTEN is not a loopback address: put a proxy with TLS in front and set "
                    "HEADROOM_BEHIND_TLS=yes, or listen on 127.0.0.1");
    if (config.behindTls && !config.publicUrl.empty() && !config.publicUrl.starts_with("https://"))
        return fail(ErrorCode::InvalidInput,
                    "HEADROOM_PUBLIC_URL must begin with https:// when TLS is in front");
    return config;
}

} // namespace headroom::endpoint
