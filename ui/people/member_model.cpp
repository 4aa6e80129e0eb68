#include "ui/people/member_model.h"

namespace headroom::ui {

MemberModel::MemberModel(std::unique_ptr<MemberSource> source, int columns, QMap<int, MemberSort> orders,
                         QObject* parent)
    : MemberModel(source.release(), columns, std::move(orders), parent) {}

// The base class wants the source before there is a member to keep it in.
MemberModel::MemberModel(MemberSource* source, int columns, QMap<int, MemberSort> orders, QObject* parent)
    : RowModel(*source, columns, parent)
    , source_(source)
    , orders_(std::move(orders)) {}

MemberModel::~MemberModel() = default;

void MemberModel::setText(const QString& text) {
    MemberQuery query = source_->query();
    query.text = text.trimmed();
    source_->setQuery(query);
}

void MemberModel::setRole(std::optional<MemberRole> role) {
    MemberQuery query = source_->query();
    query.role = role;
    source_->setQuery(query);
}

void MemberModel::sort(int column, Qt::SortOrder order) {
    if (!orders_.contains(column)) return;
    MemberQuery query = source_->query();
    query.sort = orders_.value(column);
    query.order = order;
    source_->setQuery(query);
}

} // namespace headroom::ui
