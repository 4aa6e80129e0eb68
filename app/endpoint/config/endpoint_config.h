#pragma once

#include "app/endpoint/config/generators_config.h"
#include "app/endpoint/config/mail_config.h"
#include "app/endpoint/config/storage_config.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace headroom::endpoint {

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
    StorageConfig storage;
    GeneratorsConfig generators;
    MailConfig mail;
    bool signUpOpen = false;
    int workers = 1;   ///< threads that check photos and make headshots
    int photoDays = 0; ///< after which photos go by themselves; 0: never
    std::string logLevel;
};

/// The list behind --help: the endpoint's own and those of each service.
std::vector<Setting> settings();

/// InvalidInput with the setting's name and what it should be. Refuses a listening address that is not
/// loopback unless HEADROOM_BEHIND_TLS says that TLS is terminated in front.
Result<EndpointConfig> readConfig();

/// True for 127.0.0.0/8, ::1, localhost and unix sockets.
bool isLoopback(const std::string& listen);

} // namespace headroom::endpoint
