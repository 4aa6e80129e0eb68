#pragma once

#include "core/base/ids.h"
#include "core/mail/messages.h"

#include <optional>
#include <string>
#include <string_view>

// Links that switch one kind of mail off for one member without signing in (RFC 8058). They say whom and
// what, and are signed with the endpoint's secret; they do not expire, as mails lie around for years, and can
// do nothing else. Pure.
namespace headroom::mail {

struct Unsubscription {
    MemberId member;
    MailSwitch which = MailSwitch::HeadshotsReady;
};

/// Letters, digits, '-', '_' and '.' only.
std::string unsubscribeToken(const Unsubscription& what, std::string_view secret);

/// Nothing when it was not made with this secret.
std::optional<Unsubscription> readUnsubscribeToken(std::string_view token, std::string_view secret);

} // namespace headroom::mail
