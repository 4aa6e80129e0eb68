#pragma once

#include "core/client/shown_team.h"
#include "core/client/truth.h"

#include <span>

namespace headroom::client {

/// What goes into a picture of a team besides the truth.
struct ProjectionInput {
    const Truth& truth;
    std::span<const OutboxRow> outbox;
    MemberId me;
    Timestamp now;
};

/// Replays the outbox over the truth, row by row in the order given: credit commands by the endpoint's own
/// rules, everything else as the edit that it is. Rows that are refused, and rows whose effect is already in
/// the truth, are passed over. Fills team, own, credits, members, headshots, photos, invitations and commands
/// of `shown`, of those only the lists that `parts` names. Pure. `days` of `shown` must be there already: the
/// pace comes from them.
void project(const ProjectionInput& input, Part parts, ShownTeam& shown);

/// Ids of the headshots that a generate row will make: the endpoint's own once it answered, before that made
/// from the command's id, the same every time.
std::vector<HeadshotId> expectedHeadshots(const OutboxRow& generate);

/// Pace and how long the pool lasts, from the use by day.
void measurePace(std::span<const DayUse> days, Timestamp now, CreditNumbers& credits);

} // namespace headroom::client
