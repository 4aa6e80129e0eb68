#pragma once

#include "ui/people/member_model.h"

namespace headroom::ui::credits {

/// Members with their credits, for the table of the Credits page. Sorting and filtering happen in the source.
/// The Available cell can be edited: the model asks for the new number through availableEdited() and shows it
/// when the source does.
class CreditsMemberModel : public MemberModel {
    Q_OBJECT
public:
    enum Column { Member, Role, Allocated, Used, Available, LastActive, Menu, ColumnCount };

    explicit CreditsMemberModel(std::unique_ptr<MemberSource> source, QObject* parent = nullptr);

    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void availableEdited(const headroom::ui::MemberRow& member, qint64 available);
};

} // namespace headroom::ui::credits
