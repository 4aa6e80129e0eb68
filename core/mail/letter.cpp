#include "core/mail/letter.h"

#include "core/base/html.h"
#include "core/mail/colours.h"

namespace headroom::mail {

namespace {

// The application's own colours (ui/theme), so that a mail looks like where it comes from. None has six
// decimal digits: programs that look for a sign-in code take such a one for it.
constexpr std::string_view lightCard = "#ffffff";
constexpr std::string_view darkCard = "#171a20";
/// What coloured areas must reach against the card (WCAG 2.2, 1.4.11).
constexpr double areaContrast = 3.0;

constexpr std::string_view fonts =
    "font-family:Inter,-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

// For programs that know media queries; all others show the inline styles. Names are short, since some
// programs cut long mails.
constexpr std::string_view sheetHead = R"css(
  body { margin: 0; padding: 0; width: 100%; -webkit-text-size-adjust: 100%; }
  table { border-collapse: separate; border-spacing: 0; }
  img { border: 0; display: block; max-width: 100%; height: auto; }
  @media (max-width: 520px) {
    .out { padding: 0 !important; }
    .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
    .in { padding-left: 22px !important; padding-right: 22px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .bg { background: #0f1115 !important; }
    .card { background: #171a20 !important; border-color: #272c36 !important; }
    .line { border-color: #272c36 !important; }
    .t { color: #eef1f6 !important; }
    .m { color: #b3bbc9 !important; }
    .box { background: #1f232b !important; }
)css";

std::string style(std::string_view rules) {
    return " style=\"" + std::string(fonts) + std::string(rules) + "\"";
}

std::string line(std::string_view tag, std::string_view name, std::string_view rules, std::string_view text) {
    return "<" + std::string(tag) + " class=\"" + std::string(name) + "\"" + style(rules) + ">" +
           escapedHtml(text) + "</" + std::string(tag) + ">\n";
}

std::string link(std::string_view rules, std::string_view name, std::string_view label,
                 std::string_view url) {
    return "<a class=\"" + std::string(name) + "\" href=\"" + escapedHtml(url) + "\"" + style(rules) + ">" +
           escapedHtml(label) + "</a>";
}

/// The first character of a name, for the badge beside it.
std::string initialOf(std::string_view name) {
    std::size_t length = name.empty() ? 0 : 1;
    while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xc0U) == 0x80)
        ++length;
    std::string initial(name.substr(0, length));
    if (initial.size() == 1 && initial[0] >= 'a' && initial[0] <= 'z')
        initial[0] = static_cast<char>(initial[0] - 'a' + 'A');
    return initial;
}

std::string_view colourOf(const Brand& brand) {
    return brand.colour.empty() ? houseColour : std::string_view(brand.colour);
}

std::string factsHtml(const std::vector<Letter::Fact>& facts) {
    std::string html = "<table role=\"presentation\" width=\"100%\" class=\"box\" style=\"margin:4px 0 20px;"
                       "background:#f5f6f8;border-radius:10px\">\n";
    const std::string_view cell = "padding:10px 16px;font-size:15px;line-height:1.4;vertical-align:top;";
    for (const Letter::Fact& fact : facts) {
        html += "<tr><td class=\"m\"" + style(std::string(cell) + "color:#48526b") + ">" +
                escapedHtml(fact.label) + "</td>";
        html += "<td class=\"t\" align=\"right\"" +
                style(std::string(cell) + "color:#141a26;font-weight:600;word-break:break-word") + ">" +
                escapedHtml(fact.value) + "</td></tr>\n";
    }
    return html + "</table>\n";
}

std::string picturesHtml(const std::vector<Letter::Picture>& pictures) {
    // Inline blocks wrap by themselves; a table would not.
    std::string html = "<div style=\"margin:4px -4px 16px;font-size:0;line-height:0\">\n";
    for (const Letter::Picture& picture : pictures)
        html += "<img src=\"cid:" + escapedHtml(picture.contentId) + "\" alt=\"" +
                escapedHtml(picture.words) +
                "\" width=\"152\" style=\"display:inline-block;width:30.8%;max-width:152px;min-width:88px;"
                "height:auto;margin:4px;border-radius:10px;vertical-align:top\">\n";
    return html + "</div>\n";
}

} // namespace

Letter::Letter(const Words& words, Brand brand)
    : words_(words)
    , brand_(std::move(brand)) {}

Letter& Letter::preheader(std::string text) {
    preheader_ = std::move(text);
    return *this;
}

Letter& Letter::heading(std::string text) {
    blocks_.push_back(Heading{std::move(text)});
    return *this;
}

Letter& Letter::paragraph(std::string text) {
    blocks_.push_back(Paragraph{std::move(text)});
    return *this;
}

Letter& Letter::quiet(std::string text) {
    blocks_.push_back(Quiet{std::move(text)});
    return *this;
}

Letter& Letter::code(std::string text) {
    blocks_.push_back(Code{std::move(text)});
    return *this;
}

Letter& Letter::facts(std::vector<Fact> facts) {
    blocks_.push_back(std::move(facts));
    return *this;
}

Letter& Letter::button(std::string label, std::string url) {
    blocks_.push_back(Button{std::move(label), std::move(url)});
    return *this;
}

Letter& Letter::pictures(std::vector<Picture> pictures) {
    if (!pictures.empty()) blocks_.push_back(std::move(pictures));
    return *this;
}

Letter& Letter::footer(std::string text) {
    footer_.push_back(std::move(text));
    return *this;
}

Letter& Letter::footerLink(std::string label, std::string url) {
    footerLinks_.push_back({std::move(label), std::move(url)});
    return *this;
}

std::string Letter::head(std::string_view title) const {
    const std::string dark = standingOut(colourOf(brand_), darkCard, areaContrast);
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"" + words_.tag() + "\">\n<head>\n<meta charset=\"utf-8\">\n";
    html += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
    html += "<meta name=\"color-scheme\" content=\"light dark\">\n";
    html += "<meta name=\"supported-color-schemes\" content=\"light dark\">\n";
    html += "<title>" + escapedHtml(title) + "</title>\n<style>" + std::string(sheetHead);
    html += "    .a { background: " + dark + " !important; color: " + std::string(textOn(dark)) +
            " !important; border-color: " + dark + " !important; }\n  }\n</style>\n</head>\n";
    return html;
}

std::string Letter::masthead() const {
    const std::string colour = standingOut(colourOf(brand_), lightCard, areaContrast);
    const std::string name = brand_.name.empty() ? "Headroom" : brand_.name;
    std::string html = "<table role=\"presentation\"><tr>";
    html += "<td class=\"a\" width=\"36\" height=\"36\" align=\"center\"" +
            style("width:36px;height:36px;border-radius:10px;font-size:17px;font-weight:700;line-height:36px;"
                  "background:" +
                  colour + ";color:" + std::string(textOn(colour))) +
            ">" + escapedHtml(initialOf(name)) + "</td>";
    html += "<td class=\"t\"" + style("padding-left:12px;font-size:16px;font-weight:600;color:#141a26") +
            ">" + escapedHtml(name) + "</td></tr></table>\n";
    return html;
}

std::string Letter::foot() const {
    std::string html;
    constexpr std::string_view rules = "margin:0 0 6px;font-size:13px;line-height:1.5;color:#5b6577";
    for (const std::string& text : footer_)
        html += line("p", "m", rules, text);
    for (const Button& one : footerLinks_)
        html += "<p" + style(rules) + ">" +
                link("color:#5b6577;text-decoration:underline", "m", one.label, one.url) + "</p>\n";
    return html;
}

std::string Letter::htmlOf(const Block& block) const {
    struct Writer {
        const Letter& letter;
        std::string operator()(const Heading& one) const {
            return line(
                "h1", "t",
                "margin:0 0 14px;font-size:24px;line-height:1.25;font-weight:700;letter-spacing:-0.4px;"
                "color:#141a26",
                one.text);
        }
        std::string operator()(const Paragraph& one) const {
            return line("p", "t", "margin:0 0 16px;font-size:16px;line-height:1.55;color:#2b3445", one.text);
        }
        std::string operator()(const Quiet& one) const {
            return line("p", "m", "margin:0 0 16px;font-size:14px;line-height:1.5;color:#48526b", one.text);
        }
        std::string operator()(const Code& one) const {
            return "<div class=\"box\" style=\"margin:4px 0 20px;padding:18px;border-radius:10px;"
                   "background:#f5f6f8;text-align:center\"><span class=\"t\" "
                   "style=\"font-family:ui-monospace,"
                   "SFMono-Regular,Menlo,Consolas,monospace;font-size:34px;font-weight:700;letter-spacing:"
                   "8px;"
                   "padding-left:8px;color:#141a26\">" +
                   escapedHtml(one.text) + "</span></div>\n";
        }
        std::string operator()(const std::vector<Fact>& facts) const { return factsHtml(facts); }
        std::string operator()(const Button& one) const {
            const std::string colour = standingOut(colourOf(letter.brand_), lightCard, areaContrast);
            return "<p style=\"margin:4px 0 20px\">" +
                   link("display:inline-block;padding:12px 22px;border-radius:9px;font-size:16px;"
                        "font-weight:600;text-decoration:none;background:" +
                            colour + ";color:" + std::string(textOn(colour)),
                        "a", one.label, one.url) +
                   "</p>\n";
        }
        std::string operator()(const std::vector<Picture>& pictures) const { return picturesHtml(pictures); }
    };
    return std::visit(Writer{*this}, block);
}

std::string Letter::html(std::string_view title) const {
    std::string html = head(title);
    html += "<body class=\"bg\" style=\"margin:0;padding:0;background:#f5f6f8\">\n";
    // Readers show the first text of a mail in their list; the spaces keep what follows out of it.
    html += "<div style=\"display:none;max-height:0;overflow:hidden;opacity:0\">" + escapedHtml(preheader_);
    for (int i = 0; i < 40; ++i)
        html += "&#8199;&#847; ";
    html +=
        "</div>\n<table role=\"presentation\" width=\"100%\" class=\"bg\" style=\"background:#f5f6f8\"><tr>"
        "<td class=\"out\" align=\"center\" style=\"padding:28px 12px\">\n"
        "<!--[if mso]><table role=\"presentation\" width=\"560\"><tr><td><![endif]-->\n"
        "<table role=\"presentation\" width=\"100%\" class=\"card\" "
        "style=\"max-width:560px;background:#ffffff;"
        "border:1px solid #e4e7ec;border-radius:14px;text-align:left\">\n";
    html += "<tr><td class=\"in\" style=\"padding:26px 36px 0\">" + masthead() + "</td></tr>\n";
    html += "<tr><td class=\"in\" style=\"padding:24px 36px 14px\">\n";
    for (const Block& block : blocks_)
        html += htmlOf(block);
    html += "</td></tr>\n";
    const std::string under = foot();
    if (!under.empty())
        html += "<tr><td class=\"in line\" style=\"padding:18px 36px 20px;border-top:1px solid #e4e7ec\">\n" +
                under + "</td></tr>\n";
    html += "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n";
    return html + "</td></tr></table>\n</body>\n</html>\n";
}

std::string Letter::text() const {
    struct Writer {
        std::string operator()(const Heading& one) const { return one.text + "\n\n"; }
        std::string operator()(const Paragraph& one) const { return one.text + "\n\n"; }
        std::string operator()(const Quiet& one) const { return one.text + "\n\n"; }
        std::string operator()(const Code& one) const { return "    " + one.text + "\n\n"; }
        std::string operator()(const std::vector<Fact>& facts) const {
            std::string lines;
            for (const Fact& fact : facts)
                lines += "  " + fact.label + ": " + fact.value + "\n";
            return lines + "\n";
        }
        std::string operator()(const Button& one) const { return one.label + ": " + one.url + "\n\n"; }
        std::string operator()(const std::vector<Picture>&) const { return {}; }
    };
    std::string text;
    for (const Block& block : blocks_)
        text += std::visit(Writer{}, block);
    text += "-- \n" + (brand_.name.empty() ? std::string("Headroom") : brand_.name) + "\n";
    for (const std::string& one : footer_)
        text += one + "\n";
    for (const Button& one : footerLinks_)
        text += one.label + ": " + one.url + "\n";
    return text;
}

} // namespace headroom::mail
