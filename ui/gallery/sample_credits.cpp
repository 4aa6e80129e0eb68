#include "ui/gallery/sample_credits.h"

#include <QDate>

#include <cmath>

namespace headroom::ui::gallery {
using namespace credits;

SampleCredits::SampleCredits(SamplePeople& people, QObject* parent)
    : CreditsSource(parent)
    , people_(people) {}

Overview SampleCredits::overview() const {
    Overview result;
    result.teamName = QStringLiteral("Northwind Design");
    result.pool = pool_;
    for (const MemberRow& row : people_.rows()) {
        result.allocated += row.available + row.held;
        result.held += row.held;
        result.spent += row.used;
        ++result.memberCount;
        result.membersWithCredits += row.allocated > 0;
        result.activeMembers += row.state == MemberState::Active;
        result.invitedMembers += row.state == MemberState::Invited;
    }
    result.purchased = result.pool + result.allocated + result.spent;
    for (const UsageDay& day : usage(UsagePeriod::Days30))
        result.usedThisMonth += day.credits;
    result.monthTrend = 0.124;
    result.poolLastsDays = int(pool_ / 41);
    result.poolEndsOn = QDate::currentDate().addDays(pool_ / 41);
    result.poolIsLow = pool_ < 2000;
    for (int i = 0; i < 4; ++i)
        result.latestHeadshots << QStringLiteral("latest-%1").arg(i * 11 + 3);
    return result;
}

std::vector<UsageDay> SampleCredits::usage(UsagePeriod period) const {
    const int days = period == UsagePeriod::Days30 ? 30 : period == UsagePeriod::Days90 ? 90 : 365;
    std::vector<UsageDay> result;
    const QDate first = QDate::currentDate().addDays(1 - days);
    for (int i = 0; i < days; ++i) {
        const QDate date = first.addDays(i);
        const double week = date.dayOfWeek() > 5 ? 0.3 : 1;
        const double value = (34 + 15 * std::sin(i / 4.2) + (i * 37) % 11) * week;
        const double previous = (29 + 10 * std::cos(i / 5.0) + (i * 53) % 9) * (week * 0.8 + 0.2);
        result.push_back({date, qRound64(value), qRound64(previous)});
    }
    return result;
}

Prices SampleCredits::prices() const {
    Prices prices;
    prices.currency = QStringLiteral("USD");
    prices.packages = {{QStringLiteral("starter"), tr("Starter"), 50, 2900},
                       {QStringLiteral("professional"), tr("Professional"), 150, 7900},
                       {QStringLiteral("enterprise"), tr("Enterprise"), 500, 19900}};
    prices.customUnitMinor = 50;
    prices.customLeast = 1;
    prices.customMost = 10'000;
    prices.sandbox = true;
    return prices;
}

std::unique_ptr<MemberSource> SampleCredits::openMembers() {
    return people_.open();
}

std::optional<MemberRow> SampleCredits::member(const MemberId& id) const {
    const MemberRow* row = people_.find(id);
    return row ? std::optional(*row) : std::nullopt;
}

std::optional<Order> SampleCredits::order(const OrderId& id) const {
    const auto found = orders_.constFind(id);
    return found == orders_.cend() ? std::nullopt : std::optional(*found);
}

void SampleCredits::allocate(std::vector<AllocationLine> lines, Done done) {
    qint64 sum = 0;
    for (const AllocationLine& line : lines) {
        const MemberRow* row = people_.find(line.member);
        if (!row) return done(fail(ErrorCode::NotFound));
        if (row->available + line.credits < 0) return done(fail(ErrorCode::InsufficientCredits));
        sum += line.credits;
    }
    if (sum > pool_) return done(fail(ErrorCode::InsufficientPool));
    for (const AllocationLine& line : lines) {
        MemberRow* row = people_.find(line.member);
        row->available += line.credits;
        row->allocated += line.credits;
    }
    pool_ -= sum;
    ++basis_;
    people_.touched();
    done({});
    Q_EMIT changed();
}

void SampleCredits::reassign(const MemberId& from, const MemberId& to, qint64 credits, Done done) {
    MemberRow* giver = people_.find(from);
    MemberRow* taker = people_.find(to);
    if (!giver || !taker) return done(fail(ErrorCode::NotFound));
    if (credits > giver->available) return done(fail(ErrorCode::InsufficientCredits));
    giver->available -= credits;
    giver->allocated -= credits;
    taker->available += credits;
    taker->allocated += credits;
    ++basis_;
    people_.touched();
    done({});
    Q_EMIT changed();
}

void SampleCredits::previewDistribution(const DistributionRequest& request,
                                        std::function<void(Result<DistributionPreview>)> reply) {
    DistributionPreview preview;
    preview.request = request;
    preview.poolBefore = pool_;
    preview.basis = QString::number(basis_);
    std::vector<const MemberRow*> people;
    for (const MemberRow& row : people_.rows())
        if (row.state == MemberState::Active ||
            (row.state == MemberState::Invited && request.invited == IncludeInvited::Yes))
            people.push_back(&row);
    preview.membersConsidered = int(people.size());
    const qint64 amount = request.mode == DistributionMode::EqualShareOfPool ? pool_ : request.amount;
    const qint64 each = people.empty() ? 0 : amount / qint64(people.size());
    for (const MemberRow* row : people) {
        const qint64 gets = request.mode == DistributionMode::TopUp
                                ? std::max<qint64>(0, request.amount - row->available)
                                : each;
        if (gets == 0) continue;
        preview.lines.push_back({row->id, row->name, row->available, gets});
        preview.total += gets;
    }
    preview.shortfall = std::max<qint64>(0, preview.total - pool_);
    preview.poolAfter = pool_ - preview.total;
    reply(preview);
}

void SampleCredits::distribute(const DistributionPreview& approved, Done done) {
    if (approved.basis != QString::number(basis_)) return done(fail(ErrorCode::BasisChanged));
    std::vector<AllocationLine> lines;
    for (const DistributionLine& line : approved.lines)
        lines.push_back({line.member, line.gets});
    allocate(std::move(lines), std::move(done));
}

void SampleCredits::buy(const Purchase& purchase, std::function<void(Result<Order>)> reply) {
    Order order;
    order.id = OrderId::make();
    order.currency = QStringLiteral("USD");
    const Prices now = prices();
    order.credits = purchase.customCredits;
    order.amountMinor = purchase.customCredits * now.customUnitMinor;
    for (const CreditPackage& package : now.packages)
        if (package.key == purchase.packageKey) {
            order.credits = package.credits;
            order.amountMinor = package.priceMinor;
        }
    order.checkoutUrl =
        QStringLiteral("https://checkout.example/pay/") + QString::fromStdString(order.id.text());
    orders_.insert(order.id, order);
    ++checkoutsOpened_;
    reply(order);
}

void SampleCredits::openCheckout(const OrderId&) {
    ++checkoutsOpened_;
}

void SampleCredits::checkOrder(const OrderId& id, std::function<void(Result<Order>)> reply) {
    const auto found = orders_.constFind(id);
    if (found == orders_.cend()) return reply(fail(ErrorCode::NotFound));
    reply(*found);
}

void SampleCredits::setPool(qint64 pool) {
    pool_ = pool;
    ++basis_;
    Q_EMIT changed();
}

void SampleCredits::setBlocked(const QString& reason) {
    blocked_ = reason;
    Q_EMIT changed();
}

void SampleCredits::settleOrder(const OrderId& id, OrderState state) {
    Order& order = orders_[id];
    order.state = state;
    if (state == OrderState::Paid) pool_ += order.credits;
    Q_EMIT orderChanged(id);
    Q_EMIT changed();
}

} // namespace headroom::ui::gallery
