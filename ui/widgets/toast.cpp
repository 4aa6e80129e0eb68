#include "ui/widgets/toast.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/tone_icon.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace headroom::ui {
namespace {

constexpr int plainLifeMs = 4500;  // two lines are read in less
constexpr int actionLifeMs = 9000; // reaching "Undo" takes a decision and a pointer
constexpr int mostToasts = 3;
constexpr int margin = 24;
constexpr int shadowDepth = 6;

/// On the dark ground of a toast the dark theme's tones read in both themes.
QColor toneOnInverse(Tone tone) {
    const bool plain = tone == Tone::Primary || tone == Tone::Secondary || tone == Tone::Muted;
    return plain ? Theme::t().inverseMuted : toneColor(darkTokens(), tone);
}

void arrange(QWidget* host) {
    int bottom = host->height() - margin + shadowDepth;
    const auto toasts = host->findChildren<Toast*>(Qt::FindDirectChildrenOnly);
    for (auto it = toasts.crbegin(); it != toasts.crend(); ++it) {
        Toast* toast = *it;
        if (toast->isHidden()) continue;
        const int width = std::min(toast->sizeHint().width(), host->width() - 2 * margin);
        toast->resize(width, toast->sizeHint().height());
        bottom -= toast->height();
        toast->move((host->width() - width) / 2, bottom);
    }
}

} // namespace

void showToast(QWidget* anywhere, ToastMessage message) {
    QWidget* host = anywhere->window();
    const auto open = host->findChildren<Toast*>(Qt::FindDirectChildrenOnly);
    for (qsizetype index = 0; index + mostToasts <= open.size(); ++index) {
        open[index]->hide();
        open[index]->deleteLater();
    }
    auto* toast = new Toast(host, std::move(message));
    toast->show();
    toast->raise();
    arrange(host);
    announce(toast);
}

Toast::Toast(QWidget* host, ToastMessage message)
    : QWidget(host)
    , message_(std::move(message))
    , life_(new QTimer(this)) {
    setAccessibleRole(this, QAccessible::AlertMessage);
    setAccessibleName(message_.text);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16 + shadowDepth, 9 + shadowDepth / 2, 10 + shadowDepth, 9 + shadowDepth * 3 / 2);
    row->setSpacing(10);
    auto* mark = new QLabel;
    mark->setPixmap(
        iconPixmap(toneIcon(message_.tone), 18, toneOnInverse(message_.tone), host->devicePixelRatioF()));
    row->addWidget(mark);
    auto* label = new QLabel(message_.text);
    label->setTextFormat(Qt::PlainText);
    label->setFont(ui::font(TextStyle::BodyStrong));
    QPalette colors;
    colors.setColor(QPalette::WindowText, Theme::t().onInverse);
    label->setPalette(colors);
    row->addWidget(label, 1);
    row->addSpacing(6);
    if (message_.action) {
        QPushButton* action = makeButton(message_.actionText, {}, ButtonVariant::Inverse, this);
        action->installEventFilter(this);
        connect(action, &QPushButton::clicked, this, [this] {
            const auto run = message_.action;
            dismiss();
            run();
        });
        row->addWidget(action);
    }
    setAttribute(Qt::WA_TransparentForMouseEvents, !message_.action);
    life_->setSingleShot(true);
    life_->setInterval(message_.action ? actionLifeMs : plainLifeMs);
    connect(life_, &QTimer::timeout, this, &Toast::dismiss);
    life_->start();
    host->installEventFilter(this);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) arrange(parentWidget());
    if (watched != parent()) {
        if (event->type() == QEvent::FocusIn) life_->stop();
        if (event->type() == QEvent::FocusOut) life_->start();
    }
    return QWidget::eventFilter(watched, event);
}

void Toast::dismiss() {
    life_->stop();
    hide();
    arrange(parentWidget());
    deleteLater();
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawFloating(&painter, rect(), 11, shadowDepth, Theme::t().inverse, {});
}

void Toast::enterEvent(QEnterEvent* event) {
    life_->stop();
    QWidget::enterEvent(event);
}

void Toast::leaveEvent(QEvent* event) {
    life_->start();
    QWidget::leaveEvent(event);
}

void Toast::mousePressEvent(QMouseEvent*) {
    dismiss();
}

void Toast::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        dismiss();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace headroom::ui
