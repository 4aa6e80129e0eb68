#include "app/sandbox/stripe/checkout_page.h"

#include "app/sandbox/stripe/session_rules.h"
#include "core/base/html.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace headroom::sandbox {

namespace {

constexpr std::string_view style = R"css(
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5d6678;--line:#d5dae3;--edge:#818a9c;--ground:#f4f6fa;--card:#fff;--accent:#3157d5;
--accent-ink:#fff;--bad:#b3261e;--bad-ground:#fdecea;--note:#fff4d6;--note-ink:#5c4300}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#a3acbe;--line:#3a4254;--edge:#76809a;--ground:#14181f;--card:#1d222c;
--accent:#7f9bff;--accent-ink:#10131a;--bad:#ffb4ab;--bad-ground:#3b1a17;--note:#3d3212;--note-ink:#ffe3a0}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:var(--ground)}
.sandbox{margin:0;padding:10px 16px;text-align:center;font-weight:600;background:var(--note);color:var(--note-ink)}
main{max-width:920px;margin:32px auto;padding:0 16px;display:grid;grid-template-columns:1fr 1fr;gap:32px}
main.single{max-width:560px;grid-template-columns:1fr}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px}
section.summary{background:none;border:0;padding:24px 0}
h1{font-size:1.1rem;font-weight:600;margin:0 0 4px;color:var(--soft)}
h2{font-size:1.15rem;margin:0 0 16px}
.total{font-size:2.2rem;font-weight:700;margin:0 0 24px;letter-spacing:-.02em}
table{width:100%;border-collapse:collapse}
td,th{padding:10px 0;border-top:1px solid var(--line);text-align:left;vertical-align:top}
td:last-child,th:last-child{text-align:right;white-space:nowrap}
.quantity{color:var(--soft);font-size:.9rem}
label{display:block;font-weight:600;font-size:.92rem;margin:14px 0 4px}
input{width:100%;font:inherit;padding:10px 12px;color:var(--ink);background:var(--card);border:1px solid var(--edge);border-radius:8px}
input::placeholder{color:var(--soft);opacity:1}
input:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
input[aria-invalid=true]{border-color:var(--bad)}
input[readonly]{color:var(--soft);background:var(--ground)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
button{width:100%;margin-top:22px;padding:12px;font:inherit;font-weight:600;border:0;border-radius:8px;background:var(--accent);color:var(--accent-ink);cursor:pointer}
button.quiet{background:none;color:var(--ink);border:1px solid var(--line);margin-top:12px}
.problem{margin:0 0 12px;padding:10px 12px;border-radius:8px;background:var(--bad-ground);color:var(--bad)}
.hint{font-size:.88rem;color:var(--soft);margin:18px 0 0}
.hint code{white-space:nowrap}
a{color:var(--accent)}
@media (max-width:720px){main{grid-template-columns:1fr;gap:0;margin-top:8px}}
)css";

std::string page(std::string_view title, std::string_view body) {
    std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"robots\" content=\"noindex\">\n<title>";
    html += escapedHtml(title);
    html += " – Sandbox</title>\n<style>";
    html += style;
    html += "</style>\n</head>\n<body>\n<p class=\"sandbox\" role=\"note\" id=\"sandbox-notice\">"
            "Sandbox – no real money. Nothing here reaches a bank.</p>\n";
    html += body;
    html += "</body>\n</html>\n";
    return html;
}

std::string text(const Json& object, const char* name) {
    return object.contains(name) && object[name].is_string() ? object[name].get<std::string>()
                                                             : std::string();
}

std::string summary(const Json& session) {
    std::string html = "<section class=\"summary\" aria-label=\"Order\">\n<h1>Pay Headroom</h1>\n<p "
                       "class=\"total\" id=\"total\">" +
                       moneyText(session["amount_total"].get<std::int64_t>(), text(session, "currency")) +
                       "</p>\n<table>\n";
    for (const Json& item : session["_line_items"]) {
        const Json& price = item["price_data"];
        const auto unit = price["unit_amount"].get<std::int64_t>();
        const auto quantity = item["quantity"].get<std::int64_t>();
        html += "<tr><td>" + escapedHtml(text(price["product_data"], "name"));
        const std::string description = text(price["product_data"], "description");
        if (!description.empty())
            html += "<br><span class=\"quantity\">" + escapedHtml(description) + "</span>";
        if (quantity > 1)
            html += "<br><span class=\"quantity\">" + std::to_string(quantity) + " × " +
                    moneyText(unit, text(price, "currency")) + "</span>";
        html += "</td><td>" + moneyText(unit * quantity, text(price, "currency")) + "</td></tr>\n";
    }
    html += "</table>\n";
    const std::string cancel = text(session, "cancel_url");
    if (!cancel.empty())
        html += "<p><a id=\"cancel\" href=\"" + escapedHtml(cancel) + "\">← Cancel and go back</a></p>\n";
    return html + "</section>\n";
}

struct Field {
    const char* id;
    const char* label;
    const char* attributes;
};

std::string input(const Field& field, const std::string& value, const CheckoutForm& form) {
    std::string html = std::string("<label for=\"") + field.id + "\">" + field.label +
                       "</label>\n<input id=\"" + field.id + "\" name=\"" + field.id + "\" required " +
                       field.attributes + " value=\"" + escapedHtml(value) + "\"";
    if (form.problemField == field.id)
        html += " aria-invalid=\"true\" aria-describedby=\"problem\" autofocus";
    return html + ">\n";
}

std::string payForm(const Json& session, const CheckoutForm& form) {
    const std::string id = text(session, "id");
    const std::string fixedEmail = text(session, "customer_email");
    std::string html = "<section aria-label=\"Payment\">\n<h2>Pay with card</h2>\n";
    if (!form.problem.empty())
        html += "<p class=\"problem\" role=\"alert\" id=\"problem\">" + escapedHtml(form.problem) + "</p>\n";
    html += "<form method=\"post\" action=\"/c/pay/" + escapedHtml(id) + "\" id=\"payment-form\">\n";
    html += input({"email", "E-mail",
                   fixedEmail.empty() ? "type=\"email\" autocomplete=\"email\" maxlength=\"254\""
                                      : "type=\"email\" readonly"},
                  fixedEmail.empty() ? form.email : fixedEmail, form);
    html += input({"cardNumber", "Card number",
                   "inputmode=\"numeric\" autocomplete=\"cc-number\" maxlength=\"23\" placeholder=\"4242 "
                   "4242 4242 4242\""},
                  {}, form);
    html += "<div class=\"pair\"><div>\n";
    html += input({"cardExpiry", "Expiry (MM / YY)",
                   "inputmode=\"numeric\" autocomplete=\"cc-exp\" maxlength=\"9\" placeholder=\"12 / 34\""},
                  form.expiry, form);
    html += "</div><div>\n";
    html += input({"cardCvc", "Security code (CVC)",
                   "inputmode=\"numeric\" autocomplete=\"cc-csc\" maxlength=\"4\" placeholder=\"123\""},
                  {}, form);
    html += "</div></div>\n";
    html +=
        input({"billingName", "Name on card", "autocomplete=\"cc-name\" maxlength=\"200\""}, form.name, form);
    html += "<button type=\"submit\" id=\"pay\">Pay " +
            moneyText(session["amount_total"].get<std::int64_t>(), text(session, "currency")) +
            "</button>\n</form>\n";
    html += "<p class=\"hint\">Test cards, with any future date and any code: <code>4242 4242 4242 "
            "4242</code> pays, "
            "<code>4000 0000 0000 0002</code> is declined, <code>4000 0000 0000 9995</code> lacks funds, "
            "<code>4000 0027 6000 3184</code> asks for authentication. Never type a real card.</p>\n";
    return html + "</section>\n";
}

bool hasNoMinorUnit(std::string_view currency) {
    static constexpr std::array<std::string_view, 16> currencies{"bif", "clp", "djf", "gnf", "jpy", "kmf",
                                                                 "krw", "mga", "pyg", "rwf", "ugx", "vnd",
                                                                 "vuv", "xaf", "xof", "xpf"};
    return std::find(currencies.begin(), currencies.end(), currency) != currencies.end();
}

} // namespace

std::string moneyText(std::int64_t amount, std::string_view currency) {
    std::string number = std::to_string(amount);
    if (!hasNoMinorUnit(currency)) {
        const std::string minor = std::to_string(amount % 100);
        number = std::to_string(amount / 100) + "." + (minor.size() < 2 ? "0" : "") + minor;
    }
    if (currency == "usd") return "$" + number;
    std::string upper(currency);
    for (char& c : upper)
        c = static_cast<char>(c - 'a' + 'A');
    return number + " " + upper;
}

std::string checkoutPage(const Json& session, const CheckoutForm& form) {
    return page("Checkout", "<main>\n" + summary(session) + payForm(session, form) + "</main>\n");
}

std::string authenticationPage(const Json& session) {
    const std::string action = "/c/pay/" + escapedHtml(text(session, "id")) + "/authenticate";
    return page(
        "Authentication",
        "<main class=\"single\">\n<section>\n<h2>Your bank asks: is it you?</h2>\n"
        "<p>This card always wants 3-D Secure. Choose how it ends.</p>\n<form method=\"post\" action=\"" +
            action +
            "\">\n<button id=\"authenticate-complete\" name=\"outcome\" "
            "value=\"complete\">Complete</button>\n"
            "<button id=\"authenticate-fail\" class=\"quiet\" name=\"outcome\" value=\"fail\">Fail</button>\n"
            "</form>\n</section>\n</main>\n");
}

std::string messagePage(std::string_view title, std::string_view message, std::string_view link,
                        std::string_view linkText) {
    std::string html = "<main class=\"single\">\n<section>\n<h2>" + escapedHtml(title) + "</h2>\n<p>" +
                       escapedHtml(message) + "</p>\n";
    if (!link.empty())
        html +=
            "<p><a id=\"back\" href=\"" + escapedHtml(link) + "\">" + escapedHtml(linkText) + "</a></p>\n";
    return page(title, html + "</section>\n</main>\n");
}

std::string overviewPage(const Json& sessions) {
    std::string html = "<main class=\"single\">\n<section>\n<h2>Headroom sandbox</h2>\n"
                       "<p>A local stand-in for Stripe. Its API is under <code>/v1</code>; any "
                       "<code>sk_test_…</code> key works.</p>\n";
    if (sessions.empty()) {
        html += "<p class=\"hint\">No checkout has been started yet.</p>\n";
    } else {
        html += "<table>\n<tr><th>Checkout</th><th>Amount</th></tr>\n";
        for (const Json& session : sessions) {
            const std::string id = text(session, "id");
            html += "<tr><td><a href=\"/c/pay/" + escapedHtml(id) + "\">" + escapedHtml(id.substr(0, 20)) +
                    "…</a><br>"
                    "<span class=\"quantity\">" +
                    escapedHtml(text(session, "status")) + ", " +
                    escapedHtml(text(session, "payment_status")) + "</span></td><td>" +
                    moneyText(session["amount_total"].get<std::int64_t>(), text(session, "currency")) +
                    "</td></tr>\n";
        }
        html += "</table>\n";
    }
    return page("Overview", html + "</section>\n</main>\n");
}

} // namespace headroom::sandbox
