#pragma once

#include "ui/credits/credits_source.h"
#include "ui/gallery/sample_people.h"

#include <QHash>

namespace headroom::ui::gallery {

/// Credits of the made-up team, kept in memory, with the answers that the real ones would give: what is
/// refused there is refused here. The gallery shows pages with it, and the pages' tests click on it.
class SampleCredits : public credits::CreditsSource, public credits::CreditsActions {
    Q_OBJECT
public:
    explicit SampleCredits(SamplePeople& people, QObject* parent = nullptr);

    credits::Overview overview() const override;
    std::vector<credits::UsageDay> usage(credits::UsagePeriod period) const override;
    credits::Prices prices() const override;
    std::unique_ptr<MemberSource> openMembers() override;
    std::optional<MemberRow> member(const MemberId& id) const override;
    std::optional<credits::Order> order(const OrderId& id) const override;
    QString buyingBlockedBy() const override { return blocked_; }

    void allocate(std::vector<credits::AllocationLine> lines, Done done) override;
    void reassign(const MemberId& from, const MemberId& to, qint64 credits, Done done) override;
    void previewDistribution(const credits::DistributionRequest& request,
                             std::function<void(Result<credits::DistributionPreview>)> reply) override;
    void distribute(const credits::DistributionPreview& approved, Done done) override;
    void buy(const credits::Purchase& purchase, std::function<void(Result<credits::Order>)> reply) override;
    void openCheckout(const OrderId& id) override;
    void checkOrder(const OrderId& id, std::function<void(Result<credits::Order>)> reply) override;
    void exportUsage() override {}

    // What happens elsewhere in the real thing.
    void setPool(qint64 pool);
    void setBlocked(const QString& reason);
    void settleOrder(const OrderId& id, credits::OrderState state);
    int checkoutsOpened() const { return checkoutsOpened_; }
    QList<OrderId> orders() const { return orders_.keys(); }

private:
    SamplePeople& people_;
    qint64 pool_ = 1284;
    qint64 purchased_ = 10'500;
    int basis_ = 1;
    QString blocked_;
    QHash<OrderId, credits::Order> orders_;
    int checkoutsOpened_ = 0;
};

} // namespace headroom::ui::gallery
