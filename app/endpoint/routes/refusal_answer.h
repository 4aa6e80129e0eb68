#pragma once

#include "app/endpoint/api/call.h"
#include "core/credits/credits_commands.h"

namespace headroom::endpoint {

/// A refusal of the ledger as problem details, with its lines, its preview and what is missing as members of
/// its own (RFC 9457, 3.2).
CommandAnswer refusalAnswer(const credits::Refusal& refusal);

} // namespace headroom::endpoint
