#include "ui/widgets/selection_bar.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace headroom::ui {
namespace {
constexpr int shadowDepth = 8;
constexpr int bottomMargin = 12;
} // namespace

SelectionBar::SelectionBar(QWidget* host)
    : QWidget(host)
    , text_(new TextLabel({}, TextStyle::Label))
    , actions_(new QHBoxLayout) {
    setAccessibleRole(this, QAccessible::ToolBar);
    setAccessibleName(tr("Selection"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18 + shadowDepth, 8 + shadowDepth / 2, 8 + shadowDepth, 8 + shadowDepth * 3 / 2);
    row->setSpacing(4);
    row->addWidget(text_);
    row->addSpacing(12);
    actions_->setSpacing(4);
    row->addLayout(actions_);
    QPushButton* clear = makeIconButton(QStringLiteral("x"), tr("Clear selection"), this);
    connect(clear, &QPushButton::clicked, this, &SelectionBar::cleared);
    row->addSpacing(2);
    row->addWidget(clear);
    host->installEventFilter(this);
    hide();
}

QPushButton* SelectionBar::addAction(const QString& text, const QString& icon, ButtonVariant variant) {
    QPushButton* button = makeButton(text, icon, variant, this);
    actions_->addWidget(button);
    return button;
}

void SelectionBar::setText(const QString& text) {
    if (text.isEmpty()) {
        hide();
        return;
    }
    text_->setText(text);
    setAccessibleDescription(text);
    place();
    show();
    raise();
}

bool SelectionBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize && isVisible()) place();
    return QWidget::eventFilter(watched, event);
}

void SelectionBar::place() {
    layout()->activate();
    const QSize size = sizeHint();
    resize(size);
    const QWidget* host = parentWidget();
    move((host->width() - size.width()) / 2, host->height() - size.height() - bottomMargin + shadowDepth);
}

void SelectionBar::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    drawFloating(&painter, rect(), 13, shadowDepth, t.raised, t.borderStrong);
}

} // namespace headroom::ui
