#pragma once

#include "core/base/clock.h"
#include "core/http/server/request.h"

#include <string>
#include <string_view>

namespace headroom::sandbox {

/// Vercel Blob's signed access: a token that its holder may sign links with, and the check of such links.
/// Keeps nothing: what a token permits stands in it, signed. Pure functions.
struct SignedTokens {
    std::string delegation; ///< "PAYLOAD.SIGNATURE": part of each link
    std::string signing;    ///< secret of who signs links
};

/// `scope`: JSON of what is permitted, with "validUntil" in ms and "operations".
SignedTokens issueSignedTokens(const std::string& scope);

/// Whether the request's parameters permit to get that blob now.
bool permitsGet(const http::Request& request, std::string_view pathname, Timestamp now);

} // namespace headroom::sandbox
