#include "app/desktop/adapters/payments_list.h"

#include "app/desktop/adapters/order_desk.h"
#include "app/desktop/adapters/values.h"
#include "ui/widgets/formats.h"

namespace headroom::desktop {

namespace {

using ui::Tone;

struct Status {
    QString text;
    Tone tone;
};

Status statusOf(const sync::PaymentRow& row) {
    using State = sync::PaymentState;
    if (row.disputed) return {PaymentsList::tr("Disputed"), Tone::Danger};
    switch (row.state) {
    case State::Created:
    case State::Open:
        return {PaymentsList::tr("Not paid yet"), Tone::Warning};
    case State::Processing:
        return {PaymentsList::tr("Processing"), Tone::Info};
    case State::Paid:
        return {PaymentsList::tr("Paid"), Tone::Success};
    case State::Failed:
        return {PaymentsList::tr("Declined"), Tone::Danger};
    case State::Cancelled:
        return {PaymentsList::tr("Cancelled"), Tone::Secondary};
    case State::Expired:
        return {PaymentsList::tr("Expired"), Tone::Secondary};
    case State::PartlyRefunded:
        return {PaymentsList::tr("Partly refunded"), Tone::Warning};
    case State::Refunded:
        return {PaymentsList::tr("Refunded"), Tone::Secondary};
    }
    __builtin_unreachable();
}

} // namespace

PaymentsList::PaymentsList(client::TeamView& view, QObject* parent)
    : ActivityList(parent)
    , view_(view)
    , payments_(view.team().payments) {
    reload([] {});
    connect(&view_, &client::TeamView::changed, this, [this](client::Part parts) {
        if (has(parts, client::Part::Payments))
            reload([this] { payments_ = view_.team().payments; });
        else if (has(parts, client::Part::Members) && count() > 0)
            Q_EMIT rowsUpdated(0, count() - 1);
    });
}

QString PaymentsList::keyOf(std::size_t index) const {
    return shown((*payments_)[index].id.text());
}

ui::activity::ActivityRow PaymentsList::entry(std::size_t index) const {
    const sync::PaymentRow& payment = (*payments_)[index];
    const QString credits = tr("%n credit(s)", nullptr, static_cast<int>(payment.credits));
    const QString package = OrderDesk::packageName(shown(payment.package));
    const QString buyer = shown(view_.memberName(payment.memberId));
    const Status status = statusOf(payment);
    ui::activity::ActivityRow row;
    row.key = keyOf(index);
    row.when = shown(payment.paidAt.value_or(payment.createdAt));
    row.icon = QStringLiteral("credit-card");
    row.title = package.isEmpty() ? credits : tr("%1, %2").arg(package, credits);
    row.detail = buyer.isEmpty() ? tr("by a former member") : tr("by %1").arg(buyer);
    if (!payment.livemode) row.detail = tr("%1, test payment").arg(row.detail);
    row.status = status.text;
    row.tone = status.tone;
    row.amount = ui::formatMoney(payment.amountCents, shown(payment.currency));
    return row;
}

QStringList PaymentsList::csvHeading() const {
    return {"time",     "paid",           "state",
            "package",  "credits",        "amount_cents",
            "currency", "refunded_cents", "reversed_credits",
            "disputed", "ordered_by",     "order",
            "live"};
}

std::vector<QStringList> PaymentsList::csvRecords(std::size_t index) const {
    const sync::PaymentRow& payment = (*payments_)[index];
    const auto moment = [](Timestamp time) { return shown(time).toUTC().toString(Qt::ISODate); };
    const auto number = [](std::int64_t value) { return QString::number(static_cast<qint64>(value)); };
    const auto yesNo = [](bool value) { return value ? QStringLiteral("yes") : QStringLiteral("no"); };
    return {{moment(payment.createdAt), payment.paidAt ? moment(*payment.paidAt) : QString(),
             shown(std::string(sync::name(payment.state))), shown(payment.package), number(payment.credits),
             number(payment.amountCents), shown(payment.currency).toUpper(), number(payment.refundedCents),
             number(payment.reversedCredits), yesNo(payment.disputed),
             shown(view_.memberName(payment.memberId)), keyOf(index), yesNo(payment.livemode)}};
}

} // namespace headroom::desktop
