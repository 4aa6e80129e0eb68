#pragma once

#include "app/sandbox/stripe/stripe_error.h"

#include <string_view>

namespace headroom::sandbox {

/// Decodes `a[b][0][c]=v&expand[]=x` as Stripe does: objects, arrays by index or in order of arrival, texts
/// as leaves. Refuses broken escapes, holes in arrays, and names that are a value here and an object there.
Answer<Json> parseForm(std::string_view text);

} // namespace headroom::sandbox
