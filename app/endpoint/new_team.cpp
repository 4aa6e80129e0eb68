#include "app/endpoint/new_team.h"

#include "core/credits/credits_store.h"
#include "core/teams/team_store.h"

namespace headroom::endpoint {

Result<TeamId> makeTeam(database::Database& database, const Clock& clock, const std::string& name,
                        const std::string& ownerEmail, const std::string& ownerName) {
    const teams::NewTeam team{
        .id = TeamId::make(), .name = name, .ownerEmail = ownerEmail, .ownerName = ownerName};
    TRY(database.write([&](database::Transaction& transaction) -> Result<void> {
        auto created = TRY(teams::createTeam(transaction, team, clock.now()));
        return credits::initialiseTeam(created.write);
    }));
    return team.id;
}

} // namespace headroom::endpoint
