#pragma once

#include "core/base/result.h"
#include "ui/credits/credits_values.h"
#include "ui/people/member_source.h"

#include <QObject>

#include <functional>
#include <memory>

namespace headroom::ui::credits {

/// Read side of the Credits page: the newest known values, at any time, without waiting. GUI thread.
class CreditsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual Overview overview() const = 0;
    virtual std::vector<UsageDay> usage(UsagePeriod period) const = 0;
    virtual Prices prices() const = 0;
    /// A list of its own for each view.
    virtual std::unique_ptr<MemberSource> openMembers() = 0;
    virtual std::optional<MemberRow> member(const MemberId& id) const = 0;
    virtual std::optional<Order> order(const OrderId& id) const = 0;
    /// Empty when buying is possible, else why not ("You are offline").
    virtual QString buyingBlockedBy() const = 0;

Q_SIGNALS:
    void changed();
    void orderChanged(const headroom::OrderId& id);
};

/// Write side: what the user asked for. Replies come once, on the GUI thread, now or later; an accepted
/// command that still waits in the outbox counts as success. GUI thread.
class CreditsActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~CreditsActions() = default;

    /// All lines or none.
    virtual void allocate(std::vector<AllocationLine> lines, Done done) = 0;
    virtual void reassign(const MemberId& from, const MemberId& to, qint64 credits, Done done) = 0;

    virtual void previewDistribution(const DistributionRequest& request,
                                     std::function<void(Result<DistributionPreview>)> reply) = 0;
    /// Refused with BasisChanged when the balances moved since the preview.
    virtual void distribute(const DistributionPreview& approved, Done done) = 0;

    /// Makes the order and opens its payment page in the browser.
    virtual void buy(const Purchase& purchase, std::function<void(Result<Order>)> reply) = 0;
    virtual void openCheckout(const OrderId& id) = 0;
    /// "I have paid": asks the server at once.
    virtual void checkOrder(const OrderId& id, std::function<void(Result<Order>)> reply) = 0;

    virtual void exportUsage() = 0;
};

} // namespace headroom::ui::credits
