#pragma once

#include "core/mail/mail_outbox.h"

#include <string>
#include <string_view>

// How a waiting mail stands in the database. Only this room's .cpp files include it.
namespace headroom::mail {

/// Everything that is not a column of its own.
std::string detailsOf(const Outgoing& outgoing);

/// Mail and team; the rest of the envelope comes from the columns. Corrupt for an unknown kind or details
/// that do not fit it.
Result<Outgoing> readOutgoing(std::string_view kind, const std::string& details);

} // namespace headroom::mail
