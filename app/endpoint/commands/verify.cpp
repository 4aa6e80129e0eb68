#include "app/endpoint/commands/commands.h"
#include "app/endpoint/open_database.h"
#include "core/credits/credits_verify.h"

#include <cstdio>

namespace headroom::endpoint {

int verify(const EndpointConfig& config, const Arguments&) {
    const SystemClock clock;
    const auto database = openDatabase(config, clock);
    if (!database) return complain(describe(database.error()));
    const auto differences =
        (*database)->read([](database::Session& session) { return credits::verify(session); });
    if (!differences) return complain(describe(differences.error()));
    for (const std::string& difference : *differences)
        std::printf("%s\n", difference.c_str());
    std::printf("%zu differences\n", differences->size());
    return differences->empty() ? 0 : 1;
}

} // namespace headroom::endpoint
