#include "core/teams/audit_log.h"

#include "core/base/ensure.h"
#include "core/sync/sync_limits.h"
#include "core/teams/teams_limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::teams {

namespace {

constexpr std::string_view insertEntry = R"sql(
    INSERT INTO audit_log (id, team_id, actor_id, action, subject_id, details, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

constexpr std::string_view selectPage = R"sql(
    SELECT id, actor_id, action, subject_id, details, created_at FROM audit_log
    WHERE team_id = $1 AND ($2 = '' OR (created_at, id) < ($3, $2))
    ORDER BY created_at DESC, id DESC LIMIT $4)sql";

constexpr std::string_view selectPageOf = R"sql(
    SELECT id, actor_id, action, subject_id, details, created_at FROM audit_log
    WHERE team_id = $1 AND ($2 = '' OR (created_at, id) < ($3, $2)) AND (actor_id = $5 OR subject_id = $5)
    ORDER BY created_at DESC, id DESC LIMIT $4)sql";

constexpr std::string_view deleteOld = R"sql(
    DELETE FROM audit_log WHERE id IN (
        SELECT id FROM audit_log WHERE created_at < $1 ORDER BY created_at LIMIT $2))sql";

AuditEntry entryOf(const database::Row& row) {
    return {row.text("id"),      row.id<MemberId>("actor_id"),
            row.text("action"),  row.optionalText("subject_id").value_or(""),
            row.text("details"), row.moment("created_at")};
}

} // namespace

Result<void> audit(sync::TeamWrite& write, const MemberId& actor, std::string_view action,
                   std::string_view subjectId, std::initializer_list<AuditDetail> details) {
    nlohmann::json object = nlohmann::json::object();
    for (const AuditDetail& detail : details) {
        ENSURE(detail.value.find('@') == std::string::npos); // an address would outlive its person
        object[std::string(detail.key)] = detail.value;
    }
    TRY(write.transaction().execute(
        insertEntry, {newUuid(), write.team(), actor, action, subjectId, object.dump(), write.now()}));
    return {};
}

Result<std::vector<AuditEntry>> auditPage(database::Session& session, const TeamId& team, Timestamp after,
                                          std::string_view afterId, int limit) {
    std::vector<AuditEntry> entries;
    const int pageSize = std::clamp(limit, 1, auditPageMax);
    for (const auto& row : TRY(session.query(selectPage, {team, afterId, after, pageSize})))
        entries.push_back(entryOf(row));
    return entries;
}

Result<std::vector<AuditEntry>> auditPageOf(database::Session& session, const TeamId& team,
                                            const MemberId& member, Timestamp after, std::string_view afterId,
                                            int limit) {
    std::vector<AuditEntry> entries;
    const int pageSize = std::clamp(limit, 1, auditPageMax);
    for (const auto& row : TRY(session.query(selectPageOf, {team, afterId, after, pageSize, member})))
        entries.push_back(entryOf(row));
    return entries;
}

Result<std::int64_t> pruneAudit(database::Transaction& transaction, Timestamp before) {
    return transaction.execute(deleteOld, {before, sync::purgeBatch});
}

} // namespace headroom::teams
