#pragma once

#include "core/client/outbox_row.h"
#include "core/client/upload_row.h"
#include "core/database/database.h"

#include <vector>

// The tables of what is on its way to the endpoint. All functions run inside the caller's block.
namespace headroom::client::outbox_store {

/// In the order in which they were given.
Result<std::vector<OutboxRow>> all(database::Session& session);

/// Fills in the position.
Result<OutboxRow> add(database::Transaction& transaction, OutboxRow row);

/// Writes state, version, code, answer, attempts and nextAt.
Result<void> update(database::Transaction& transaction, const OutboxRow& row);
Result<void> remove(database::Transaction& transaction, const CommandId& id);

/// How many commands were ever given here; survives their removal.
Result<std::int64_t> everAdded(database::Session& session);

Result<std::vector<UploadRow>> uploads(database::Session& session);
Result<void> putUpload(database::Transaction& transaction, const UploadRow& row);
Result<void> removeUpload(database::Transaction& transaction, const PhotoId& photo);

} // namespace headroom::client::outbox_store
