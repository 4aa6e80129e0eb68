#pragma once

#include "ui/activity/activity_source.h"
#include "ui/rows/row_model.h"
#include "ui/widgets/table_view.h"

namespace headroom::ui::activity {

class ActivityModel : public RowModel {
    Q_OBJECT
public:
    enum Column { What, Status, Amount, When, ColumnCount };

    explicit ActivityModel(std::unique_ptr<ActivityRows> source, QObject* parent = nullptr);
    ~ActivityModel() override;

    ActivityRow row(int index) const { return source_->rowAt(index); }
    void setText(const QString& text) { source_->setText(text); }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ActivityModel(ActivityRows* source, QObject* parent);

    std::unique_ptr<ActivityRows> source_;
};

class ActivityDelegate : public RowDelegate {
    Q_OBJECT
public:
    ActivityDelegate(TableView* view, const ActivityModel* model);

protected:
    void paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const override;

private:
    const ActivityModel* model_;
};

} // namespace headroom::ui::activity
