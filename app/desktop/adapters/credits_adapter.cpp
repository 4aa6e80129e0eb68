#include "app/desktop/adapters/credits_adapter.h"

#include "app/desktop/adapters/distribution.h"
#include "app/desktop/adapters/member_list.h"
#include "app/desktop/adapters/usage_export.h"
#include "app/desktop/adapters/values.h"

#include <algorithm>

namespace headroom::desktop {

namespace {

using ui::credits::Overview;

/// A pool that ends within two weeks at the present pace is low: time enough for an admin to buy.
constexpr int poolLowDays = 14;
constexpr int latestHeadshotsShown = 4;
constexpr int daysOfTwoMonths = 62;

QDate dateOf(std::int64_t day) {
    return QDate(1970, 1, 1).addDays(day);
}

Timestamp now() {
    return {QDateTime::currentMSecsSinceEpoch()};
}

/// Refused commands come back through the outbox; stored is what the page waits for.
client::TeamSession::Stored whenStored(ui::credits::CreditsActions::Done done) {
    return [done = std::move(done)](const Result<CommandId>& id) {
        done(id ? Result<void>() : Result<void>(fail(id.error())));
    };
}

int daysOf(ui::credits::UsagePeriod period) {
    switch (period) {
    case ui::credits::UsagePeriod::Days30:
        return 30;
    case ui::credits::UsagePeriod::Days90:
        return 90;
    case ui::credits::UsagePeriod::Days365:
        return 365;
    }
    __builtin_unreachable();
}

} // namespace

CreditsAdapter::CreditsAdapter(client::Client& client, client::TeamSession& session, QObject* parent)
    : CreditsSource(parent)
    , session_(session)
    , orders_(client, session) {
    connect(&session_.view(), &client::TeamView::changed, this, &CreditsAdapter::viewChanged);
    connect(&orders_, &OrderDesk::pricesChanged, this, &CreditsSource::changed);
    connect(&orders_, &OrderDesk::orderChanged, this, &CreditsSource::orderChanged);
    viewChanged(client::Part::Status);
}

void CreditsAdapter::viewChanged(client::Part parts) {
    if (session_.view().status().link == client::Link::Online) orders_.loadPrices();
    const client::Part ours = client::Part::Team | client::Part::Credits | client::Part::Members |
                              client::Part::Headshots | client::Part::Days | client::Part::Status;
    if ((static_cast<std::uint32_t>(parts) & static_cast<std::uint32_t>(ours)) != 0) Q_EMIT changed();
}

void CreditsAdapter::countMembers(Overview& result) const {
    for (const client::ShownMember& member : *session_.view().team().members) {
        if (member.row().state == sync::MemberState::Removed) continue;
        ++result.memberCount;
        result.membersWithCredits += member.available > 0 || member.held > 0;
        result.activeMembers += member.row().state == sync::MemberState::Active;
        result.invitedMembers += member.row().state == sync::MemberState::Invited;
    }
}

void CreditsAdapter::countUse(Overview& result) const {
    const QDate today = QDateTime::currentDateTimeUtc().date(); // the ledger's days are UTC
    const QDate monthBefore = today.addMonths(-1);
    qint64 before = 0;
    for (const client::DayUse& day : session_.view().usage(daysOfTwoMonths, now())) {
        const QDate date = dateOf(day.day);
        if (date.month() == today.month() && date.year() == today.year()) result.usedThisMonth += day.spent;
        if (date.month() == monthBefore.month() && date.day() <= today.day()) before += day.spent;
    }
    if (before > 0)
        result.monthTrend = static_cast<double>(result.usedThisMonth - before) / static_cast<double>(before);
}

Overview CreditsAdapter::overview() const {
    const client::ShownTeam& team = session_.view().team();
    Overview result;
    result.teamName = shown(team.team.name.empty() ? session_.membership().teamName : team.team.name);
    result.pool = team.credits.pool;
    result.allocated = team.credits.allocated;
    for (const client::ShownMember& member : *team.members)
        result.allocated += member.held;
    result.held = team.credits.held;
    result.spent = team.credits.spent;
    result.purchased = team.credits.purchased;
    result.debt = team.credits.debt;
    if (const auto days = team.credits.poolLastsDays) {
        result.poolLastsDays = static_cast<int>(std::min<std::int64_t>(*days, 100'000));
        result.poolEndsOn = QDate::currentDate().addDays(*result.poolLastsDays);
        result.poolIsLow = *days <= poolLowDays;
    }
    countMembers(result);
    countUse(result);
    for (const client::ShownHeadshot& headshot : *team.headshots) {
        if (result.latestHeadshots.size() == latestHeadshotsShown) break;
        if (headshot.row->state == sync::HeadshotState::Completed)
            result.latestHeadshots << shown(headshot.row->id.text());
    }
    return result;
}

std::vector<ui::credits::UsageDay> CreditsAdapter::usage(ui::credits::UsagePeriod period) const {
    const int days = daysOf(period);
    const std::vector<client::DayUse> both = session_.view().usage(2 * days, now());
    std::vector<ui::credits::UsageDay> result;
    for (std::size_t i = static_cast<std::size_t>(days); i < both.size(); ++i)
        result.push_back(
            {dateOf(both[i].day), both[i].spent, both[i - static_cast<std::size_t>(days)].spent});
    return result;
}

std::unique_ptr<ui::MemberSource> CreditsAdapter::openMembers() {
    return std::make_unique<MemberList>(session_.view());
}

std::optional<ui::MemberRow> CreditsAdapter::member(const MemberId& id) const {
    const client::ShownMember* found = session_.view().member(id);
    return found ? std::optional(shown(*found)) : std::nullopt;
}

QString CreditsAdapter::buyingBlockedBy() const {
    if (session_.view().status().link == client::Link::Offline) return tr("You are offline");
    if (!orders_.pricesKnown()) return tr("The prices have not arrived yet");
    if (!orders_.sells()) return tr("Buying is switched off at this endpoint");
    return {};
}

void CreditsAdapter::allocate(std::vector<ui::credits::AllocationLine> lines, Done done) {
    credits::Allocate command;
    for (const ui::credits::AllocationLine& line : lines)
        command.lines.push_back({line.member, line.credits});
    session_.allocate(command, whenStored(std::move(done)));
}

void CreditsAdapter::reassign(const MemberId& from, const MemberId& to, qint64 credits, Done done) {
    session_.reassign({from, to, credits}, whenStored(std::move(done)));
}

void CreditsAdapter::previewDistribution(
    const ui::credits::DistributionRequest& request,
    std::function<void(Result<ui::credits::DistributionPreview>)> reply) {
    reply(previewOf(session_, session_.view(), request));
}

void CreditsAdapter::distribute(const ui::credits::DistributionPreview& approved, Done done) {
    const auto fresh = previewOf(session_, session_.view(), approved.request);
    if (!fresh || fresh->basis != approved.basis) return done(fail(ErrorCode::BasisChanged));
    const auto command = commandOf(approved);
    if (!command) return done(fail(command.error()));
    session_.autoDistribute(*command, whenStored(std::move(done)));
}

void CreditsAdapter::buy(const ui::credits::Purchase& purchase,
                         std::function<void(Result<ui::credits::Order>)> reply) {
    orders_.buy(purchase, std::move(reply));
}

void CreditsAdapter::checkOrder(const OrderId& id, std::function<void(Result<ui::credits::Order>)> reply) {
    orders_.check(id, std::move(reply));
}

void CreditsAdapter::exportUsage() {
    exportUsageTable(session_.view().usage(daysOf(ui::credits::UsagePeriod::Days365), now()));
}

} // namespace headroom::desktop
