#include "app/desktop/make_client.h"

#include "app/desktop/token_stores.h"

#include <QSysInfo>

namespace headroom::desktop {

Result<std::unique_ptr<client::Client>> makeClient(const Places& places, const QUrl& endpoint,
                                                   EndpointKind kind) {
    return makeClient(places, endpoint, kind, makeTokenStore(places));
}

Result<std::unique_ptr<client::Client>> makeClient(const Places& places, const QUrl& endpoint,
                                                   EndpointKind kind,
                                                   std::shared_ptr<client::TokenStore> tokens) {
    client::ClientOptions options;
    options.endpoint = endpoint;
    // Its port is another one when somebody has taken it meanwhile.
    if (kind == EndpointKind::ThisComputer) options.keptAs = "this-computer";
    options.dataFolder = (places.data + QStringLiteral("/teams")).toStdString();
    options.cacheFolder = places.cache.toStdString();
    options.tokens = std::move(tokens);
    options.clock = std::make_shared<SystemClock>();
    options.deviceName = QSysInfo::machineHostName().toStdString();
    if (options.deviceName.empty()) options.deviceName = "desktop";
    return client::Client::create(std::move(options));
}

} // namespace headroom::desktop
