#include "core/sync/endpoint_state.h"

#include "core/base/crypto.h"

namespace headroom::sync {

namespace {

// Two processes may start at once on one PostgreSQL: the second takes what the first made.
constexpr std::string_view insertState = R"sql(
    INSERT INTO endpoint_state (id, feed_epoch, secret, created_at) VALUES (1, $1, $2, $3)
    ON CONFLICT (id) DO NOTHING)sql";

constexpr std::string_view selectState = "SELECT feed_epoch, secret FROM endpoint_state WHERE id = 1";

constexpr std::string_view updateEpoch = "UPDATE endpoint_state SET feed_epoch = $1 WHERE id = 1";

std::string newEpoch() {
    return toHex(randomBytes(8));
}

} // namespace

Result<EndpointState> ensureEndpointState(database::Transaction& transaction, Timestamp now) {
    TRY(transaction.execute(insertState, {newEpoch(), randomToken(), now}));
    const auto row = TRY(transaction.one(selectState));
    if (!row) return fail(ErrorCode::Corrupt, "endpoint_state is empty after it was filled");
    return EndpointState{row->text("feed_epoch"), row->text("secret")};
}

Result<std::string> feedEpoch(database::Session& session) {
    const auto row = TRY(session.one(selectState));
    if (!row) return fail(ErrorCode::NotFound, "this endpoint has no feed epoch yet");
    return row->text("feed_epoch");
}

Result<std::string> renewEpoch(database::Transaction& transaction) {
    std::string epoch = newEpoch();
    if (TRY(transaction.execute(updateEpoch, {epoch})) != 1)
        return fail(ErrorCode::NotFound, "this endpoint has no feed epoch yet");
    return epoch;
}

} // namespace headroom::sync
