#pragma once

#include "ui/shell/shell_source.h"

#include <QWidget>

class QListWidget;
class QPushButton;
class QTimer;

namespace headroom::ui::shell {

class TeamButton;
class UserButton;

/// Team switcher, navigation with badges, the own balance for members, the user with the sync state.
class SideBar : public QWidget {
    Q_OBJECT
public:
    SideBar(ShellSource& source, ShellActions& actions, QWidget* parent = nullptr);

    void setCurrent(PageKind page);

Q_SIGNALS:
    void pageRequested(headroom::ui::shell::PageKind page);
    void outboxRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void refreshSync();
    void rebuildNavigation(const State& state);
    void showTeams();
    void showAccount();

    ShellSource& source_;
    ShellActions& actions_;
    TeamButton* team_;
    QListWidget* navigation_;
    QWidget* balance_;
    UserButton* user_;
    QPushButton* settings_;
    QTimer* minute_;
    std::vector<PageKind> shown_;
    PageKind current_ = PageKind::Headshots;
};

} // namespace headroom::ui::shell
