#pragma once

#include "ui/credits/credits_source.h"

#include <QWidget>

class QBoxLayout;
class QGridLayout;

namespace headroom::ui {
class MetricCard;
class PageHeader;
class ThumbnailCache;
} // namespace headroom::ui

namespace headroom::ui::credits {

class BalancePanel;
class MembersPanel;
class UsagePanel;

/// The admin's main page: how many credits there are, where they went, who has them, and everything that can
/// be done with them.
class CreditsPage : public QWidget {
    Q_OBJECT
public:
    CreditsPage(CreditsSource& source, CreditsActions& actions, ThumbnailCache& thumbnails,
                QWidget* parent = nullptr);

    void openBuy();
    void openOrder(const OrderId& id);
    void openDistribute();
    void openReassign(std::optional<MemberRow> from);
    void openGive(std::vector<MemberRow> members);
    void openTakeBack(std::vector<MemberRow> members);
    void focusSearch();

    MembersPanel* members() const { return members_; }

Q_SIGNALS:
    /// Leads to another page.
    void inviteRequested();
    void headshotsRequested(const headroom::MemberId& member);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Width { Narrow, Wide };
    void arrange(Width room);
    void connectMembers();
    void refresh();
    void refreshMetrics(const Overview& overview);
    void changeAvailable(const MemberRow& member, qint64 available);
    void toastAllocation(const std::vector<AllocationLine>& lines, const QString& summary);
    void openAllocate(std::vector<MemberRow> members, int direction);

    CreditsSource& source_;
    CreditsActions& actions_;
    PageHeader* header_;
    MetricCard* pool_;
    MetricCard* allocated_;
    MetricCard* used_;
    MetricCard* lasts_;
    UsagePanel* usage_;
    BalancePanel* balance_;
    MembersPanel* members_;
    QGridLayout* metrics_ = nullptr;
    QBoxLayout* middle_ = nullptr;
    Width room_ = Width::Wide;
};

} // namespace headroom::ui::credits
