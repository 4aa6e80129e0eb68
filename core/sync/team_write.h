#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/sync/vocabulary.h"

namespace headroom::sync {

/// The right to change a team's rows, inside one transaction. Every store operation that writes a team's data
/// takes one, so none can forget the feed.
///
/// begin() takes the team's feed row, which makes all writers of the team queue behind each other (on
/// PostgreSQL by the row lock, on SQLite by the single writer), and gives the transaction the team's next
/// version. One transaction has one TeamWrite per team.
class TeamWrite {
public:
    /// NotFound when there is no such team.
    static Result<TeamWrite> begin(database::Transaction& transaction, const TeamId& team, Timestamp now);

    /// For a team that this very transaction creates: gives it its feed row at version 1.
    static Result<TeamWrite> beginNewTeam(database::Transaction& transaction, const TeamId& team,
                                          Timestamp now);

    /// Puts a row into the feed. `owner` is the member whose row it is; none when it concerns the whole team.
    /// `alsoFor` may see a row that only its owner sees otherwise: who uploaded a photo on the owner's
    /// behalf. Both must be the same at every change of one row.
    Result<void> changed(RowKind kind, std::string_view rowId, const MemberId& owner = {},
                         const MemberId& alsoFor = {});

    /// Puts a tombstone into the feed: clients drop the row.
    Result<void> removed(RowKind kind, std::string_view rowId, const MemberId& owner = {},
                         const MemberId& alsoFor = {});

    database::Transaction& transaction() const { return *transaction_; }
    const TeamId& team() const { return team_; }
    std::int64_t version() const { return version_; }
    Timestamp now() const { return now_; }

    /// The next number for rows that are ordered within the version (transfers).
    std::int64_t nextOrdinal() { return nextRowOrdinal_++; }

private:
    TeamWrite(database::Transaction& transaction, TeamId team, std::int64_t version, Timestamp now)
        : transaction_(&transaction)
        , team_(std::move(team))
        , version_(version)
        , now_(now) {}

    enum class Deleted { No, Yes };
    Result<void> record(RowKind kind, std::string_view rowId, const MemberId& owner, const MemberId& alsoFor,
                        Deleted deleted);

    database::Transaction* transaction_;
    TeamId team_;
    std::int64_t version_;
    Timestamp now_;
    std::int64_t nextChangeOrdinal_ = 0;
    std::int64_t nextRowOrdinal_ = 0;
};

/// The channel on which every commit for a team wakes listeners; the payload is "<team id> <version>".
inline constexpr std::string_view teamWakeChannel = "team";

} // namespace headroom::sync
