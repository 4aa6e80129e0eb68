#include "ui/widgets/empty_state.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace headroom::ui {
namespace {
constexpr int pictureSize = 56;
}

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , picture_(new QWidget)
    , title_(new TextLabel({}, TextStyle::Title))
    , text_(new TextLabel({}, TextStyle::Body, Tone::Muted))
    , action_(makeButton({}, {}, ButtonVariant::Primary, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(6);
    column->addStretch();
    picture_->setFixedSize(pictureSize, pictureSize);
    column->addWidget(picture_, 0, Qt::AlignHCenter);
    column->addSpacing(8);
    title_->setAlignment(Qt::AlignCenter);
    column->addWidget(title_);
    text_->setAlignment(Qt::AlignCenter);
    text_->setWordWrap(true);
    text_->setMaximumWidth(440);
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(text_, 1000);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addSpacing(8);
    column->addWidget(action_, 0, Qt::AlignHCenter);
    column->addStretch();
    action_->hide();
    connect(action_, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EmptyState::setContent(const QString& icon, const QString& title, const QString& text,
                            const QString& actionText, const QString& actionIcon) {
    icon_ = icon;
    title_->setText(title);
    text_->setText(text);
    action_->setText(actionText);
    setIconName(action_, actionIcon);
    action_->setVisible(!actionText.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    update();
}

void EmptyState::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const QRect circle = picture_->geometry();
    drawRounded(&painter, circle, pictureSize / 2.0, t.accentSoft);
    drawIcon(&painter, circle.adjusted(16, 16, -16, -16), icon_, t.accentText);
}

Skeleton::Skeleton(QSize size, QWidget* parent)
    : QWidget(parent) {
    setMinimumSize(size);
    setFixedHeight(size.height());
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Skeleton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawRounded(&painter, rect(), std::min(6.0, height() / 2.0), Theme::t().active);
}

} // namespace headroom::ui
