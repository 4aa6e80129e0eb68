#include "core/sync/team_lock.h"

namespace headroom::sync {

Result<std::int64_t> lockTeam(database::Transaction& transaction, const TeamId& team) {
    const std::string sql =
        "SELECT version FROM team_feed WHERE team_id = $1" + std::string(transaction.dialect().forUpdate);
    const auto row = TRY(transaction.one(sql, {team}));
    if (!row) return fail(ErrorCode::NotFound, "no such team");
    return row->integer("version");
}

} // namespace headroom::sync
