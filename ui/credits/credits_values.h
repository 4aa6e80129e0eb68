#pragma once

#include "core/base/ids.h"
#include "ui/people/member_values.h"

#include <QDate>
#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

// What the Credits page shows and asks for. Plain values: every number arrives computed.
namespace headroom::ui::credits {

struct Overview {
    QString teamName;
    qint64 pool = 0;      ///< not given to anybody yet
    qint64 allocated = 0; ///< given to members and not yet used: available + held
    qint64 held = 0;      ///< part of it, or of the pool, that is reserved for headshots being made
    qint64 spent = 0;     ///< in all
    qint64 purchased = 0; ///< in all
    qint64 debt = 0;      ///< owed after a refund of used credits; the next purchase pays it first
    qint64 usedThisMonth = 0;
    std::optional<double> monthTrend; ///< against the same days of the month before: 0.124 is 12.4 % more
    std::optional<int> poolLastsDays; ///< at the present pace; none without a pace
    QDate poolEndsOn;
    bool poolIsLow = false;
    int memberCount = 0;
    int membersWithCredits = 0;
    int activeMembers = 0;
    int invitedMembers = 0;
    QStringList latestHeadshots; ///< thumbnail keys, newest first
};

enum class UsagePeriod { Days30, Days90, Days365 };

struct UsageDay {
    QDate date;
    qint64 credits = 0;
    std::optional<qint64> previous; ///< same day of the period before
};

struct CreditPackage {
    QString key; ///< what the endpoint calls it: "starter"
    QString name;
    qint64 credits = 0;
    qint64 priceMinor = 0; ///< in the currency's smallest unit
};

struct Prices {
    QString currency; ///< ISO 4217
    std::vector<CreditPackage> packages;
    qint64 customUnitMinor = 0; ///< price of one credit in a custom amount
    int customLeast = 1;
    int customMost = 1;
    bool sandbox = false; ///< payments are simulated; said in the dialog
};

/// A package by key, or a custom number of credits.
struct Purchase {
    QString packageKey;
    qint64 customCredits = 0;
};

enum class OrderState { WaitingForPayment, Paid, Cancelled, Expired, Declined };

struct Order {
    OrderId id;
    OrderState state = OrderState::WaitingForPayment;
    qint64 credits = 0;
    qint64 amountMinor = 0;
    QString currency;
    QString checkoutUrl; ///< empty once it is no longer open
};

enum class DistributionMode { EqualShareOfPool, EqualShareOfAmount, TopUp };
enum class IncludeInvited { No, Yes };

struct DistributionRequest {
    DistributionMode mode = DistributionMode::EqualShareOfPool;
    qint64 amount = 0; ///< to share out, or the level to top up to
    IncludeInvited invited = IncludeInvited::No;
};

struct DistributionLine {
    MemberId member;
    QString name;
    qint64 before = 0;
    qint64 gets = 0;
};

/// What would happen. `basis` names the balances it was computed on; it travels back with the approval.
struct DistributionPreview {
    DistributionRequest request;
    std::vector<DistributionLine> lines; ///< members that get something
    int membersConsidered = 0;
    qint64 total = 0;
    qint64 poolBefore = 0;
    qint64 poolAfter = 0;
    qint64 shortfall = 0; ///< > 0: the pool lacks as many, nothing can be done
    QString basis;
};

/// Positive gives from the pool, negative takes back to it.
struct AllocationLine {
    MemberId member;
    qint64 credits = 0;
};

} // namespace headroom::ui::credits
