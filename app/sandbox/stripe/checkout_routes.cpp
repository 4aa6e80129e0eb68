#include "app/sandbox/stripe/checkout_routes.h"

#include "app/sandbox/stripe/checkout_page.h"
#include "app/sandbox/stripe/listing.h"
#include "app/sandbox/stripe/stripe_sandbox.h"
#include "core/base/text.h"
#include "core/http/url.h"

#include <optional>

namespace headroom::sandbox {

namespace {

http::Response html(int status, std::string body) {
    // No form-action: browsers apply it to the redirect after the form as well, and that leads to the shop.
    return http::Response::text(status, std::move(body), "text/html; charset=utf-8")
        .with("Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
        .with("Cache-Control", "no-store")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
}

http::Response broken() {
    return html(500, messagePage("Something went wrong", "The sandbox cannot write its journal."));
}

/// The success address, with Stripe's placeholder filled in.
std::string successUrl(const Json& session) {
    static constexpr std::string_view placeholder = "{CHECKOUT_SESSION_ID}";
    std::string url = session["success_url"].get<std::string>();
    const auto id = session["id"].get<std::string>();
    for (std::size_t at = url.find(placeholder); at != std::string::npos;
         at = url.find(placeholder, at + id.size()))
        url.replace(at, placeholder.size(), id);
    return url;
}

http::Response toSuccess(const Json& session) {
    return http::Response::empty(303).with("Location", successUrl(session)).with("Cache-Control", "no-store");
}

http::Response notOpen(const Json& session) {
    if (session["status"] == "complete")
        return html(200,
                    messagePage("Already paid", "This checkout is complete.", successUrl(session), "Go on"));
    const std::string back =
        session["cancel_url"].is_string() ? session["cancel_url"].get<std::string>() : std::string();
    return html(
        410, messagePage("This checkout has expired", "Start again from where you came.", back, "Go back"));
}

http::Response unknown() {
    return html(404, messagePage("Unknown checkout", "There is no checkout session with this address."));
}

/// A payer, or what is wrong with the form.
std::optional<Payer> readPayer(const http::Parameters& fields, const Json& session, std::int64_t nowSeconds,
                               CheckoutForm& form) {
    const auto field = [&](const char* name) { return std::string(trimmed(fields.find(name).value_or(""))); };
    form.email =
        session["customer_email"].is_string() ? session["customer_email"].get<std::string>() : field("email");
    form.name = field("billingName");
    form.expiry = field("cardExpiry");
    const auto wrong = [&](const char* id, const char* problem) {
        form.problem = problem;
        form.problemField = id;
        return std::nullopt;
    };
    Payer payer;
    const auto email = normalisedEmail(form.email);
    if (!email) return wrong("email", "Enter an e-mail address, such as name@example.com.");
    const auto number = cardNumber(field("cardNumber"));
    if (!number) return wrong("cardNumber", "Your card number is invalid.");
    payer.card.number = *number;
    if (!parseExpiry(form.expiry, payer.card))
        return wrong("cardExpiry", "Enter the expiry date as MM / YY.");
    const std::time_t now = nowSeconds;
    std::tm today{};
    gmtime_r(&now, &today);
    const int month = today.tm_mon + 1;
    const int year = today.tm_year + 1900;
    if (payer.card.expiryYear < year || (payer.card.expiryYear == year && payer.card.expiryMonth < month))
        return wrong("cardExpiry", "Your card's expiration date is in the past.");
    if (payer.card.expiryYear > year + 50)
        return wrong("cardExpiry", "Your card's expiration year is invalid.");
    payer.card.cvc = field("cardCvc");
    const bool digits = payer.card.cvc.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || payer.card.cvc.size() < 3 || payer.card.cvc.size() > 4)
        return wrong("cardCvc", "Your card's security code is incomplete.");
    if (form.name.empty() || form.name.size() > 200 || !isCleanUtf8(form.name))
        return wrong("billingName", "Enter the name on the card.");
    payer.email = *email;
    payer.name = form.name;
    return payer;
}

http::Response afterPaying(const PayResult& result, const Json& session, CheckoutForm form) {
    switch (result.step) {
    case PayStep::Paid:
        return toSuccess(session);
    case PayStep::NotOpen:
        return notOpen(session);
    case PayStep::NeedsAuthentication:
        return http::Response::empty(303).with("Location", "/c/pay/" + session["id"].get<std::string>() +
                                                               "/authenticate");
    case PayStep::Declined:
        form.problem = result.message;
        form.problemField = "cardNumber";
        return html(402, checkoutPage(session, form));
    }
    __builtin_unreachable();
}

/// Runs a page's work on its session and answers once that is stored.
http::Response onSession(StripeSandbox& sandbox, const http::Request& request,
                         const std::function<http::Response(Desk&, const Json& session)>& work) {
    http::Response response = unknown();
    const auto kept = sandbox.operate({}, [&](Desk& desk) {
        const Json* const session = desk.store.find("checkout.session", request.parameter("session"));
        if (session) response = work(desk, Json(*session));
    });
    return kept ? std::move(response) : broken();
}

http::Response pay(Desk& desk, const Json& session, const http::Request& request) {
    if (session["status"] == "complete") return toSuccess(session);
    if (session["status"] != "open") return notOpen(session);
    const auto fields = http::Parameters::parse(request.body);
    CheckoutForm form;
    const auto payer = fields ? readPayer(*fields, session, desk.nowSeconds(), form) : std::nullopt;
    if (!payer) return html(422, checkoutPage(session, form));
    return afterPaying(paySession(desk, session["id"].get<std::string>(), *payer), session, form);
}

http::Response answerBank(Desk& desk, const Json& session, const http::Request& request) {
    const auto fields = http::Parameters::parse(request.body);
    const bool completed = fields && fields->find("outcome") == "complete";
    const auto outcome = completed ? Authentication::Completed : Authentication::Failed;
    return afterPaying(authenticate(desk, session["id"].get<std::string>(), outcome), session, {});
}

} // namespace

void addCheckoutPages(http::Router& router, StripeSandbox& sandbox) {
    const http::RouteOptions small{.bodyLimitBytes = 16 * 1024};
    router.add("GET", "/", [&sandbox](http::Request&) {
        http::Response response;
        const auto kept = sandbox.operate({}, [&](Desk& desk) {
            const auto list =
                listObjects(desk.store, "checkout.session", Json{{"limit", 20}}, sandbox.baseUrl(), "");
            response = html(200, overviewPage((*list)["data"]));
        });
        return kept ? std::move(response) : broken();
    });
    router.add("GET", "/c/pay/{session}", [&sandbox](http::Request& request) {
        return onSession(sandbox, request, [](Desk&, const Json& session) {
            return session["status"] == "open" ? html(200, checkoutPage(session, {})) : notOpen(session);
        });
    });
    router.add(
        "POST", "/c/pay/{session}",
        [&sandbox](http::Request& request) {
            return onSession(sandbox, request,
                             [&](Desk& desk, const Json& session) { return pay(desk, session, request); });
        },
        small);
    router.add("GET", "/c/pay/{session}/authenticate", [&sandbox](http::Request& request) {
        return onSession(sandbox, request, [](Desk&, const Json& session) {
            return session["status"] == "open" ? html(200, authenticationPage(session)) : notOpen(session);
        });
    });
    router.add(
        "POST", "/c/pay/{session}/authenticate",
        [&sandbox](http::Request& request) {
            return onSession(sandbox, request, [&](Desk& desk, const Json& session) {
                return answerBank(desk, session, request);
            });
        },
        small);
    router.setFallback([](http::Request& request) {
        StripeError error;
        error.status = 404;
        error.message = "Unrecognized request URL (" + request.method + ": " + request.target.path + ").";
        if (request.target.path.starts_with("/v1")) return http::Response::json(404, error.body().dump(2));
        return html(404, messagePage("Nothing here", "The sandbox has no page with this address."));
    });
}

} // namespace headroom::sandbox
