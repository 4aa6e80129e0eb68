#pragma once

#include "app/desktop/adapters/order_desk.h"
#include "ui/credits/credits_source.h"

namespace headroom::desktop {

/// The Credits page over a team's session: numbers from its view, changes into its outbox, purchases to the
/// endpoint. GUI thread; client and session outlive it.
class CreditsAdapter : public ui::credits::CreditsSource, public ui::credits::CreditsActions {
    Q_OBJECT

public:
    CreditsAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    ui::credits::Overview overview() const override;
    std::vector<ui::credits::UsageDay> usage(ui::credits::UsagePeriod period) const override;
    ui::credits::Prices prices() const override { return orders_.prices(); }
    std::unique_ptr<ui::MemberSource> openMembers() override;
    std::optional<ui::MemberRow> member(const MemberId& id) const override;
    std::optional<ui::credits::Order> order(const OrderId& id) const override { return orders_.order(id); }
    QString buyingBlockedBy() const override;

    void allocate(std::vector<ui::credits::AllocationLine> lines, Done done) override;
    void reassign(const MemberId& from, const MemberId& to, qint64 credits, Done done) override;
    void previewDistribution(const ui::credits::DistributionRequest& request,
                             std::function<void(Result<ui::credits::DistributionPreview>)> reply) override;
    void distribute(const ui::credits::DistributionPreview& approved, Done done) override;
    void buy(const ui::credits::Purchase& purchase,
             std::function<void(Result<ui::credits::Order>)> reply) override;
    void openCheckout(const OrderId& id) override { orders_.openPage(id); }
    void checkOrder(const OrderId& id, std::function<void(Result<ui::credits::Order>)> reply) override;
    void exportUsage() override;

private:
    void countUse(ui::credits::Overview& result) const;
    void countMembers(ui::credits::Overview& result) const;
    void viewChanged(client::Part parts);

    client::TeamSession& session_;
    OrderDesk orders_;
};

} // namespace headroom::desktop
