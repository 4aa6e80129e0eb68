#pragma once

#include "ui/shell/shell_source.h"

#include <QMainWindow>
#include <QMap>

#include <functional>

class QSettings;
class QStackedWidget;

namespace headroom::ui {
class Notice;
}

namespace headroom::ui::shell {

class SideBar;

/// The window: side bar and pages. Pages are added by whoever composes the program, and shown as the role
/// allows. Ctrl+1 to Ctrl+7 go to the pages in their order, Ctrl+F to the search of the page, F5 syncs,
/// Ctrl+, opens the settings, Ctrl+? lists the keys. Geometry and last page are remembered in `settings`.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(ShellSource& source, ShellActions& actions, QSettings& settings);
    ~MainWindow() override;

    /// The window owns the page. `focusSearch` may be empty.
    void addPage(PageKind kind, QWidget* page, std::function<void()> focusSearch = {});
    void showPage(PageKind kind);
    PageKind currentPage() const { return current_; }
    QWidget* page(PageKind kind) const { return pages_.value(kind); }
    /// The page of the last run, when the role still has it.
    void restoreLastPage();
    void showOutbox();
    void showShortcuts();

Q_SIGNALS:
    void pageShown(headroom::ui::shell::PageKind kind);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void addShortcuts();
    void refresh();
    void remember();

    ShellSource& source_;
    ShellActions& actions_;
    QSettings& settings_;
    SideBar* sideBar_;
    QWidget* bannerBox_ = nullptr;
    Notice* banner_;
    QStackedWidget* stack_;
    QMap<PageKind, QWidget*> pages_;
    QMap<PageKind, std::function<void()>> searches_;
    PageKind current_ = PageKind::Headshots;
};

} // namespace headroom::ui::shell
