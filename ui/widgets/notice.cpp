#include "ui/widgets/notice.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/tone_icon.h"

#include <QHBoxLayout>
#include <QPainter>

namespace headroom::ui {
Notice::Notice(QWidget* parent)
    : QWidget(parent)
    , icon_(new IconLabel(QStringLiteral("info"), Tone::Info))
    , text_(new TextLabel({}, TextStyle::Body, Tone::Primary))
    , action_(makeButton({}, {}, ButtonVariant::Link, this)) {
    setAccessibleRole(this, QAccessible::Note);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 9, 12, 9);
    row->setSpacing(10);
    row->addWidget(icon_, 0, Qt::AlignTop);
    text_->setWordWrap(true);
    row->addWidget(text_, 1);
    action_->setFixedHeight(20);
    row->addWidget(action_, 0, Qt::AlignTop);
    action_->hide();
    connect(action_, &QPushButton::clicked, this, &Notice::actionTriggered);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

QString Notice::text() const {
    return text_->text();
}

void Notice::setText(Tone tone, const QString& text, const QString& actionText) {
    const bool news = text != text_->text();
    tone_ = tone;
    icon_->setIconName(toneIcon(tone));
    icon_->setTone(tone);
    text_->setText(text);
    action_->setText(actionText);
    action_->setVisible(!actionText.isEmpty());
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    update();
    if (news && !text.isEmpty() && (tone == Tone::Danger || tone == Tone::Warning)) announce(this);
}

void Notice::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawRounded(&painter, rect(), 8, toneGround(Theme::t(), tone_));
}

} // namespace headroom::ui
