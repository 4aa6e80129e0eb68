#include "core/mail/messages.h"

#include "core/base/html.h"

namespace headroom::mail {

namespace {

/// Mail programs know little CSS: one column, system fonts, colours that hold in light and dark.
std::string page(std::string_view title, std::string_view body) {
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\n<title>";
    html += escapedHtml(title);
    html += "</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe "
            "UI',sans-serif;font-size:16px;line-height:1.5\">\n";
    html += "<div style=\"max-width:480px;margin:0 auto\">\n";
    html += body;
    return html + "</div>\n</body>\n</html>\n";
}

std::string paragraph(std::string_view text, std::string_view style = "margin:0 0 16px") {
    return "<p style=\"" + std::string(style) + "\">" + std::string(text) + "</p>\n";
}

constexpr std::string_view quiet = "margin:24px 0 0;font-size:13px;opacity:0.7";

bool isWebAddress(std::string_view url) {
    if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
    for (const char c : url)
        if (c <= ' ' || c > '~' || c == '"' || c == '<' || c == '>') return false;
    return url.size() <= 2000;
}

} // namespace

Message signInCodeMessage(const SignInCode& mail) {
    const std::string lifetime = std::to_string(mail.minutes) + " minutes";
    const std::string warning = "If you did not try to sign in, you can ignore this mail. Never tell the "
                                "code to anybody: we will not ask for it.";
    Message message;
    message.to = mail.to;
    message.subject = mail.code + " is your Headroom code";
    message.text = "Your code for signing in to Headroom:\n\n    " + mail.code +
                   "\n\nType it into the application that asked for it. It works once, within " + lifetime +
                   ".\n\n" + warning + "\n";
    message.html =
        page(message.subject,
             paragraph("Your code for signing in to Headroom:") +
                 paragraph(escapedHtml(mail.code), "margin:0 0 16px;font-size:32px;font-weight:600;"
                                                   "letter-spacing:6px;font-family:monospace") +
                 paragraph("Type it into the application that asked for it. It works once, within " +
                           escapedHtml(lifetime) + ".") +
                 paragraph(escapedHtml(warning), quiet));
    return message;
}

Result<Message> invitationMessage(const Invitation& mail) {
    if (!mail.appUrl.empty() && !isWebAddress(mail.appUrl))
        return fail(ErrorCode::InvalidInput, "the application's address is not a web address");
    const std::string who = mail.inviterName.empty() ? "Somebody" : mail.inviterName;
    const std::string what =
        " invites you to the team \xe2\x80\x9c" + mail.teamName + "\xe2\x80\x9d on Headroom";
    const std::string about = "Headroom turns everyday photos into professional headshots, for whole teams.";
    const std::string how = "To join, open Headroom and sign in with this address: " + mail.to;
    const std::string warning = "If you do not know what this is about, you can ignore this mail.";
    Message message;
    message.to = mail.to;
    message.subject = who + what;
    message.text = who + what + ".\n\n" + about + "\n\n" + how + "\n";
    std::string body = paragraph("<strong>" + escapedHtml(who) + "</strong>" + escapedHtml(what) + ".") +
                       paragraph(escapedHtml(about)) + paragraph(escapedHtml(how));
    if (!mail.appUrl.empty()) {
        message.text += "\nGet Headroom: " + mail.appUrl + "\n";
        body += paragraph("<a href=\"" + escapedHtml(mail.appUrl) + "\">Get Headroom</a>");
    }
    message.text += "\n" + warning + "\n";
    message.html = page(message.subject, body + paragraph(escapedHtml(warning), quiet));
    return message;
}

} // namespace headroom::mail
