#pragma once

#include "core/database/database.h"

#include <string>
#include <vector>

namespace headroom::credits {

/// Recomputes from the immutable rows everything that is stored twice, for all teams:
/// - cached balances of teams and members are the sums of their transfers, and every account's credits are
/// somewhere;
/// - held is the sum of the open holds; each hold began once, and ended as often and in the way that its
/// state says;
/// - spent is the charged headshots;
/// - purchased is what paid orders granted, refunded what they reversed, also order by order.
///
/// Answers with the differences in words with ids, none when all is well, at most differencesMax. For the
/// operator's command and tests; reads whole tables. Any thread, read blocks only.
Result<std::vector<std::string>> verify(database::Session& session);

} // namespace headroom::credits
