#pragma once

#include "core/base/ids.h"

#include <optional>
#include <string>

namespace headroom::endpoint {

enum class CheckoutReturn { Done, Cancelled };

/// The page that the browser shows after Stripe's. It says only what is certain (the desktop learns the
/// outcome from the endpoint, never from this page) and offers the link that raises the desktop's window.
/// Self-contained HTML.
std::string checkoutPage(CheckoutReturn how, const std::optional<OrderId>& order);

} // namespace headroom::endpoint
