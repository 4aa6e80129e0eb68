#include "app/endpoint/commands/commands.h"
#include "app/endpoint/new_team.h"
#include "app/endpoint/open_database.h"

#include <cstdio>

namespace headroom::endpoint {

int createTeam(const EndpointConfig& config, const Arguments& arguments) {
    const std::string name = option(arguments, "--name");
    const std::string owner = option(arguments, "--owner");
    if (name.empty() || owner.empty())
        return complain("usage: headroom-endpoint create-team --name NAME --owner E-MAIL [--owner-name NAME]",
                        2);
    const SystemClock clock;
    const auto database = openDatabase(config, clock);
    if (!database) return complain(describe(database.error()));
    const auto team = makeTeam(**database, clock, name, owner, option(arguments, "--owner-name"));
    if (!team) return complain(describe(team.error()));
    std::printf("%s\n", team->text().c_str());
    return 0;
}

} // namespace headroom::endpoint
