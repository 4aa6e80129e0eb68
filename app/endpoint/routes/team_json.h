#pragma once

#include "core/teams/mail_people.h"
#include "core/teams/member_rows.h"

#include <nlohmann/json.hpp>

namespace headroom::endpoint {

/// The team's row as it travels, with what owners chose for its mails.
inline Result<nlohmann::json> teamJson(database::Session& session, const TeamId& team) {
    nlohmann::json json = TRY(teams::readTeam(session, team));
    json["colour"] = TRY(teams::teamLook(session, team)).colour;
    json["low_credits_below"] = TRY(teams::lowCreditsBelow(session, team));
    return json;
}

} // namespace headroom::endpoint
