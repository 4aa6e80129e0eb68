#pragma once

#include "ui/members/members_source.h"

#include <QWidget>

class QMenu;
class QStackedWidget;

namespace headroom::ui {
class EmptyState;
class PageHeader;
class SearchField;
class TableView;
} // namespace headroom::ui

namespace headroom::ui::members {

class MembersModel;

/// Who is in the team: invite, roles, suspend, remove.
class MembersPage : public QWidget {
    Q_OBJECT
public:
    MembersPage(MembersSource& source, MembersActions& actions, QWidget* parent = nullptr);

    void openInvite();
    void confirmRemove(const MemberRow& member);
    void focusSearch();
    TableView* table() const { return table_; }
    /// What can be done with a member, as the context menu and the dots offer it.
    QMenu* memberMenu(const MemberRow& member);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void headshotsRequested(const headroom::MemberId& member);

private:
    void buildTable();
    void refresh();
    void refreshRows();
    MembersActions::Done report(const QString& success);
    void addRoleActions(QMenu* menu, const MemberRow& member);

    MembersSource& source_;
    MembersActions& actions_;
    MembersModel* model_;
    PageHeader* header_;
    SearchField* search_;
    QStackedWidget* stack_;
    TableView* table_;
    EmptyState* empty_;
};

} // namespace headroom::ui::members
