#pragma once

#include "core/sync/team_write.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

// Who did what to whom, for the team's admins. Ids and words of our vocabulary only, never names or
// addresses: entries outlive the people in them.
namespace headroom::teams {

struct AuditDetail {
    std::string_view key;
    std::string value; ///< an id, a number or a word of the vocabulary
};

/// Adds an entry in the same transaction as what it tells. `actor` is none when the endpoint itself acted.
/// Actions are dotted: "member.suspended". Other rooms' writers call this through app/endpoint.
Result<void> audit(sync::TeamWrite& write, const MemberId& actor, std::string_view action,
                   std::string_view subjectId = {}, std::initializer_list<AuditDetail> details = {});

struct AuditEntry {
    std::string id;
    MemberId actor;
    std::string action;
    std::string subjectId;
    std::string details; ///< JSON object
    Timestamp createdAt;
};

/// Newest first; after the entry (createdAt, id) when `afterId` is not empty. At most auditPageMax.
Result<std::vector<AuditEntry>> auditPage(database::Session& session, const TeamId& team, Timestamp after,
                                          std::string_view afterId, int limit);

/// The same of what one member did, and of what was done to them.
Result<std::vector<AuditEntry>> auditPageOf(database::Session& session, const TeamId& team,
                                            const MemberId& member, Timestamp after, std::string_view afterId,
                                            int limit);

/// Removes entries of before that moment, at most sync::purgeBatch at once. Answers how many.
Result<std::int64_t> pruneAudit(database::Transaction& transaction, Timestamp before);

} // namespace headroom::teams
