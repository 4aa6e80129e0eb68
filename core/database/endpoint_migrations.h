#pragma once

#include "core/base/embedded_file.h"

#include <span>

namespace headroom::resources {

/// resources/migrations/endpoint, embedded: handed to database::migrate() by whoever opens an endpoint's
/// database.
std::span<const EmbeddedFile> endpointMigrations();

} // namespace headroom::resources
