#include "app/sandbox/stripe/stripe_operations.h"

#include "app/sandbox/stripe/listing.h"
#include "app/sandbox/stripe/sandbox_limits.h"
#include "app/sandbox/stripe/session_rules.h"
#include "app/sandbox/stripe/stripe_disputes.h"
#include "app/sandbox/stripe/stripe_refunds.h"
#include "app/sandbox/stripe/stripe_sandbox.h"
#include "app/sandbox/stripe/stripe_sessions.h"

namespace headroom::sandbox {

namespace {

Shape idShape() {
    return Shape::object({{"expand", Shape::list(Shape::text(textChars), 20)}});
}

/// GET of one object by its id.
Operation retrieval(StripeSandbox& sandbox, std::string kind, std::string param = "id") {
    return {idShape(),
            {},
            [&sandbox, kind, param](Desk& desk, const Json&, const std::string& id) -> Answer<Json> {
                const Json* const object = desk.store.find(kind, id);
                if (!object) return noSuch(kind, id, param);
                return rendered(*object, sandbox.baseUrl());
            }};
}

Operation listing(StripeSandbox& sandbox, std::string kind, std::string url,
                  std::vector<std::pair<std::string, Shape>> filters) {
    return {listShape(std::move(filters)),
            {},
            [&sandbox, kind, url](Desk& desk, const Json& parameters, const std::string&) {
                return listObjects(desk.store, kind, parameters, sandbox.baseUrl(), url);
            }};
}

Shape idFilter() {
    return Shape::text(textChars);
}

void addSessions(const AddOperation& add, StripeSandbox& sandbox) {
    add("POST", "/v1/checkout/sessions",
        {sessionCreateShape(), checkSessionRules,
         [&sandbox](Desk& desk, const Json& parameters, const std::string&) -> Answer<Json> {
             Json session = newSession(desk, parameters);
             desk.store.put(session);
             return rendered(session, sandbox.baseUrl());
         }});
    add("GET", "/v1/checkout/sessions",
        listing(
            sandbox, "checkout.session", "/v1/checkout/sessions",
            {{"payment_intent", idFilter()}, {"status", Shape::choice({"open", "complete", "expired"})}}));
    add("GET", "/v1/checkout/sessions/{id}", retrieval(sandbox, "checkout.session", "session"));
    add("GET", "/v1/checkout/sessions/{id}/line_items",
        {listShape({}), {}, [](Desk& desk, const Json&, const std::string& id) -> Answer<Json> {
             const Json* const session = desk.store.find("checkout.session", id);
             if (!session) return noSuch("checkout.session", id, "session");
             return lineItemsOf(*session);
         }});
    add("POST", "/v1/checkout/sessions/{id}/expire",
        {idShape(), {}, [&sandbox](Desk& desk, const Json&, const std::string& id) -> Answer<Json> {
             auto session = expireSession(desk, id);
             if (!session) return session;
             return rendered(*session, sandbox.baseUrl());
         }});
}

void addMoney(const AddOperation& add, StripeSandbox& sandbox) {
    add("POST", "/v1/refunds",
        {refundCreateShape(),
         {},
         [&sandbox](Desk& desk, const Json& parameters, const std::string&) -> Answer<Json> {
             auto refund = createRefund(desk, parameters);
             if (!refund) return refund;
             return rendered(*refund, sandbox.baseUrl());
         }});
    add("GET", "/v1/refunds",
        listing(sandbox, "refund", "/v1/refunds", {{"charge", idFilter()}, {"payment_intent", idFilter()}}));
    add("GET", "/v1/refunds/{id}", retrieval(sandbox, "refund"));
    add("GET", "/v1/payment_intents", listing(sandbox, "payment_intent", "/v1/payment_intents", {}));
    add("GET", "/v1/payment_intents/{id}", retrieval(sandbox, "payment_intent", "intent"));
    add("GET", "/v1/charges", listing(sandbox, "charge", "/v1/charges", {{"payment_intent", idFilter()}}));
    add("GET", "/v1/charges/{id}", retrieval(sandbox, "charge"));
    add("GET", "/v1/disputes",
        listing(sandbox, "dispute", "/v1/disputes",
                {{"charge", idFilter()}, {"payment_intent", idFilter()}}));
    add("GET", "/v1/disputes/{id}", retrieval(sandbox, "dispute"));
    add("POST", "/v1/disputes/{id}",
        {disputeUpdateShape(),
         {},
         [&sandbox](Desk& desk, const Json& parameters, const std::string& id) -> Answer<Json> {
             auto dispute = updateDispute(desk, parameters, id);
             if (!dispute) return dispute;
             return rendered(*dispute, sandbox.baseUrl());
         }});
    add("POST", "/v1/disputes/{id}/close",
        {idShape(), {}, [&sandbox](Desk& desk, const Json&, const std::string& id) -> Answer<Json> {
             auto dispute = closeDispute(desk, id);
             if (!dispute) return dispute;
             return rendered(*dispute, sandbox.baseUrl());
         }});
}

void addEvents(const AddOperation& add, StripeSandbox& sandbox) {
    add("GET", "/v1/events",
        listing(sandbox, "event", "/v1/events",
                {{"type", idFilter()},
                 {"types", Shape::list(Shape::text(textChars), 20)},
                 {"delivery_success", Shape::boolean()}}));
    add("GET", "/v1/events/{id}", retrieval(sandbox, "event"));
}

} // namespace

void addStripeOperations(const AddOperation& add, StripeSandbox& sandbox) {
    addSessions(add, sandbox);
    addMoney(add, sandbox);
    addEvents(add, sandbox);
}

} // namespace headroom::sandbox
