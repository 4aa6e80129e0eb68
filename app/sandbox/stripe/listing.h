#pragma once

#include "app/sandbox/stripe/ledger_objects.h"
#include "app/sandbox/stripe/parameters.h"

#include <string>
#include <vector>

namespace headroom::sandbox {

/// Parameters of a list: `limit`, `starting_after`, `ending_before`, `created`, `expand`, and the filters of
/// the kind, each of which compares with the member of the same name.
Shape listShape(std::vector<std::pair<std::string, Shape>> filters);

/// One page, newest first. `url` is the path that the list names as its own.
Answer<Json> listObjects(const StripeStore& store, const std::string& kind, const Json& parameters,
                         const std::string& baseUrl, const std::string& url);

/// Replaces ids by objects as `expand[]` asks, at most four levels deep, in a rendered object or list.
Answer<Json> expanded(const StripeStore& store, Json object, const Json& paths, const std::string& baseUrl);

} // namespace headroom::sandbox
