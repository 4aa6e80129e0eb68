#pragma once

#include "core/mail/mailer.h"

#include <string>
#include <string_view>

// What Headroom writes to people. Pure; everything that somebody typed is escaped in the HTML part.
namespace headroom::mail {

struct SignInCode {
    std::string to;
    std::string code;
    int minutes = 0; ///< for which it works
};

Message signInCodeMessage(const SignInCode& mail);

struct Invitation {
    std::string to;
    std::string teamName;
    std::string inviterName; ///< may be empty
    std::string appUrl;      ///< where the application is to be had; empty leaves the line out
};

/// InvalidInput when appUrl is neither empty nor an http(s) address without white space.
Result<Message> invitationMessage(const Invitation& mail);

} // namespace headroom::mail
