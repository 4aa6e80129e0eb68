#include "app/sandbox/stripe/card_networks.h"

#include "core/base/text.h"

#include <array>

namespace headroom::sandbox {

namespace {

/// ISO/IEC 7812-1, annex B.
bool passesLuhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
        int value = *digit - '0';
        if (twice) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

std::string_view brandOf(std::string_view number) {
    if (number.starts_with('4')) return "visa";
    if (number.starts_with("34") || number.starts_with("37")) return "amex";
    if (number.starts_with("6011") || number.starts_with("65")) return "discover";
    if (number.starts_with('5') || number.starts_with('2')) return "mastercard";
    if (number.starts_with("35")) return "jcb";
    if (number.starts_with("30") || number.starts_with("36") || number.starts_with("38")) return "diners";
    return "unknown";
}

struct MagicCard {
    std::string_view number;
    CardFate fate;
    std::string_view code;
    std::string_view declineCode;
    std::string_view message;
};

constexpr std::array<MagicCard, 11> magicCards{{
    {"4000000000000002", CardFate::Declines, "card_declined", "generic_decline", "Your card was declined."},
    {"4000000000009995", CardFate::Declines, "card_declined", "insufficient_funds",
     "Your card has insufficient funds."},
    {"4000000000009987", CardFate::Declines, "card_declined", "lost_card", "Your card was declined."},
    {"4000000000009979", CardFate::Declines, "card_declined", "stolen_card", "Your card was declined."},
    {"4000000000000069", CardFate::Declines, "expired_card", "expired_card", "Your card has expired."},
    {"4000000000000127", CardFate::Declines, "incorrect_cvc", "incorrect_cvc",
     "Your card's security code is incorrect."},
    {"4000000000000119", CardFate::Declines, "processing_error", "processing_error",
     "An error occurred while processing your card. Try again in a little bit."},
    {"4000002760003184", CardFate::NeedsAuthentication, "", "", ""},
    {"4000000000000259", CardFate::PaysThenDisputed, "", "", ""},
    {"4000000000005126", CardFate::PaysThenRefundFails, "", "", ""},
    {"4000000000007726", CardFate::PaysThenRefundWaits, "", "", ""},
}};

} // namespace

std::optional<std::string> cardNumber(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '-')
            return std::nullopt;
    }
    if (digits.size() < 12 || digits.size() > 19 || !passesLuhn(digits)) return std::nullopt;
    return digits;
}

bool parseExpiry(std::string_view text, Card& card) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '/')
            return false;
    }
    if (digits.size() != 4 && digits.size() != 6) return false;
    card.expiryMonth = static_cast<int>(*parseInteger(digits.substr(0, 2)));
    card.expiryYear = static_cast<int>(*parseInteger(digits.substr(2)));
    if (digits.size() == 4) card.expiryYear += 2000;
    return card.expiryMonth >= 1 && card.expiryMonth <= 12;
}

CardBehaviour behaviourOf(const std::string& number) {
    for (const MagicCard& card : magicCards) {
        if (card.number != number) continue;
        return {card.fate,
                {std::string(card.code), std::string(card.declineCode), std::string(card.message)}};
    }
    return {};
}

nlohmann::ordered_json cardDetails(const Card& card) {
    return {
        {"brand", brandOf(card.number)},
        {"checks",
         {{"address_line1_check", nullptr}, {"address_postal_code_check", nullptr}, {"cvc_check", "pass"}}},
        {"country", "US"},
        {"exp_month", card.expiryMonth},
        {"exp_year", card.expiryYear},
        {"funding", "credit"},
        {"last4", card.number.substr(card.number.size() - 4)},
        {"network", brandOf(card.number)}};
}

} // namespace headroom::sandbox
