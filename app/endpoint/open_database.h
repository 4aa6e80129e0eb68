#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "core/base/clock.h"
#include "core/database/database.h"

#include <memory>

namespace headroom::endpoint {

/// Makes the data folder (0700) if needed, opens the configured database and brings its schema up to date.
Result<std::unique_ptr<database::Database>> openDatabase(const EndpointConfig& config, const Clock& clock);

} // namespace headroom::endpoint
