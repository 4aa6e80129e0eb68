#pragma once

#include "ui/people/member_source.h"
#include "ui/rows/row_model.h"
#include "ui/widgets/table_view.h"

#include <memory>

namespace headroom::ui::members {

/// Members with role and state, for the table of the Members page.
class MembersModel : public RowModel {
    Q_OBJECT
public:
    enum Column { Member, Role, Status, Credits, LastActive, Menu, ColumnCount };

    explicit MembersModel(std::unique_ptr<MemberSource> source, QObject* parent = nullptr);
    ~MembersModel() override;

    MemberRow member(int row) const;
    void setText(const QString& text);
    void setRole(std::optional<MemberRole> role);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    MembersModel(MemberSource* source, QObject* parent);

    std::unique_ptr<MemberSource> source_;
};

class MembersDelegate : public RowDelegate {
    Q_OBJECT
public:
    MembersDelegate(TableView* view, const MembersModel* model);

protected:
    void paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const override;

private:
    const MembersModel* model_;
};

} // namespace headroom::ui::members
