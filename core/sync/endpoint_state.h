#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"

// Who this endpoint is: one row, made at the first start.
namespace headroom::sync {

struct EndpointState {
    std::string feedEpoch; ///< hexadecimal; cursors of another epoch mean resync
    std::string secret;    ///< keys digests of short secrets (sign-in codes); never leaves the endpoint
};

/// Reads the state, making it first when there is none. Called by app/endpoint at every start.
Result<EndpointState> ensureEndpointState(database::Transaction& transaction, Timestamp now);

/// NotFound before the first ensureEndpointState().
Result<std::string> feedEpoch(database::Session& session);

/// After a restore from a backup or a move to another engine: every client starts from a snapshot, as this
/// database may know less than they do. The secret stays.
Result<std::string> renewEpoch(database::Transaction& transaction);

} // namespace headroom::sync
