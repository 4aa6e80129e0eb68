#pragma once

#include "core/payments/checkout.h"
#include "core/payments/reconciler.h"
#include "tests/core/credits/ledger_team.h"
#include "tests/core/payments/fake_gateway.h"

namespace headroom::test {

/// A team that buys from a fake gateway, on a real database.
struct Shop {
    explicit Shop(database::Engine engine, std::shared_ptr<database::Faults> faults = nullptr)
        : database(engine, Schema::Endpoint, std::move(faults))
        , team(*database, 3)
        , checkout(*database, gateway, team.clock())
        , fulfilment(*database, team.clock(), payments::Livemode::Sandbox)
        , reconciler(*database, gateway, team.clock(), "first") {}

    Result<payments::Order> place(const OrderId& id, const payments::Offer& offer) {
        return database->write([&](database::Transaction& transaction) -> Result<payments::Order> {
            auto write = TRY(sync::TeamWrite::begin(transaction, team.id(), team.clock().now()));
            return payments::placeOrder(write, id, team.member(0), offer, payments::Livemode::Sandbox);
        });
    }

    /// Placed and open: the customer sees the page.
    OrderId order(std::string_view package = "starter", std::optional<std::int64_t> credits = {}) {
        const OrderId id = OrderId::make();
        const auto placed = place(id, *payments::offer(package, credits));
        if (!placed || !checkout.open(team.id(), id)) qFatal("no order");
        return id;
    }

    OrderId paidOrder(std::string_view package = "starter", std::optional<std::int64_t> credits = {}) {
        const OrderId id = order(package, credits);
        if (fulfilment.receive(gateway.pay(id)) != payments::Outcome::Granted) qFatal("not granted");
        return id;
    }

    sync::PaymentRow row(const OrderId& id) {
        const auto found = database->read(
            [&](database::Session& session) { return payments::findOrder(session, team.id(), id); });
        return found ? found->row : sync::PaymentRow{};
    }

    std::int64_t pool() const { return team.balances().pool; }

    TestDatabase database;
    LedgerTeam team;
    FakeGateway gateway;
    payments::Checkout checkout;
    payments::Fulfilment fulfilment;
    payments::Reconciler reconciler;
};

} // namespace headroom::test
