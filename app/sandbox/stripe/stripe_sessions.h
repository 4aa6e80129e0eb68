#pragma once

#include "app/sandbox/stripe/ledger_objects.h"

namespace headroom::sandbox {

/// POST /v1/checkout/sessions/{id}/expire: only an open one.
Answer<Json> expireSession(Desk& desk, const std::string& id);

/// Ends the open sessions whose time has come; the moment of the next one in seconds, or 0.
std::int64_t expireDueSessions(Desk& desk);

} // namespace headroom::sandbox
