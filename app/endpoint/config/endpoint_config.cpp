#include "app/endpoint/config/endpoint_config.h"

#include "core/base/text.h"

#include <cstdlib>

namespace headroom::endpoint {

namespace {

std::string valueOf(const std::string& name) {
    for (const Setting& setting : settings()) {
        if (name != setting.name) continue;
        const char* value = std::getenv(setting.name);
        return value && *value ? value : setting.fallback;
    }
    return {};
}

Result<bool> flag(const std::string& name) {
    const std::string text = toLowerAscii(valueOf(name));
    if (text == "1" || text == "true" || text == "yes" || text == "on") return true;
    if (text.empty() || text == "0" || text == "false" || text == "no" || text == "off") return false;
    return fail(ErrorCode::InvalidInput, name + " must be yes or no");
}

std::vector<std::string> list(const std::string& name) {
    std::vector<std::string> values;
    const std::string text = valueOf(name);
    for (const std::string_view part : split(text, ','))
        if (!trimmed(part).empty()) values.emplace_back(trimmed(part));
    return values;
}

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

} // namespace

const std::vector<Setting>& settings() {
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
        {"HEADROOM_MAIL_FROM", "headroom@localhost", "address that messages come from"},
        {"HEADROOM_SMTP_HOST", "", "mail server; without one, mails are written to the data folder"},
        {"HEADROOM_SMTP_PORT", "587", "587 goes with starttls, 465 with tls"},
        {"HEADROOM_SMTP_SECURITY", "starttls",
         "starttls, tls, or plain for a relay on this machine; certificates are always checked"},
        {"HEADROOM_SMTP_USER", "", "login at the mail server; empty: none"},
        {"HEADROOM_SMTP_PASSWORD", "", "its password"},
        {"HEADROOM_SMTP_CA_FILE", "", "PEM file of a private certificate authority of the mail server"},
        {"HEADROOM_SIGN_UP", "no", "yes: anybody may create a team by signing in"},
        {"HEADROOM_WORKERS", "1", "threads that check photos and make headshots, 0 to 64"},
        {"HEADROOM_MODELS", "",
         "folder of packaging/fetch-models, a faster runtime and a finer matte; none: without them "
         "(default: headroom/models in the user's data folder, else /var/lib/headroom/models)"},
        {"HEADROOM_LOG", "info", "debug, info, warning or error"},
    };
    return list;
}

namespace {

Result<SmtpConfig> readSmtp() {
    SmtpConfig smtp;
    smtp.host = valueOf("HEADROOM_SMTP_HOST");
    const auto port = parseInteger(valueOf("HEADROOM_SMTP_PORT"));
    if (!port || *port < 1 || *port > 65535)
        return fail(ErrorCode::InvalidInput, "HEADROOM_SMTP_PORT must be a number from 1 to 65535");
    smtp.port = static_cast<int>(*port);
    const std::string security = toLowerAscii(valueOf("HEADROOM_SMTP_SECURITY"));
    if (security == "tls")
        smtp.security = SmtpSecurity::Tls;
    else if (security == "plain")
        smtp.security = SmtpSecurity::Plain;
    else if (security != "starttls")
        return fail(ErrorCode::InvalidInput, "HEADROOM_SMTP_SECURITY must be starttls, tls or plain");
    smtp.user = valueOf("HEADROOM_SMTP_USER");
    smtp.password = valueOf("HEADROOM_SMTP_PASSWORD");
    smtp.authorityFile = valueOf("HEADROOM_SMTP_CA_FILE");
    return smtp;
}

} // namespace

bool isLoopback(const std::string& listen) {
    return listen.starts_with("127.") || listen.starts_with("[::1]") || listen.starts_with("localhost:") ||
           listen.starts_with("unix:");
}

Result<EndpointConfig> readConfig() {
    EndpointConfig config;
    const std::string data = valueOf("HEADROOM_DATA");
    config.dataFolder = data.empty() ? userDataFolder() / "headroom-endpoint" : std::filesystem::path(data);
    config.modelsFolder = modelsFolder(valueOf("HEADROOM_MODELS"));
    config.listen = valueOf("HEADROOM_LISTEN");
    config.publicUrl = valueOf("HEADROOM_PUBLIC_URL");
    while (config.publicUrl.ends_with('/'))
        config.publicUrl.pop_back();
    config.behindTls = TRY(flag("HEADROOM_BEHIND_TLS"));
    config.trustedProxies = list("HEADROOM_TRUSTED_PROXIES");
    config.database = valueOf("HEADROOM_DATABASE");
    config.stripeKey = valueOf("HEADROOM_STRIPE_KEY");
    config.stripeApiBase = valueOf("HEADROOM_STRIPE_API");
    config.stripeWebhookSecrets = list("HEADROOM_STRIPE_WEBHOOK_SECRETS");
    config.mailFrom = valueOf("HEADROOM_MAIL_FROM");
    config.smtp = TRY(readSmtp());
    config.signUpOpen = TRY(flag("HEADROOM_SIGN_UP"));
    config.logLevel = valueOf("HEADROOM_LOG");
    const auto workers = parseInteger(valueOf("HEADROOM_WORKERS"));
    if (!workers || *workers < 0 || *workers > 64)
        return fail(ErrorCode::InvalidInput, "HEADROOM_WORKERS must be a number from 0 to 64");
    config.workers = static_cast<int>(*workers);
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
