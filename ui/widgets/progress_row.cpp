#include "ui/widgets/progress_row.h"

#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/usage_bar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace headroom::ui {

ProgressRow::ProgressRow(const QString& title, QWidget* parent)
    : QWidget(parent)
    , title_(new TextLabel(title, TextStyle::BodyStrong))
    , detail_(new TextLabel({}, TextStyle::Small, Tone::Muted))
    , bar_(new UsageBar)
    , actions_(new QHBoxLayout) {
    setAccessibleRole(this, QAccessible::Grouping);
    setAccessibleName(title);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    auto* column = new QVBoxLayout;
    column->setSpacing(5);
    auto* words = new QHBoxLayout;
    title_->setElided(Qt::ElideMiddle);
    words->addWidget(title_, 1);
    words->addWidget(detail_);
    column->addLayout(words);
    column->addWidget(bar_);
    row->addLayout(column, 1);
    actions_->setSpacing(2);
    row->addLayout(actions_);
    bar_->setAccessibleName(title);
}

void ProgressRow::setTitle(const QString& title) {
    title_->setText(title);
    setAccessibleName(title);
    bar_->setAccessibleName(title);
}

void ProgressRow::setState(double share, const QString& detail, Tone tone) {
    bar_->setVisible(share >= 0);
    if (share >= 0) bar_->setShare(share, tone);
    detail_->setText(detail);
    detail_->setTone(tone == Tone::Accent ? Tone::Muted : tone);
    setAccessibleDescription(detail);
}

QPushButton* ProgressRow::addAction(const QString& icon, const QString& name) {
    QPushButton* button = makeIconButton(icon, name, this);
    actions_->addWidget(button);
    return button;
}

} // namespace headroom::ui
