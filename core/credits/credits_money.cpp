#include "core/base/ensure.h"
#include "core/credits/credits_limits.h"
#include "core/credits/credits_rules.h"

#include <algorithm>
#include <numeric>

// Credits that come with money and leave with it.
namespace headroom::credits {

using sync::Account;
using sync::TransferReason;

namespace {

// credits x weight reaches 10^24.
__extension__ using Wide = unsigned __int128;

std::optional<tl::unexpected<Refusal>> refusedCredits(std::int64_t credits) {
    if (credits <= 0) return tl::unexpected(Refusal{ErrorCode::InvalidInput, "no credits", 0, {}, {}});
    if (credits > lineCreditsMax)
        return tl::unexpected(Refusal{ErrorCode::LimitExceeded, "too many credits", 0, {}, {}});
    return std::nullopt;
}

/// Pays debt from an account first; what is left enters the pool.
Postings intoTeam(const State& state, Account from, std::int64_t credits, TransferReason debtReason,
                  TransferReason poolReason) {
    Postings postings;
    const std::int64_t debt = std::min(state.team.debt, credits);
    if (debt > 0) postings.push_back({from, {}, Account::Debt, {}, debt, debtReason, {}});
    if (credits > debt) postings.push_back({from, {}, Account::Pool, {}, credits - debt, poolReason, {}});
    return postings;
}

} // namespace

std::vector<std::int64_t> proRata(std::int64_t credits, std::span<const std::int64_t> weights) {
    const std::int64_t whole = std::accumulate(weights.begin(), weights.end(), std::int64_t(0));
    std::vector<std::int64_t> shares(weights.size(), 0);
    std::int64_t left = std::min(credits, whole);
    if (left <= 0) return shares;
    const Wide portion = static_cast<Wide>(left);
    std::vector<std::pair<std::int64_t, std::size_t>> remainders;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Wide product = portion * static_cast<Wide>(weights[i]);
        shares[i] = static_cast<std::int64_t>(product / static_cast<Wide>(whole));
        remainders.emplace_back(-static_cast<std::int64_t>(product % static_cast<Wide>(whole)), i);
        left -= shares[i];
    }
    std::sort(remainders.begin(), remainders.end());
    for (std::size_t i = 0; left > 0; ++i, --left)
        ++shares[remainders[i].second];
    return shares;
}

Decided<Postings> decidePurchase(const State& state, std::int64_t credits) {
    if (auto refused = refusedCredits(credits)) return *refused;
    if (state.team.purchased > teamCreditsMax - credits)
        return tl::unexpected(
            Refusal{ErrorCode::LimitExceeded, "the team bought too many credits", 0, {}, {}});
    return intoTeam(state, Account::Purchased, credits, TransferReason::DebtPayment,
                    TransferReason::Purchase);
}

Decided<Postings> decideReversal(const State& state, std::int64_t credits) {
    if (auto refused = refusedCredits(credits)) return *refused;
    if (credits > state.team.purchased - state.team.refunded)
        return tl::unexpected(Refusal{ErrorCode::InvalidInput, "more than was ever bought", 0, {}, {}});
    Postings postings;
    const auto take = [&](Account from, const MemberId& member, std::int64_t amount) {
        if (amount <= 0) return;
        postings.push_back({from, member, Account::Refunded, {}, amount, TransferReason::Refund, {}});
        credits -= amount;
    };
    take(Account::Pool, {}, std::min(credits, state.team.pool));

    std::vector<MemberId> ids;
    std::vector<std::int64_t> weights;
    for (const auto& [id, member] : state.members) {
        if (member.available == 0) continue;
        ids.push_back(id);
        weights.push_back(member.available);
    }
    const std::vector<std::int64_t> shares = proRata(credits, weights);
    for (std::size_t i = 0; i < ids.size(); ++i)
        take(Account::Member, ids[i], shares[i]);

    take(Account::Debt, {}, credits);
    return postings;
}

Decided<Postings> decideReversalUndone(const State& state, std::int64_t credits) {
    if (auto refused = refusedCredits(credits)) return *refused;
    if (credits > state.team.refunded)
        return tl::unexpected(Refusal{ErrorCode::InvalidInput, "more than was reversed", 0, {}, {}});
    return intoTeam(state, Account::Refunded, credits, TransferReason::RefundReversal,
                    TransferReason::RefundReversal);
}

} // namespace headroom::credits
