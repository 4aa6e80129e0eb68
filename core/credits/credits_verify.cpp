#include "core/credits/credits_verify.h"

#include "core/credits/credits_limits.h"

#include <map>

namespace headroom::credits {

namespace {

/// What a difference is about: "pool of team ...", "held of member ...".
using Totals = std::map<std::string, std::int64_t>;

constexpr std::string_view teamSums = R"sql(
    SELECT account || ' of team ' || team_id AS what,
           SUM(CASE WHEN account IN ('purchased', 'debt') THEN -credits ELSE credits END) AS credits
    FROM (SELECT team_id, to_account AS account, credits FROM transfers
          UNION ALL SELECT team_id, from_account, -credits FROM transfers) AS moves
    WHERE account <> 'member' GROUP BY team_id, account)sql";

constexpr std::string_view teamBalances = R"sql(
    SELECT 'purchased of team ' || team_id AS what, purchased AS credits FROM team_credits
    UNION ALL SELECT 'pool of team ' || team_id, pool FROM team_credits
    UNION ALL SELECT 'held of team ' || team_id, held FROM team_credits
    UNION ALL SELECT 'spent of team ' || team_id, spent FROM team_credits
    UNION ALL SELECT 'refunded of team ' || team_id, refunded FROM team_credits
    UNION ALL SELECT 'debt of team ' || team_id, debt FROM team_credits)sql";

constexpr std::string_view memberSums = R"sql(
    SELECT account || ' of member ' || member || ' in team ' || team_id AS what, SUM(credits) AS credits
    FROM (SELECT team_id, to_account AS account, COALESCE(to_member, 'none') AS member, credits FROM transfers
          UNION ALL SELECT team_id, from_account, COALESCE(from_member, 'none'), -credits FROM transfers) AS moves
    WHERE account IN ('member', 'held', 'spent') GROUP BY team_id, account, member)sql";

constexpr std::string_view memberBalances = R"sql(
    SELECT 'member of member ' || member_id || ' in team ' || team_id AS what, available AS credits
    FROM member_credits
    UNION ALL SELECT 'held of member ' || member_id || ' in team ' || team_id, held FROM member_credits
    UNION ALL SELECT 'spent of member ' || member_id || ' in team ' || team_id, spent FROM member_credits)sql";

constexpr std::string_view heldBalances =
    "SELECT member_id || ' in team ' || team_id AS what, held AS credits FROM member_credits";

constexpr std::string_view openHolds = R"sql(
    SELECT member_id || ' in team ' || team_id AS what, SUM(credits) AS credits
    FROM holds WHERE state = 'open' GROUP BY team_id, member_id)sql";

constexpr std::string_view spentBalances =
    "SELECT member_id || ' in team ' || team_id AS what, spent AS credits FROM member_credits";

constexpr std::string_view chargedHeadshots = R"sql(
    SELECT s.member_id || ' in team ' || s.team_id AS what, SUM(h.credits) AS credits
    FROM headshots s JOIN holds h ON h.id = s.id
    WHERE s.charged = 1 AND h.state = 'settled' GROUP BY s.team_id, s.member_id)sql";

constexpr std::string_view grants = R"sql(
    SELECT p.team_id AS what, SUM(g.credits) AS credits
    FROM payment_grants g JOIN payments p ON p.id = g.order_id GROUP BY p.team_id)sql";
constexpr std::string_view purchasedBalances =
    "SELECT team_id AS what, purchased AS credits FROM team_credits";

constexpr std::string_view reversals =
    "SELECT team_id AS what, SUM(reversed_credits) AS credits FROM payments GROUP BY team_id";
constexpr std::string_view refundedBalances = "SELECT team_id AS what, refunded AS credits FROM team_credits";

constexpr std::string_view orderGrants = "SELECT order_id AS what, credits FROM payment_grants";
constexpr std::string_view orderPurchases = R"sql(
    SELECT COALESCE(order_id, 'none') AS what, SUM(credits) AS credits
    FROM transfers WHERE from_account = 'purchased' GROUP BY order_id)sql";

constexpr std::string_view orderReversed = "SELECT id AS what, reversed_credits AS credits FROM payments";
constexpr std::string_view orderRefunds = R"sql(
    SELECT COALESCE(order_id, 'none') AS what,
           SUM(CASE WHEN to_account = 'refunded' THEN credits ELSE -credits END) AS credits
    FROM transfers WHERE to_account = 'refunded' OR from_account = 'refunded' GROUP BY order_id)sql";

constexpr std::string_view ungrantedPaid = R"sql(
    SELECT 'order ' || p.id || ' is ' || p.state || ' but its credits were never granted' AS what
    FROM payments p LEFT JOIN payment_grants g ON g.order_id = p.id
    WHERE p.state IN ('paid', 'partly_refunded', 'refunded') AND g.order_id IS NULL)sql";

constexpr std::string_view unpaidGrants = R"sql(
    SELECT 'order ' || p.id || ' is ' || p.state || ' but its credits were granted' AS what
    FROM payments p JOIN payment_grants g ON g.order_id = p.id
    WHERE p.state NOT IN ('paid', 'partly_refunded', 'refunded'))sql";

constexpr std::string_view oddHolds = R"sql(
    SELECT 'hold ' || h.id || ' is ' || h.state || ' but was begun ' || COUNT(CASE WHEN t.reason = 'hold' THEN 1 END)
           || ', settled ' || COUNT(CASE WHEN t.reason = 'settle' THEN 1 END) || ' and released '
           || COUNT(CASE WHEN t.reason = 'release' THEN 1 END) || ' times' AS what
    FROM holds h LEFT JOIN transfers t ON t.hold_id = h.id AND t.credits = h.credits
    GROUP BY h.id, h.state
    HAVING COUNT(CASE WHEN t.reason = 'hold' THEN 1 END) <> 1
        OR COUNT(CASE WHEN t.reason = 'settle' THEN 1 END) <> CASE WHEN h.state = 'settled' THEN 1 ELSE 0 END
        OR COUNT(CASE WHEN t.reason = 'release' THEN 1 END) <> CASE WHEN h.state = 'released' THEN 1 ELSE 0 END)sql";

constexpr std::string_view unchargedHolds = R"sql(
    SELECT 'hold ' || h.id || ' is settled but its headshot was not charged' AS what
    FROM holds h LEFT JOIN headshots s ON s.id = h.id AND s.charged = 1
    WHERE h.state = 'settled' AND s.id IS NULL)sql";

constexpr std::string_view unsettledHeadshots = R"sql(
    SELECT 'headshot ' || s.id || ' was charged but its hold is not settled' AS what
    FROM headshots s LEFT JOIN holds h ON h.id = s.id AND h.state = 'settled'
    WHERE s.charged = 1 AND h.id IS NULL)sql";

constexpr std::string_view futureTransfers = R"sql(
    SELECT 'transfer ' || t.id || ' is newer than the feed of its team' AS what
    FROM transfers t JOIN team_feed f ON f.team_id = t.team_id WHERE t.version > f.version)sql";

class Check {
public:
    explicit Check(database::Session& session)
        : session_(session) {}

    /// Both queries answer (what, credits); what is missing on one side counts as zero.
    Result<void> same(std::string_view label, std::string_view leftName, std::string_view left,
                      std::string_view rightName, std::string_view right) {
        const Totals a = TRY(totals(left));
        const Totals b = TRY(totals(right));
        Totals all = a;
        all.insert(b.begin(), b.end());
        for (const auto& [what, unused] : all) {
            const std::int64_t x = valueOf(a, what);
            const std::int64_t y = valueOf(b, what);
            if (x == y) continue;
            add(std::string(label) + what + ": " + std::string(leftName) + " " + std::to_string(x) + ", " +
                std::string(rightName) + " " + std::to_string(y));
        }
        return {};
    }

    /// The query answers with the differences themselves.
    Result<void> none(std::string_view sql) {
        const std::string limited = std::string(sql) + " LIMIT " + std::to_string(differencesMax);
        for (const database::Row& row : TRY(session_.query(limited)))
            add(row.text("what"));
        return {};
    }

    std::vector<std::string> take() { return std::move(differences_); }

private:
    Result<Totals> totals(std::string_view sql) {
        Totals found;
        for (const database::Row& row : TRY(session_.query(sql)))
            found[row.text("what")] += row.integer("credits");
        return found;
    }

    static std::int64_t valueOf(const Totals& all, const std::string& what) {
        const auto found = all.find(what);
        return found == all.end() ? 0 : found->second;
    }

    void add(std::string difference) {
        if (differences_.size() < differencesMax) differences_.push_back(std::move(difference));
    }

    database::Session& session_;
    std::vector<std::string> differences_;
};

} // namespace

Result<std::vector<std::string>> verify(database::Session& session) {
    Check check(session);
    TRY(check.same("", "balance", teamBalances, "transfers", teamSums));
    TRY(check.same("", "balance", memberBalances, "transfers", memberSums));
    TRY(check.same("held of member ", "balance", heldBalances, "open holds", openHolds));
    TRY(check.same("spent of member ", "balance", spentBalances, "charged headshots", chargedHeadshots));
    TRY(check.same("purchased of team ", "balance", purchasedBalances, "granted by orders", grants));
    TRY(check.same("refunded of team ", "balance", refundedBalances, "reversed by orders", reversals));
    TRY(check.same("purchased by order ", "granted", orderGrants, "transfers", orderPurchases));
    TRY(check.same("refunded of order ", "reversed", orderReversed, "transfers", orderRefunds));
    TRY(check.none(ungrantedPaid));
    TRY(check.none(unpaidGrants));
    TRY(check.none(oddHolds));
    TRY(check.none(unchargedHolds));
    TRY(check.none(unsettledHeadshots));
    TRY(check.none(futureTransfers));
    return check.take();
}

} // namespace headroom::credits
