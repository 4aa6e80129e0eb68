#pragma once

#include "core/base/clock.h"
#include "core/base/embedded_file.h"
#include "core/database/database.h"

#include <span>

namespace headroom::database {

/// Brings the schema up to date: each file NNNN_<concept>_<what>.sql that was not applied yet, in the order
/// of their numbers, each in a transaction of its own. Called once at start, before anything else uses the
/// database.
///
/// Refuses with SchemaFromFuture a database that a newer version has migrated, and with Corrupt one whose
/// applied migrations are not the ones that this program carries (a shipped migration is never edited).
Result<void> migrate(Database& database, std::span<const EmbeddedFile> files, const Clock& clock);

} // namespace headroom::database
