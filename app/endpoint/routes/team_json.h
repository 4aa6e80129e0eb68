#pragma once

#include "core/teams/mail_people.h"
#include "core/teams/member_rows.h"

#include <nlohmann/json.hpp>

namespace headroom::endpoint {

/// The team's row as it travels, with the colour that its mails have.
inline Result<nlohmann::json> teamJson(database::Session& session, const TeamId& team) {
    nlohmann::json json = TRY(teams::readTeam(session, team));
    json["colour"] = TRY(teams::teamLook(session, team)).colour;
    return json;
}

} // namespace headroom::endpoint
