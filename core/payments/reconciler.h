#pragma once

#include "core/payments/checkout.h"

#include <string>

namespace headroom::payments {

/// Makes sure that money arrives without webhooks: asks the gateway about every open order when it is due,
/// heals orders whose session call had an unknown outcome, and reads the gateway's events for refunds and
/// disputes.
///
/// The endpoint calls runOnce() on a schedule (every half minute is plenty) on a thread of its own. Of
/// several processes on one database one at a time does the work; the lease ends by itself if it dies.
class Reconciler {
public:
    /// `holder` names this process among those that share the database. References must outlive this.
    Reconciler(database::Database& database, PaymentGateway& gateway, const Clock& clock, std::string holder);

    struct Report {
        enum class Turn { Mine, OfAnother };
        Turn turn = Turn::Mine;
        int checked = 0; ///< orders that were due
        int granted = 0;
        int failed = 0; ///< orders that could not be asked about; they are due again later
        int events = 0; ///< that were new
    };

    /// Errors are those of the database, and of the gateway when the events could not be read (orders were
    /// still looked at). Calling it again is always right.
    Result<Report> runOnce();

private:
    Result<bool> takeLease();
    Result<void> endLease();
    Result<std::vector<Order>> dueOrders();
    void checkOrder(const Order& order, Report& report);
    Result<void> postpone(const Order& order);
    Result<void> adoptKeptReversals();
    Result<void> takeEvent(const PaymentEvent& event, Report& report);
    Result<void> readEvents(Report& report);

    database::Database& database_;
    PaymentGateway& gateway_;
    const Clock& clock_;
    const std::string holder_;
    Checkout checkout_;
    Fulfilment fulfilment_;
};

} // namespace headroom::payments
