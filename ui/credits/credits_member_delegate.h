#pragma once

#include "ui/widgets/table_view.h"

namespace headroom::ui::credits {

class CreditsMemberModel;

/// Cells of the member table: person, role, use of the allocation as a bar, and an editor for what is
/// available.
class CreditsMemberDelegate : public RowDelegate {
    Q_OBJECT
public:
    CreditsMemberDelegate(TableView* view, const CreditsMemberModel* model);

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

protected:
    void paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const override;

private:
    const CreditsMemberModel* model_;
};

} // namespace headroom::ui::credits
