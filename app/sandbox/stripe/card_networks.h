#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headroom::sandbox {

/// What Stripe's test cards do (docs.stripe.com/testing). Any other well-formed number pays.
enum class CardFate {
    Pays,
    Declines,
    NeedsAuthentication,
    PaysThenDisputed,
    PaysThenRefundFails,
    PaysThenRefundWaits,
};

struct Card {
    std::string number; ///< digits only
    int expiryMonth = 0;
    int expiryYear = 0; ///< four digits
    std::string cvc;
};

struct Decline {
    std::string code;
    std::string declineCode;
    std::string message;
};

struct CardBehaviour {
    CardFate fate = CardFate::Pays;
    Decline decline; ///< for Declines
};

/// Digits of a number as people type it, with blanks or hyphens; nothing when it cannot be a card (length,
/// checksum).
std::optional<std::string> cardNumber(std::string_view text);

/// `MM/YY`, `MM / YYYY` or `MMYY`.
bool parseExpiry(std::string_view text, Card& card);

CardBehaviour behaviourOf(const std::string& number);

/// Stripe's `payment_method_details.card`, as far as a number tells.
nlohmann::ordered_json cardDetails(const Card& card);

} // namespace headroom::sandbox
