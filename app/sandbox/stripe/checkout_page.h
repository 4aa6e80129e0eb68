#pragma once

#include "app/sandbox/stripe/stripe_error.h"

#include <string>
#include <string_view>

// The HTML of the stand-in's pages. No script, no outside resource; every page says that no money moves.
namespace headroom::sandbox {

/// `$29.00`, `29.00 EUR`; whole units for currencies without minor ones.
std::string moneyText(std::int64_t amount, std::string_view currency);

/// What the customer had typed, to be shown again with a problem. Never the card's number or code.
struct CheckoutForm {
    std::string email;
    std::string name;
    std::string expiry;
    std::string problem;      ///< shown above the form
    std::string problemField; ///< id of the field that it is about; may be empty
};

std::string checkoutPage(const Json& session, const CheckoutForm& form);
std::string authenticationPage(const Json& session);
/// A page that only says something: expired, unknown, already paid.
std::string messagePage(std::string_view title, std::string_view text, std::string_view link = {},
                        std::string_view linkText = {});
/// What was sold lately, for the person at the machine.
std::string overviewPage(const Json& sessions);

} // namespace headroom::sandbox
