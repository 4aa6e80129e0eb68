#include "app/desktop/adapters/member_list.h"

#include "app/desktop/adapters/values.h"

#include <algorithm>
#include <numeric>

namespace headroom::desktop {

namespace {

client::MemberSort sortOf(ui::MemberSort sort) {
    switch (sort) {
    case ui::MemberSort::Name:
        return client::MemberSort::Name;
    case ui::MemberSort::Role:
        return client::MemberSort::Role;
    case ui::MemberSort::Allocated: // the view has no such order: sorted here, on top of this one
        return client::MemberSort::Name;
    case ui::MemberSort::Used:
        return client::MemberSort::Spent;
    case ui::MemberSort::Available:
        return client::MemberSort::Available;
    case ui::MemberSort::LastActive:
        return client::MemberSort::LastActive;
    case ui::MemberSort::State:
        return client::MemberSort::State;
    }
    __builtin_unreachable();
}

std::int64_t allocated(const client::ShownMember& member) {
    return member.available + member.held + member.spent;
}

} // namespace

MemberList::MemberList(client::TeamView& view, QObject* parent)
    : MemberSource(parent)
    , view_(view) {
    Rows rows = select();
    members_ = std::move(rows.members);
    order_ = std::move(rows.order);
    connect(&view_, &client::TeamView::changed, this, [this](client::Part parts) {
        if (has(parts, client::Part::Members) || has(parts, client::Part::Credits)) refresh();
    });
}

QString MemberList::keyAt(int row) const {
    return ui::memberKey(members_.at(order_[static_cast<std::size_t>(row)]).row().id);
}

int MemberList::rowOf(const QString& key) const {
    if (positions_.isEmpty())
        for (int row = 0; row < count(); ++row)
            positions_.insert(keyAt(row), row);
    return positions_.value(key, -1);
}

ui::MemberRow MemberList::rowAt(int row) const {
    return shown(members_.at(order_[static_cast<std::size_t>(row)]));
}

void MemberList::setQuery(const ui::MemberQuery& query) {
    if (query == query_) return;
    const bool sameSet = query.text == query_.text && query.role == query_.role;
    query_ = query;
    take(select(), sameSet ? ui::RowsChange::Order : ui::RowsChange::Set);
}

MemberList::Rows MemberList::select() const {
    client::MemberQuery wanted;
    wanted.text = query_.text.toStdString();
    if (query_.role) wanted.role = asRole(*query_.role);
    wanted.sort = sortOf(query_.sort);
    const bool byAllocated = query_.sort == ui::MemberSort::Allocated;
    const bool descending = query_.order == Qt::DescendingOrder;
    wanted.order = descending && !byAllocated ? client::SortOrder::Descending : client::SortOrder::Ascending;
    Rows rows{view_.members(wanted), {}};
    rows.order.resize(rows.members.size());
    std::iota(rows.order.begin(), rows.order.end(), 0U);
    if (byAllocated)
        std::stable_sort(rows.order.begin(), rows.order.end(), [&](std::uint32_t a, std::uint32_t b) {
            const std::int64_t left = allocated(rows.members.at(a));
            const std::int64_t right = allocated(rows.members.at(b));
            return descending ? left > right : left < right;
        });
    return rows;
}

void MemberList::take(Rows rows, ui::RowsChange change) {
    Q_EMIT rowsAboutToChange(change);
    members_ = std::move(rows.members);
    order_ = std::move(rows.order);
    positions_.clear();
    Q_EMIT rowsChanged(change);
}

void MemberList::refresh() {
    Rows rows = select();
    bool sameRows = rows.order.size() == order_.size();
    for (std::size_t i = 0; sameRows && i < order_.size(); ++i)
        sameRows = rows.members.at(rows.order[i]).row().id == members_.at(order_[i]).row().id;
    if (!sameRows) return take(std::move(rows), ui::RowsChange::Set);
    // Most changes are of numbers only: views keep their place then.
    members_ = std::move(rows.members);
    order_ = std::move(rows.order);
    if (count() > 0) Q_EMIT rowsUpdated(0, count() - 1);
}

} // namespace headroom::desktop
