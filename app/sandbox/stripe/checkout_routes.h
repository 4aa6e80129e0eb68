#pragma once

#include "core/http/server/router.h"

namespace headroom::sandbox {

class StripeSandbox;

/// The pages that a customer's browser sees: /c/pay/{session}, and an overview at /.
void addCheckoutPages(http::Router& router, StripeSandbox& sandbox);

} // namespace headroom::sandbox
