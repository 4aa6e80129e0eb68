#pragma once

#include "core/base/embedded_file.h"

#include <span>

namespace headroom::resources {

/// resources/migrations/cache, embedded.
std::span<const EmbeddedFile> cacheMigrations();

} // namespace headroom::resources
