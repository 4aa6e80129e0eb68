#pragma once

#include "core/client/api_client.h"
#include "core/client/outbox_row.h"
#include "core/client/truth.h"

#include <optional>
#include <string>
#include <vector>

// How feed, snapshot and commands stand on the wire. Pure; any thread.
namespace headroom::client::wire {

struct FeedPage {
    std::vector<FeedRow> rows;
    std::string cursor;
    std::int64_t version = 0; ///< of the snapshot; of the feed the newest version of which nothing is missing
    bool versionIsReached = false;
    bool more = false;
    std::string nextPage; ///< of a snapshot; empty on the last one
};

/// Corrupt for what is none. Rows of kinds that this version does not know are left out.
Result<FeedPage> parseSnapshotPage(const QByteArray& body);
Result<FeedPage> parseChanges(const QByteArray& body);

/// The request that carries a command.
Result<ApiRequest> commandRequest(const TeamId& team, const OutboxRow& row);

/// The `version` of an answer; 0 when it names none.
std::int64_t answeredVersion(const QByteArray& body);

} // namespace headroom::client::wire
