#include "app/endpoint/pages/unsubscribe_page.h"

#include "app/endpoint/resources.h"
#include "core/base/html.h"
#include "core/mail/words.h"

namespace headroom::endpoint {

namespace {

void put(std::string& page, std::string_view mark, const std::string& html) {
    for (std::size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at + html.size()))
        page.replace(at, mark.size(), html);
}

std::string filled(const mail::Words& words, const std::string& title, const std::string& text,
                   const std::string& form) {
    std::string page(embedded(resources::endpointFiles(), "unsubscribe.html"));
    put(page, "@language@", words.tag());
    put(page, "@page@", escapedHtml(words.text("page.title")));
    put(page, "@title@", escapedHtml(title));
    put(page, "@text@", escapedHtml(text));
    put(page, "@form@", form);
    return page;
}

} // namespace

std::string unsubscribeQuestion(mail::MailSwitch which, std::string_view token, std::string_view language) {
    const mail::Words& words = mail::Words::of(language);
    const std::string form =
        "<form method=\"post\" action=\"/api/mail/unsubscribe?token=" + escapedHtml(token) + "\"><button>" +
        escapedHtml(words.text("page.button")) + "</button></form>";
    return filled(words, words.text("page.ask." + std::string(mail::name(which))), words.text("page.back"),
                  form);
}

std::string unsubscribedPage(std::string_view language) {
    const mail::Words& words = mail::Words::of(language);
    return filled(words, words.text("page.done"), words.text("page.back"), {});
}

std::string brokenLinkPage(std::string_view language) {
    const mail::Words& words = mail::Words::of(language);
    return filled(words, words.text("page.title"), words.text("page.invalid"), {});
}

} // namespace headroom::endpoint
