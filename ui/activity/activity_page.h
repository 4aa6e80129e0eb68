#pragma once

#include "ui/activity/activity_source.h"

#include <QWidget>

#include <array>

class QStackedWidget;

namespace headroom::ui {
class EmptyState;
class SearchField;
class SegmentedControl;
class TableView;
} // namespace headroom::ui

namespace headroom::ui::activity {

class ActivityModel;

/// Everything that happened: the ledger, payments, people, exports; each can be written as CSV.
class ActivityPage : public QWidget {
    Q_OBJECT
public:
    ActivityPage(ActivitySource& source, ActivityActions& actions, QWidget* parent = nullptr);

    void showKind(ActivityKind kind);
    ActivityKind kind() const { return kind_; }
    void focusSearch();
    TableView* table() const;
    void writeCsv(const QString& path);

private:
    void addList(ActivityKind kind);
    void chooseCsv();
    void search(const QString& text);
    void showEmptiness(ActivityKind kind);

    ActivitySource& source_;
    ActivityActions& actions_;
    ActivityKind kind_ = ActivityKind::Ledger;
    SegmentedControl* tabs_;
    SearchField* search_;
    QStackedWidget* stack_;
    std::array<TableView*, activityKinds> tables_{};
    std::array<ActivityModel*, activityKinds> models_{};
    std::array<QStackedWidget*, activityKinds> lists_{};
    std::array<EmptyState*, activityKinds> empty_{};
};

} // namespace headroom::ui::activity
