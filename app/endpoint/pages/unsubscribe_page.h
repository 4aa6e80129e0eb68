#pragma once

#include "core/mail/unsubscribe.h"

#include <string>
#include <string_view>

// The small page behind the "no more mails of this kind" of a mail. Pure.
namespace headroom::endpoint {

/// Asks; the button posts to the same address. `language` is what the browser prefers (Accept-Language).
std::string unsubscribeQuestion(mail::MailSwitch which, std::string_view token, std::string_view language);
std::string unsubscribedPage(std::string_view language);
/// For links that are not ours.
std::string brokenLinkPage(std::string_view language);

} // namespace headroom::endpoint
