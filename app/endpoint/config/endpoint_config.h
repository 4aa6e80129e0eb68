#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace headroom::endpoint {

enum class SmtpSecurity { StartTls, Tls, Plain };

/// The mail server; without a host, mails are written to the data folder.
struct SmtpConfig {
    std::string host;
    int port = 587;
    SmtpSecurity security = SmtpSecurity::StartTls;
    std::string user;
    std::string password;
    std::string authorityFile; ///< PEM; empty: the system's authorities
};

/// Everything that an operator can set, read once from the environment at start. `--help` prints the same
/// list that the reader uses, so that neither can forget a setting.
struct EndpointConfig {
    std::filesystem::path dataFolder;
    std::string listen;
    std::string publicUrl;  ///< without a slash at the end; empty: http://<listen>
    bool behindTls = false; ///< the operator declares that a proxy in front terminates TLS
    std::vector<std::string> trustedProxies;
    std::filesystem::path modelsFolder; ///< of packaging/fetch-models; empty: without
    std::string database;               ///< "sqlite" or libpq's connection string
    std::string stripeKey;              ///< empty: buying is switched off with a clear answer
    std::string stripeApiBase;
    std::vector<std::string> stripeWebhookSecrets;
    std::string mailFrom; ///< address that messages come from
    SmtpConfig smtp;
    bool signUpOpen = false;
    int workers = 1; ///< threads that check photos and make headshots
    std::string logLevel;
};

struct Setting {
    const char* name;
    const char* fallback;
    const char* help;
};

/// The list behind --help.
const std::vector<Setting>& settings();

/// InvalidInput with the setting's name and what it should be. Refuses a listening address that is not
/// loopback unless HEADROOM_BEHIND_TLS says that TLS is terminated in front.
Result<EndpointConfig> readConfig();

/// True for 127.0.0.0/8, ::1, localhost and unix sockets.
bool isLoopback(const std::string& listen);

} // namespace headroom::endpoint
