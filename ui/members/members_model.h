#pragma once

#include "ui/people/member_model.h"
#include "ui/widgets/table_view.h"

namespace headroom::ui::members {

/// Members with role and state, for the table of the Members page.
class MembersModel : public MemberModel {
    Q_OBJECT
public:
    enum Column { Member, Role, Status, Credits, LastActive, Menu, ColumnCount };

    explicit MembersModel(std::unique_ptr<MemberSource> source, QObject* parent = nullptr);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
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
