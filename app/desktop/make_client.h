#pragma once

#include "app/desktop/places.h"
#include "core/client/client.h"

namespace headroom::desktop {

/// A client of this endpoint, with caches and token in the program's places. Errors as Client::create().
enum class EndpointKind { Elsewhere, ThisComputer };

Result<std::unique_ptr<client::Client>> makeClient(const Places& places, const QUrl& endpoint,
                                                   EndpointKind kind);
Result<std::unique_ptr<client::Client>> makeClient(const Places& places, const QUrl& endpoint,
                                                   EndpointKind kind,
                                                   std::shared_ptr<client::TokenStore> tokens);

} // namespace headroom::desktop
