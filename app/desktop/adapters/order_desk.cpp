#include "app/desktop/adapters/order_desk.h"

#include "app/desktop/adapters/values.h"
#include "app/desktop/browser.h"

#include <nlohmann/json.hpp>

#include <QTimer>

#include <algorithm>

namespace headroom::desktop {

namespace {

using nlohmann::json;

constexpr int pricesAgainMs = 5'000; ///< the page waits with "Buy" for them
using ui::credits::OrderState;

OrderState stateOf(client::Checkout::State state) {
    switch (state) {
    case client::Checkout::State::Creating:
    case client::Checkout::State::Unknown:
    case client::Checkout::State::Waiting:
        return OrderState::WaitingForPayment;
    case client::Checkout::State::Paid:
        return OrderState::Paid;
    case client::Checkout::State::Cancelled:
        return OrderState::Cancelled;
    case client::Checkout::State::Expired:
        return OrderState::Expired;
    case client::Checkout::State::Failed:
        return OrderState::Declined;
    }
    __builtin_unreachable();
}

ui::credits::Order orderFrom(const sync::PaymentRow& row) {
    return {row.id,
            stateOf(client::checkoutState(row.state)),
            row.credits,
            row.amountCents,
            shown(row.currency).toUpper(),
            shown(row.checkoutUrl)};
}

bool samePurchase(const ui::credits::Purchase& a, const ui::credits::Purchase& b) {
    return a.packageKey == b.packageKey && a.customCredits == b.customCredits;
}

} // namespace

QString OrderDesk::packageName(const QString& key) {
    if (key == QLatin1String("starter")) return tr("Starter");
    if (key == QLatin1String("professional")) return tr("Professional");
    if (key == QLatin1String("enterprise")) return tr("Enterprise");
    if (key == QLatin1String("custom")) return tr("Custom");
    return key;
}

OrderDesk::OrderDesk(client::Client& client, client::TeamSession& session, QObject* parent)
    : QObject(parent)
    , client_(client)
    , session_(session) {
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (!has(parts, client::Part::Payments)) return;
        for (const sync::PaymentRow& row : *session_.view().team().payments)
            Q_EMIT orderChanged(row.id);
    });
}

void OrderDesk::loadPrices() {
    if (pricesKnown_ || pricesAsked_) return;
    pricesAsked_ = true;
    client_.call({"GET", QStringLiteral("/api/packages"), {}, {}}, this, [this](const Result<json>& answer) {
        pricesAsked_ = false;
        if (answer) return takePrices(*answer);
        // Nothing else may happen that would make anybody ask again.
        QTimer::singleShot(pricesAgainMs, this, &OrderDesk::loadPrices);
    });
}

void OrderDesk::takePrices(const json& answer) {
    try {
        ui::credits::Prices prices;
        prices.currency = shown(answer.at("currency").get<std::string>()).toUpper();
        for (const json& entry : answer.at("packages")) {
            const QString key = shown(entry.at("package").get<std::string>());
            prices.packages.push_back({key, packageName(key), entry.at("credits").get<qint64>(),
                                       entry.at("amount_cents").get<qint64>()});
        }
        const json& custom = answer.at("custom");
        prices.customUnitMinor = custom.at("amount_cents_each").get<qint64>();
        prices.customLeast = custom.at("credits_min").get<int>();
        prices.customMost = custom.at("credits_max").get<int>();
        prices.sandbox = !answer.at("livemode").get<bool>();
        sells_ = answer.at("available").get<bool>();
        prices_ = std::move(prices);
        pricesKnown_ = true;
        Q_EMIT pricesChanged();
    } catch (const json::exception&) {
        // Not an answer of ours: prices stay unknown and buying stays blocked.
    }
}

const sync::PaymentRow* OrderDesk::payment(const OrderId& id) const {
    const auto& rows = *session_.view().team().payments;
    const auto found = std::ranges::find(rows, id, &sync::PaymentRow::id);
    return found == rows.end() ? nullptr : &*found;
}

ui::credits::Order OrderDesk::orderOf(const Open& open) const {
    ui::credits::Order order;
    order.id = open.checkout->order();
    order.state = stateOf(open.checkout->state());
    order.credits = open.purchase.customCredits;
    order.amountMinor = open.purchase.customCredits * prices_.customUnitMinor;
    for (const ui::credits::CreditPackage& package : prices_.packages) {
        if (package.key != open.purchase.packageKey) continue;
        order.credits = package.credits;
        order.amountMinor = package.priceMinor;
    }
    order.currency = prices_.currency;
    if (order.state == OrderState::WaitingForPayment) order.checkoutUrl = open.checkout->url().toString();
    return order;
}

std::optional<ui::credits::Order> OrderDesk::order(const OrderId& id) const {
    const auto open =
        std::ranges::find_if(open_, [&](const auto& one) { return one->checkout->order() == id; });
    const sync::PaymentRow* row = payment(id);
    if (open == open_.end()) return row ? std::optional(orderFrom(*row)) : std::nullopt;
    // Whichever of the two knows the end is right: an end is never taken back.
    ui::credits::Order order = orderOf(**open);
    if (!row) return order;
    ui::credits::Order fromFeed = orderFrom(*row);
    if (fromFeed.state == OrderState::WaitingForPayment) fromFeed.state = order.state;
    if (fromFeed.checkoutUrl.isEmpty()) fromFeed.checkoutUrl = order.checkoutUrl;
    return fromFeed;
}

void OrderDesk::buy(const ui::credits::Purchase& purchase, Reply reply) {
    const auto lost = std::ranges::find_if(open_, [&](const auto& one) {
        return one->checkout->state() == client::Checkout::State::Unknown &&
               samePurchase(one->purchase, purchase);
    });
    Open* open = lost == open_.end() ? nullptr : lost->get();
    if (!open) {
        open_.push_back(std::make_unique<Open>());
        open = open_.back().get();
        open->purchase = purchase;
        open->checkout = std::make_unique<client::Checkout>(client_, session_.membership().team);
        connect(open->checkout.get(), &client::Checkout::changed, this, [this, open] { moved(*open); });
    }
    open->reply = std::move(reply);
    const bool custom = purchase.packageKey.isEmpty();
    open->checkout->create(custom ? "custom" : purchase.packageKey.toStdString(),
                           custom ? std::optional<std::int64_t>(purchase.customCredits) : std::nullopt);
}

void OrderDesk::moved(Open& open) {
    const client::Checkout::State state = open.checkout->state();
    if (state == client::Checkout::State::Creating) return;
    const Reply reply = std::exchange(open.reply, {});
    if (reply) {
        if (const auto error = open.checkout->error()) return reply(fail(*error));
        openInBrowser(open.checkout->url());
        reply(orderOf(open));
    }
    if (!open.checkout->order().empty()) Q_EMIT orderChanged(open.checkout->order());
}

void OrderDesk::openPage(const OrderId& id) {
    const auto known = order(id);
    if (known && !known->checkoutUrl.isEmpty()) openInBrowser(QUrl(known->checkoutUrl));
}

void OrderDesk::check(const OrderId& id, Reply reply) {
    const QString path = QStringLiteral("/api/teams/%1/payments/%2/check")
                             .arg(shown(session_.membership().team.text()), shown(id.text()));
    client_.call({"POST", path, {}, {}}, this, [this, id, reply](const Result<json>& answer) {
        if (!answer) return reply(fail(answer.error()));
        try {
            const json& row = answer->contains("payment") ? answer->at("payment") : *answer;
            reply(orderFrom(row.get<sync::PaymentRow>()));
        } catch (const std::exception& malformed) {
            return reply(fail(ErrorCode::Corrupt, malformed.what()));
        }
        session_.syncNow(); // the credits, if it was paid
        Q_EMIT orderChanged(id);
    });
}

} // namespace headroom::desktop
