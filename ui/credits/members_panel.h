#pragma once

#include "ui/credits/credits_source.h"
#include "ui/widgets/table_card.h"

class QComboBox;
class QMenu;
class QStackedWidget;

namespace headroom::ui {
class EmptyState;
class Pill;
class SearchField;
class SelectionBar;
class TableView;
} // namespace headroom::ui

namespace headroom::ui::credits {

class CreditsMemberModel;

/// The member table of the Credits page with search, role filter, sorting, inline editing and what can be
/// done with the selection. Emits what the user wants; the page acts.
class MembersPanel : public TableCard {
    Q_OBJECT
public:
    explicit MembersPanel(CreditsSource& source, QWidget* parent = nullptr);

    SearchField* searchField() const { return search_; }
    TableView* table() const { return table_; }
    CreditsMemberModel* model() const { return model_; }

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void giveRequested(const std::vector<headroom::ui::MemberRow>& members);
    void takeBackRequested(const std::vector<headroom::ui::MemberRow>& members);
    void reassignRequested(const headroom::ui::MemberRow& from);
    void headshotsRequested(const headroom::MemberId& member);
    void availableEdited(const headroom::ui::MemberRow& member, qint64 available);
    void inviteRequested();

private:
    void buildHead();
    void buildTable();
    void refreshCount();
    void refreshSelection();
    void showMenu(int row, const QPoint& globalPosition);
    void copySelection();
    std::vector<MemberRow> selectedMembers() const;

    CreditsMemberModel* model_;
    Pill* count_;
    SearchField* search_;
    QComboBox* role_;
    QStackedWidget* stack_;
    TableView* table_;
    EmptyState* empty_;
    SelectionBar* selection_;
};

} // namespace headroom::ui::credits
