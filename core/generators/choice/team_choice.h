#pragma once

#include "core/sync/team_write.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators::choice {

using Names = std::vector<std::string>;

/// What makes a team's headshots, as its owner chose. A plain value.
struct TeamChoice {
    Names order;                                      ///< empty: as the operator has it
    std::map<std::string, Names, std::less<>> styles; ///< styles that have an order of their own
    Names consents;                                   ///< services that photos may be sent to
    std::optional<std::int64_t> dayLimitMicros; ///< of the operator's currency; none: the operator's limit
    Timestamp changedAt;

    /// The generators that may make a style, in order, out of those that are open. Whatever is not open is
    /// passed over; what an order does not name is not used.
    Names orderFor(std::string_view style, const Names& open) const;
    bool mayLeave(std::string_view generator) const;

    friend bool operator==(const TeamChoice&, const TeamChoice&) = default;
};

/// What can be said without looking at anything. InvalidInput with the member's name, LimitExceeded.
Result<void> checkChoice(const TeamChoice& choice, const Names& open);

/// Without a row: nobody chose, and no photo leaves.
Result<TeamChoice> teamChoice(database::Session& session, const TeamId& team);

/// The caller made sure that `owner` is one, and audits it. Goes into the feed as a change of the team: its
/// members want to know where their photos go.
Result<void> saveTeamChoice(sync::TeamWrite& write, const MemberId& owner, const TeamChoice& choice);

} // namespace headroom::generators::choice
