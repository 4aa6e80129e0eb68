#include "ui/members/members_model.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace headroom::ui::members {

MembersModel::MembersModel(std::unique_ptr<MemberSource> source, QObject* parent)
    : MemberModel(std::move(source), ColumnCount,
                  {{Member, MemberSort::Name},
                   {Role, MemberSort::Role},
                   {Status, MemberSort::State},
                   {Credits, MemberSort::Available},
                   {LastActive, MemberSort::LastActive}},
                  parent) {}

QVariant MembersModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole && index.column() == Credits)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    const MemberRow row = member(index.row());
    switch (index.column()) {
    case Member:
        return role == Qt::DisplayRole ? row.name : QString(row.name + QStringLiteral(", ") + row.email);
    case Role:
        return roleName(row.role);
    case Status:
        return stateName(row.state);
    case Credits:
        return formatNumber(row.available);
    case LastActive:
        return formatSince(row.lastActive, QDateTime::currentDateTime());
    default:
        return {};
    }
}

QVariant MembersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Credits ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Member:
        return tr("Member");
    case Role:
        return tr("Role");
    case Status:
        return tr("Status");
    case Credits:
        return tr("Credits");
    case LastActive:
        return tr("Last active");
    default:
        return {};
    }
}

MembersDelegate::MembersDelegate(TableView* view, const MembersModel* model)
    : RowDelegate(view)
    , model_(model) {}

void MembersDelegate::paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const {
    const Tokens& t = Theme::t();
    const MemberRow row = model_->member(index.row());
    const auto roleTone = [&] {
        switch (row.role) {
        case MemberRole::Owner:
            return Tone::Warning;
        case MemberRole::Admin:
            return Tone::Accent;
        case MemberRole::Member:
            return Tone::Secondary;
        }
        return Tone::Secondary;
    };
    const auto stateTone = [&] {
        switch (row.state) {
        case MemberState::Active:
            return Tone::Success;
        case MemberState::Invited:
            return Tone::Info;
        case MemberState::Suspended:
            return Tone::Danger;
        }
        return Tone::Secondary;
    };
    switch (index.column()) {
    case MembersModel::Member:
        paintPerson(painter, cell, row.name, row.email, memberKey(row.id));
        return;
    case MembersModel::Role:
        drawPill(painter, cell.rect, roleName(row.role), {}, roleTone(), cell.direction);
        return;
    case MembersModel::Status:
        drawPill(painter, cell.rect, stateName(row.state), {}, stateTone(), cell.direction);
        return;
    case MembersModel::Credits:
        paintNumber(painter, cell, formatNumber(row.available), t.text);
        return;
    case MembersModel::LastActive:
        paintText(painter, cell, index.data().toString(), t.textSecondary);
        return;
    case MembersModel::Menu: {
        const QRect dots(cell.rect.center().x() - 8, cell.rect.center().y() - 8, 16, 16);
        drawIcon(painter, dots, QStringLiteral("ellipsis"), t.textSecondary);
        return;
    }
    default:
        return;
    }
}

} // namespace headroom::ui::members
