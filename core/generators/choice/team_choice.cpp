#include "core/generators/choice/team_choice.h"

#include "core/generators/choice/choice_limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace headroom::generators::choice {

using nlohmann::json;

namespace {

constexpr std::string_view selectChoice = R"sql(
    SELECT preferred, styles, consents, day_limit_micros, updated_at FROM team_generators WHERE team_id = $1)sql";

constexpr std::string_view upsertChoice = R"sql(
    INSERT INTO team_generators (team_id, preferred, styles, consents, day_limit_micros, changed_by, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (team_id) DO UPDATE SET preferred = excluded.preferred, styles = excluded.styles,
        consents = excluded.consents, day_limit_micros = excluded.day_limit_micros,
        changed_by = excluded.changed_by, updated_at = excluded.updated_at)sql";

Result<Names> namesFrom(const json& list) {
    if (!list.is_array()) return fail(ErrorCode::Corrupt, "generators of a team");
    Names names;
    for (const json& name : list) {
        if (!name.is_string()) return fail(ErrorCode::Corrupt, "generators of a team");
        names.push_back(name.get<std::string>());
    }
    return names;
}

bool contains(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

Result<void> checkNames(std::string_view member, const Names& names, const Names& open) {
    const std::string where(member);
    if (names.size() > generatorsMax) return fail(ErrorCode::LimitExceeded, where + " has too many names");
    if (std::set(names.begin(), names.end()).size() != names.size())
        return fail(ErrorCode::InvalidInput, where + " has a name twice");
    for (const std::string& name : names)
        if (!contains(open, name))
            return fail(ErrorCode::InvalidInput, where + ": this endpoint has no generator " + name);
    return {};
}

} // namespace

Names TeamChoice::orderFor(std::string_view style, const Names& open) const {
    const auto own = styles.find(style);
    const Names& wanted = own != styles.end() ? own->second : order;
    if (wanted.empty()) return open;
    Names names;
    std::ranges::copy_if(wanted, std::back_inserter(names),
                         [&](const std::string& name) { return contains(open, name); });
    return names;
}

bool TeamChoice::mayLeave(std::string_view generator) const {
    return contains(consents, generator);
}

Result<void> checkChoice(const TeamChoice& choice, const Names& open) {
    TRY(checkNames("generators", choice.order, open));
    TRY(checkNames("consents", choice.consents, open));
    if (choice.styles.size() > stylesMax) return fail(ErrorCode::LimitExceeded, "too many styles");
    for (const auto& [style, names] : choice.styles) {
        if (style.empty() || style.size() > nameLengthMax)
            return fail(ErrorCode::InvalidInput, "a style's name");
        if (names.empty()) return fail(ErrorCode::InvalidInput, "styles." + style + " is empty");
        TRY(checkNames("styles." + style, names, open));
    }
    if (choice.dayLimitMicros && (*choice.dayLimitMicros < 0 || *choice.dayLimitMicros > dayLimitMax))
        return fail(ErrorCode::InvalidInput, "day_limit_micros is out of bounds");
    return {};
}

Result<TeamChoice> teamChoice(database::Session& session, const TeamId& team) {
    const auto row = TRY(session.one(selectChoice, {team}));
    TeamChoice choice;
    if (!row) return choice;
    choice.order = TRY(namesFrom(json::parse(row->text("preferred"), nullptr, false)));
    choice.consents = TRY(namesFrom(json::parse(row->text("consents"), nullptr, false)));
    const json styles = json::parse(row->text("styles"), nullptr, false);
    if (!styles.is_object()) return fail(ErrorCode::Corrupt, "generators of a team's styles");
    for (const auto& [style, names] : styles.items())
        choice.styles[style] = TRY(namesFrom(names));
    choice.dayLimitMicros = row->optionalInteger("day_limit_micros");
    choice.changedAt = {row->integer("updated_at")};
    return choice;
}

Result<void> saveTeamChoice(sync::TeamWrite& write, const MemberId& owner, const TeamChoice& choice) {
    TRY(write.transaction().execute(upsertChoice, {write.team(), json(choice.order).dump(),
                                                   json(choice.styles).dump(), json(choice.consents).dump(),
                                                   choice.dayLimitMicros, owner, write.now()}));
    return write.changed(sync::RowKind::Team, write.team().text());
}

} // namespace headroom::generators::choice
