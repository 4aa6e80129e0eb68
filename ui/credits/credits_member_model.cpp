#include "ui/credits/credits_member_model.h"

#include "ui/widgets/formats.h"

namespace headroom::ui::credits {

CreditsMemberModel::CreditsMemberModel(std::unique_ptr<MemberSource> source, QObject* parent)
    : MemberModel(std::move(source), ColumnCount,
                  {{Member, MemberSort::Name},
                   {Role, MemberSort::Role},
                   {Allocated, MemberSort::Allocated},
                   {Used, MemberSort::Used},
                   {Available, MemberSort::Available},
                   {LastActive, MemberSort::LastActive}},
                  parent) {}

QVariant CreditsMemberModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::EditRole && index.column() == Available) return member(index.row()).available;
    if (role == Qt::TextAlignmentRole && (index.column() == Allocated || index.column() == Available))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == Available) {
        const MemberRow row = member(index.row());
        if (row.held == 0) return {};
        return tr("%1 more are held for headshots that are being made").arg(formatNumber(row.held));
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    const MemberRow row = member(index.row());
    switch (index.column()) {
    case Member:
        return role == Qt::DisplayRole ? row.name : QString(row.name + QStringLiteral(", ") + row.email);
    case Role:
        return roleName(row.role);
    case Allocated:
        return formatNumber(row.allocated);
    case Used:
        return formatNumber(row.used);
    case Available:
        return formatNumber(row.available);
    case LastActive:
        return formatSince(row.lastActive, QDateTime::currentDateTime());
    default:
        return {};
    }
}

bool CreditsMemberModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::EditRole || index.column() != Available) return false;
    const MemberRow row = member(index.row());
    const qint64 wanted = value.toLongLong();
    if (wanted < 0 || wanted == row.available) return false;
    Q_EMIT availableEdited(row, wanted);
    return true;
}

QVariant CreditsMemberModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Allocated || section == Available ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Member:
        return tr("Member");
    case Role:
        return tr("Role");
    case Allocated:
        return tr("Allocated");
    case Used:
        return tr("Used");
    case Available:
        return tr("Available");
    case LastActive:
        return tr("Last active");
    default:
        return {};
    }
}

Qt::ItemFlags CreditsMemberModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return index.column() == Available ? usual | Qt::ItemIsEditable : usual;
}

} // namespace headroom::ui::credits
