#include "ui/credits/credits_member_delegate.h"

#include "ui/credits/credits_limits.h"
#include "ui/credits/credits_member_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/pill.h"

#include <QPainter>

#include <algorithm>

namespace headroom::ui::credits {
namespace {

Tone roleTone(MemberRole role) {
    switch (role) {
    case MemberRole::Owner:
        return Tone::Warning;
    case MemberRole::Admin:
        return Tone::Accent;
    case MemberRole::Member:
        return Tone::Secondary;
    }
    return Tone::Secondary;
}

/// Nearly used up is amber, used up is red.
constexpr double nearlyUsed = 0.85;

void paintUse(QPainter* painter, const QRect& area, Qt::LayoutDirection direction, const MemberRow& row,
              bool selected) {
    const Tokens& t = Theme::t();
    const double share = row.allocated > 0 ? double(row.used) / double(row.allocated) : 0;
    const QColor fill = share >= 1 ? t.red : share > nearlyUsed ? t.series[2] : t.accent;
    const int barWidth = std::min(108, area.width() - 66);
    const QRect bar(area.left(), area.center().y() - 2, barWidth, 6);
    drawBar(painter, mirrored(direction, area, bar), share, selected ? t.borderStrong : t.active, fill,
            direction);
    painter->setFont(font(TextStyle::BodyStrong));
    painter->setPen(t.text);
    const QString number = formatNumber(row.used);
    const int width = painter->fontMetrics().horizontalAdvance(number) + 2;
    const QRect text(bar.right() + 11, area.top(), width, area.height());
    painter->drawText(mirrored(direction, area, text), int(leading(direction)), number);
    if (share < 1) return;
    const QRect mark(text.right() + 5, area.center().y() - 6, 14, 14);
    drawIcon(painter, mirrored(direction, area, mark), QStringLiteral("circle-alert"), t.red);
}

} // namespace

CreditsMemberDelegate::CreditsMemberDelegate(TableView* view, const CreditsMemberModel* model)
    : RowDelegate(view)
    , model_(model) {}

void CreditsMemberDelegate::paintCell(QPainter* painter, const Cell& cell, const QModelIndex& index) const {
    const Tokens& t = Theme::t();
    const MemberRow row = model_->member(index.row());
    switch (index.column()) {
    case CreditsMemberModel::Member: {
        Cell person = cell;
        if (row.pending || row.state != MemberState::Active) {
            const QString note = row.state != MemberState::Active
                                     ? stateName(row.state)
                                     : CreditsMemberModel::tr("Waiting to be sent");
            const int width = pillWidth(note, {});
            person.rect = mirrored(cell.direction, cell.rect, cell.rect.adjusted(0, 0, -width - 8, 0));
            const QRect pill(cell.rect.right() - width, cell.rect.top(), width, cell.rect.height());
            drawPill(painter, mirrored(cell.direction, cell.rect, pill), note, {},
                     row.state == MemberState::Suspended ? Tone::Danger : Tone::Info, cell.direction);
        }
        paintPerson(painter, person, row.name, row.email, memberKey(row.id));
        return;
    }
    case CreditsMemberModel::Role:
        drawPill(painter, cell.rect, roleName(row.role), {}, roleTone(row.role), cell.direction);
        return;
    case CreditsMemberModel::Allocated:
        paintNumber(painter, cell, formatNumber(row.allocated), t.textSecondary);
        return;
    case CreditsMemberModel::Used:
        paintUse(painter, cell.rect, cell.direction, row, cell.selected);
        return;
    case CreditsMemberModel::Available:
        if (cell.hovered) {
            const QRect pencil(cell.rect.left(), cell.rect.center().y() - 6, 13, 13);
            drawIcon(painter, mirrored(cell.direction, cell.rect, pencil), QStringLiteral("pencil"),
                     t.textMuted);
        }
        paintNumber(painter, cell, formatNumber(row.available), row.available > 0 ? t.text : t.textMuted);
        return;
    case CreditsMemberModel::LastActive:
        paintText(painter, cell, formatSince(row.lastActive, QDateTime::currentDateTime()), t.textSecondary);
        return;
    case CreditsMemberModel::Menu:
        if (cell.hovered || cell.selected) {
            const QRect dots(cell.rect.center().x() - 8, cell.rect.center().y() - 8, 16, 16);
            drawIcon(painter, dots, QStringLiteral("ellipsis"), t.textSecondary);
        }
        return;
    default:
        return;
    }
}

QWidget* CreditsMemberDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                             const QModelIndex& index) const {
    const MemberRow row = model_->member(index.row());
    auto* field = new NumberField(0, limits::mostCreditsInField,
                                  CreditsMemberModel::tr("Credits available to %1").arg(row.name), parent);
    field->setMinimumWidth(84);
    field->setAlignment(Qt::AlignRight);
    return field;
}

void CreditsMemberDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* field = static_cast<NumberField*>(editor);
    // A feed batch must not overwrite what is being typed.
    if (field->property("headroomFilled").toBool()) return;
    field->setProperty("headroomFilled", true);
    field->setValue(index.data(Qt::EditRole).toInt());
    field->selectAll();
}

void CreditsMemberDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                         const QModelIndex& index) const {
    auto* field = static_cast<NumberField*>(editor);
    field->interpretText();
    model->setData(index, field->value(), Qt::EditRole);
}

void CreditsMemberDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                                 const QModelIndex&) const {
    const int height = metric::controlHeight;
    editor->setGeometry(QRect(option.rect.left() + 2, option.rect.top() + (option.rect.height() - height) / 2,
                              option.rect.width() - 4, height));
}

} // namespace headroom::ui::credits
