#pragma once

#include "core/storage/blob_store.h"

namespace headroom::storage {

/// One real round trip, for an owner's "test" button and after a change of settings: puts a few random bytes
/// below `probe/`, looks, lists, reads them whole and in part, and removes them. The first error, with words
/// for an operator; bytes that come back wrong are Corrupt. Leaves nothing behind unless removing is what
/// fails.
Result<void> probeStore(BlobStore& store);

} // namespace headroom::storage
