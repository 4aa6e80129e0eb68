#include "core/payments/stripe/stripe_objects.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

namespace headroom::payments {

using nlohmann::json;

namespace {

const json* member(const json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string textOrEmpty(const json& object, const char* key) {
    const json* value = member(object, key);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

Result<std::int64_t> wholeNumber(const json& object, const char* key) {
    const json* value = member(object, key);
    if (!value || !value->is_number_integer())
        return fail(ErrorCode::Corrupt, std::string(key) + " is missing");
    return value->get<std::int64_t>();
}

Result<Livemode> livemodeOf(const json& object) {
    const json* value = member(object, "livemode");
    if (!value || !value->is_boolean()) return fail(ErrorCode::Corrupt, "livemode is missing");
    return value->get<bool>() ? Livemode::Live : Livemode::Sandbox;
}

OrderId orderNamed(std::string_view text) {
    const auto order = OrderId::parse(text);
    return order ? *order : OrderId();
}

OrderId orderInMetadata(const json& object) {
    const json* metadata = member(object, "metadata");
    return metadata ? orderNamed(textOrEmpty(*metadata, "order_id")) : OrderId();
}

Result<SessionStatus> sessionStatus(const json& object) {
    const std::string status = textOrEmpty(object, "status");
    if (status == "open") return SessionStatus::Open;
    if (status == "complete") return SessionStatus::Complete;
    if (status == "expired") return SessionStatus::Expired;
    return fail(ErrorCode::Corrupt, "status of a session");
}

/// An unpaid session whose payment needs another method or was cancelled has failed; the intent says so when
/// expanded.
MoneyStatus moneyStatus(const json& object) {
    const std::string status = textOrEmpty(object, "payment_status");
    if (status == "paid" || status == "no_payment_required") return MoneyStatus::Paid;
    const json* intent = member(object, "payment_intent");
    if (!intent || !intent->is_object()) return MoneyStatus::Unpaid;
    const std::string intentStatus = textOrEmpty(*intent, "status");
    return intentStatus == "requires_payment_method" || intentStatus == "canceled" ? MoneyStatus::Failed
                                                                                   : MoneyStatus::Unpaid;
}

EventKind disputeKind(std::string_view status) {
    if (status == "won" || status == "warning_closed" || status == "prevented") return EventKind::DisputeWon;
    if (status == "lost") return EventKind::DisputeLost;
    return status.starts_with("warning_") ? EventKind::DisputeInquiry : EventKind::DisputeOpened;
}

EventKind kindOf(std::string_view type, const json& object) {
    if (type == "checkout.session.completed" || type == "checkout.session.async_payment_succeeded" ||
        type == "checkout.session.expired")
        return EventKind::SessionChanged;
    if (type == "checkout.session.async_payment_failed") return EventKind::SessionPaymentFailed;
    if (type == "charge.refunded") return EventKind::ChargeRefunded;
    if (type == "refund.failed" || type == "refund.updated" || type == "charge.refund.updated") {
        const std::string status = textOrEmpty(object, "status");
        return status == "failed" || status == "canceled" ? EventKind::RefundFailed : EventKind::Ignored;
    }
    if (type == "charge.dispute.created" || type == "charge.dispute.updated" ||
        type == "charge.dispute.closed" || type == "charge.dispute.funds_withdrawn" ||
        type == "charge.dispute.funds_reinstated")
        return disputeKind(textOrEmpty(object, "status"));
    return EventKind::Ignored;
}

Result<void> readObject(PaymentEvent& event, const json& object) {
    switch (event.kind) {
    case EventKind::SessionChanged:
    case EventKind::SessionPaymentFailed:
        event.session = TRY(sessionFrom(object));
        event.order = event.session->order;
        event.paymentIntent = event.session->paymentIntent;
        return {};
    case EventKind::ChargeRefunded:
        event.cents = TRY(wholeNumber(object, "amount_refunded"));
        break;
    case EventKind::RefundFailed:
    case EventKind::DisputeInquiry:
    case EventKind::DisputeOpened:
    case EventKind::DisputeWon:
    case EventKind::DisputeLost:
        event.cents = TRY(wholeNumber(object, "amount"));
        break;
    case EventKind::Ignored:
        return {};
    }
    if (event.cents < 0) return fail(ErrorCode::Corrupt, "an amount below zero");
    if (event.objectId.empty()) return fail(ErrorCode::Corrupt, "an object without id");
    event.order = orderInMetadata(object);
    event.paymentIntent = idOrEmpty(object, "payment_intent");
    return {};
}

} // namespace

std::string idOrEmpty(const json& object, const char* key) {
    const json* value = member(object, key);
    if (!value) return {};
    return value->is_object() ? textOrEmpty(*value, "id") : textOrEmpty(object, key);
}

Result<CheckoutSession> sessionFrom(const json& object) {
    if (textOrEmpty(object, "object") != "checkout.session") return fail(ErrorCode::Corrupt, "not a session");
    CheckoutSession session;
    session.id = textOrEmpty(object, "id");
    if (session.id.empty()) return fail(ErrorCode::Corrupt, "a session without id");
    session.order = orderNamed(textOrEmpty(object, "client_reference_id"));
    // Ours says the same in both places; anything else is not ours.
    if (session.order != orderInMetadata(object)) session.order = {};
    session.status = TRY(sessionStatus(object));
    session.money = moneyStatus(object);
    session.cents = member(object, "amount_total") ? TRY(wholeNumber(object, "amount_total")) : 0;
    session.currency = toLowerAscii(textOrEmpty(object, "currency"));
    session.url = textOrEmpty(object, "url");
    session.paymentIntent = idOrEmpty(object, "payment_intent");
    session.livemode = TRY(livemodeOf(object));
    return session;
}

Result<PaymentEvent> eventFrom(const json& object) {
    if (textOrEmpty(object, "object") != "event") return fail(ErrorCode::InvalidInput, "not an event");
    PaymentEvent event;
    event.id = textOrEmpty(object, "id");
    event.type = textOrEmpty(object, "type");
    if (event.id.empty() || event.type.empty())
        return fail(ErrorCode::InvalidInput, "an event without id or type");
    event.created = Timestamp{TRY(wholeNumber(object, "created")) * 1000};
    event.livemode = TRY(livemodeOf(object));
    const json* data = member(object, "data");
    const json* about = data ? member(*data, "object") : nullptr;
    static const json nothing = json::object();
    const json& subject = about ? *about : nothing;
    event.objectId = textOrEmpty(subject, "id");
    event.kind = kindOf(event.type, subject);
    TRY(readObject(event, subject));
    return event;
}

} // namespace headroom::payments
