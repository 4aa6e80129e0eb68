#pragma once

#include "core/base/clock.h"
#include "core/payments/settlement.h"

namespace headroom::payments {

/// Takes in what the gateway reports. An event is stored and takes effect in one transaction, so it is either
/// durable with everything that follows from it, or will come again. Any thread, never inside a transaction.
class Fulfilment {
public:
    /// References must outlive this.
    Fulfilment(database::Database& database, const Clock& clock, Livemode livemode);

    /// An event whose signature was checked, or that we asked for ourselves. Any value means: answer well, it
    /// is dealt with. LivemodeMismatch refuses events of the other mode; every other error means that nothing
    /// happened and that the gateway should send it again.
    Result<Outcome> receive(const PaymentEvent& event) const;

    /// What we asked about one order. `source` says who asked ("reconciler").
    Result<Outcome> reflect(const TeamId& team, const OrderId& order, const CheckoutSession& session,
                            std::string_view source) const;

private:
    database::Database& database_;
    const Clock& clock_;
    const Livemode livemode_;
};

} // namespace headroom::payments
