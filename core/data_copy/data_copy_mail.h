#pragma once

#include "core/data_copy/data_copy_queue.h"

namespace headroom::data_copy {

/// Writes the mail that a copy is ready into the outbox: a DataCopyQueue's Tell. Nothing for a member who is
/// not active or has no address.
Result<void> tellReady(database::Transaction& transaction, const CopyTask& task, Timestamp expiresAt);

} // namespace headroom::data_copy
