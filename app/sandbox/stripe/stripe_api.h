#pragma once

#include "core/base/clock.h"
#include "core/http/server/router.h"

namespace headroom::sandbox {

class StripeSandbox;

/// Everything under /v1: keys, versions, idempotency, and the operations that the project needs.
void addStripeApi(http::Router& router, StripeSandbox& sandbox, const Clock& clock);

} // namespace headroom::sandbox
