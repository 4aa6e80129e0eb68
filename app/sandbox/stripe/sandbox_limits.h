#pragma once

#include <cstddef>
#include <cstdint>

// Limits of the Stripe stand-in. Those of Stripe itself carry the word; the others keep a developer's machine
// whole.
namespace headroom::sandbox {

constexpr std::size_t clientReferenceChars = 200;  ///< Stripe: client_reference_id
constexpr std::size_t metadataKeys = 50;           ///< Stripe
constexpr std::size_t metadataKeyChars = 40;       ///< Stripe
constexpr std::size_t metadataValueChars = 500;    ///< Stripe
constexpr std::size_t idempotencyKeyChars = 255;   ///< Stripe
constexpr std::size_t lineItems = 100;             ///< Stripe, payment mode
constexpr std::size_t urlChars = 5'000;            ///< Stripe
constexpr std::size_t textChars = 5'000;           ///< Stripe, most texts
constexpr std::int64_t largestAmount = 99'999'999; ///< Stripe: eight digits in most currencies
constexpr std::int64_t smallestAmount = 50;        ///< Stripe: 50 cents, or about as much in other currencies
constexpr std::int64_t longestSessionSeconds = 24 * 3600;      ///< Stripe: and the default
constexpr std::int64_t shortestSessionSeconds = 30 * 60;       ///< Stripe
constexpr std::size_t listDefault = 10;                        ///< Stripe
constexpr std::size_t listMost = 100;                          ///< Stripe
constexpr std::size_t expandDepth = 4;                         ///< Stripe
constexpr std::int64_t idempotencyKeptMs = 24LL * 3600 * 1000; ///< Stripe: may be pruned after
constexpr std::int64_t eventsKeptMs = 30LL * 24 * 3600 * 1000; ///< Stripe: GET /v1/events goes back this far

/// Depth of brackets in a form; the deepest parameter of Stripe's that we know has six.
constexpr std::size_t formDepth = 8;
/// Objects of all kinds together; a year of busy testing. Beyond it the oldest sandbox directory should be
/// deleted.
constexpr std::size_t storedObjects = 200'000;
/// How long `metadata[sandbox_delay_ms]` may hold an answer back.
constexpr std::int64_t longestDelayMs = 30'000;

/// A receiver gets this long, as with Stripe, which calls a slower one failed.
constexpr int webhookTotalMs = 10'000;
/// Attempts per event and their spacing: 1, 2, 4 ... 60 s, about a quarter of an hour in all. Stripe goes on
/// for three days, which nobody who tests wants to wait for; a restart begins anew.
constexpr int webhookAttempts = 20;
constexpr std::int64_t webhookBaseDelayMs = 1'000;
constexpr std::int64_t webhookLongestDelayMs = 60'000;

} // namespace headroom::sandbox
