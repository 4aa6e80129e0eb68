#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What payments needs from whoever takes the money, in our words. core/payments/stripe implements it; tests
// put a fake here.
namespace headroom::payments {

/// Decided by the secret key, never by a setting of its own.
enum class Livemode : std::uint8_t { Sandbox, Live };

enum class SessionStatus : std::uint8_t { Open, Complete, Expired };

/// Of a completed session. Unpaid: the money is on its way (bank debits) or the payment failed.
enum class MoneyStatus : std::uint8_t { Unpaid, Paid, Failed };

/// A page on which a customer pays, as the gateway reports it.
struct CheckoutSession {
    std::string id;
    OrderId order; ///< that we gave it; none when it is not one of ours
    SessionStatus status = SessionStatus::Open;
    MoneyStatus money = MoneyStatus::Unpaid;
    std::int64_t cents = 0;
    std::string currency; ///< lower case
    std::string url;      ///< empty once it cannot be paid any more
    std::string paymentIntent;
    Livemode livemode = Livemode::Sandbox;
};

struct SessionRequest {
    OrderId order;
    TeamId team;
    std::string key; ///< idempotency key, stored before the call
    std::string productName;
    std::int64_t cents = 0;
    std::string currency;
    Timestamp expiresAt;
};

enum class EventKind : std::uint8_t {
    SessionChanged,       ///< completed, paid later or expired: the session says which
    SessionPaymentFailed, ///< money that was on its way did not arrive
    ChargeRefunded,       ///< `cents` are all refunds of the charge so far
    RefundFailed,         ///< `cents` of one refund came back
    DisputeInquiry,       ///< a question of the bank; no money moved
    DisputeOpened,        ///< `cents` were taken from us until it is decided
    DisputeWon,
    DisputeLost,
    Ignored, ///< a type that means nothing to us; recorded and answered well
};

/// Something that happened at the gateway. At least once, in any order.
struct PaymentEvent {
    std::string id;
    std::string type; ///< in the gateway's own words, for the record
    EventKind kind = EventKind::Ignored;
    Timestamp created;
    Livemode livemode = Livemode::Sandbox;
    std::string objectId; ///< of the session, charge, refund or dispute
    OrderId order;        ///< when the object names it
    std::string paymentIntent;
    std::optional<CheckoutSession> session; ///< for the session kinds
    std::int64_t cents = 0;                 ///< for charges, refunds and disputes
};

struct EventPage {
    std::vector<PaymentEvent> events; ///< newest first
    std::string next;                 ///< the token for the page after; empty at the end
};

/// Blocks; any thread, but never inside a transaction. Errors mean:
///   InvalidInput         refused, nothing happened, and the same would be refused again
///   PaymentDeclined, NotFound   as they say
///   IdempotencyConflict  the key was used with other content: ask by order instead
///   Unavailable          nothing happened; the same may be sent again
///   UnknownOutcome, Timeout     it may have happened: the same again with the same key
class PaymentGateway {
public:
    virtual ~PaymentGateway() = default;

    virtual Livemode livemode() const = 0;
    virtual Result<CheckoutSession> createSession(const SessionRequest& request) = 0;
    virtual Result<CheckoutSession> retrieveSession(const std::string& sessionId) = 0;
    /// Looks through the sessions created in [from, to].
    virtual Result<std::optional<CheckoutSession>> findSessionByOrder(const OrderId& order, Timestamp from,
                                                                      Timestamp to) = 0;
    /// Closes an open session. Refused (InvalidInput) when it is not open any more.
    virtual Result<CheckoutSession> expireSession(const std::string& sessionId) = 0;
    /// Events since then that are of a kind we know. `after` is `next` of the page before, empty for the
    /// first.
    virtual Result<EventPage> listEvents(Timestamp since, const std::string& after) = 0;
};

} // namespace headroom::payments
