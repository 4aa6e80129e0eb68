#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::payments {

/// Credits in one order, as the mission says.
inline constexpr std::int64_t customCreditsMax = 10'000;

/// Orders of a team that may wait for payment at once. Abandoned ones expire within a day; more than this is
/// a mistake or a test of ours.
inline constexpr std::int64_t unpaidOrdersMax = 50;

/// Stripe keeps a session at most 24 hours from its creation; an hour is left for clocks that differ.
inline constexpr std::int64_t sessionLifeMs = 23LL * 60 * 60 * 1000;

/// How long a session whose creation had no answer may be asked for again with the same key. Stripe forgets
/// keys after 24 hours, and a first request that arrives now must still allow 30 minutes to sessionLifeMs.
inline constexpr std::int64_t sameKeyMs = 22LL * 60 * 60 * 1000;

/// A session that should have expired is closed by us after this.
inline constexpr std::int64_t expiryGraceMs = 5LL * 60 * 1000;

/// When an order is looked at: first soon, as a customer waits for it, then ever more rarely.
inline constexpr std::int64_t firstCheckMs = 60'000;
inline constexpr std::int64_t longestCheckMs = 60LL * 60 * 1000;

/// Orders in one run of the reconciler: at half a second each it ends within its lease.
inline constexpr std::int64_t ordersPerRun = 100;
inline constexpr std::int64_t leaseMs = 5LL * 60 * 1000;

/// Events are read again from this long before the last run, as they are listed late now and then.
inline constexpr std::int64_t eventsOverlapMs = 60LL * 60 * 1000;
/// Stripe lists events for 30 days.
inline constexpr std::int64_t eventsKeptMs = 30LL * 24 * 60 * 60 * 1000;
inline constexpr int eventsPerPage = 100;
inline constexpr int eventPagesMax = 100;

/// Pages of sessions looked through for one lost order: 5,000 sessions within its day.
inline constexpr int sessionPagesMax = 50;

/// Stripe's events are a few KB; nothing of what we read is in a larger one.
inline constexpr std::size_t webhookBodyBytes = 512 * 1024;
inline constexpr std::size_t signatureHeaderBytes = 4 * 1024;
/// Stripe's own tolerance. We apply it to both sides of now.
inline constexpr std::int64_t signatureToleranceSeconds = 300;

/// Rows in one page of orders, as many as core/sync asks for.
inline constexpr std::int64_t pageMax = 1'000;

/// Troubles with payments that are looked at in one go; an endpoint with more in a week has other worries.
inline constexpr int problemsPerScan = 1'000;

} // namespace headroom::payments
