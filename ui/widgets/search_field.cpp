#include "ui/widgets/search_field.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

namespace headroom::ui {
namespace {
constexpr int searchDelayMs = 120; // shorter than a pause between words, longer than one between keys
}

SearchField::SearchField(const QString& placeholder, const QString& shortcutHint, QWidget* parent)
    : QLineEdit(parent)
    , hint_(shortcutHint)
    , delay_(new QTimer(this)) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setTextMargins(24, 0, 26, 0);
    setMinimumWidth(190);
    setMouseTracking(true);
    delay_->setSingleShot(true);
    delay_->setInterval(searchDelayMs);
    connect(delay_, &QTimer::timeout, this, &SearchField::send);
    connect(this, &QLineEdit::textChanged, delay_, qOverload<>(&QTimer::start));
    connect(this, &QLineEdit::returnPressed, this, &SearchField::send);
}

void SearchField::send() {
    delay_->stop();
    if (text() == sent_) return;
    sent_ = text();
    Q_EMIT searched(sent_);
}

QRect SearchField::clearRect() const {
    return mirrored(layoutDirection(), rect(), QRect(width() - 27, (height() - 16) / 2, 16, 16));
}

void SearchField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    const Tokens& t = Theme::t();
    QPainter painter(this);
    const QRect glass(10, (height() - 16) / 2, 16, 16);
    drawIcon(&painter, mirrored(layoutDirection(), rect(), glass), QStringLiteral("search"), t.textMuted);
    if (!text().isEmpty()) {
        drawIcon(&painter, clearRect(), QStringLiteral("x"), t.textMuted);
        return;
    }
    // Mirrored, the hint would stand where a left-to-right placeholder begins.
    if (hint_.isEmpty() || layoutDirection() == Qt::RightToLeft) return;
    painter.setFont(ui::font(TextStyle::Caption));
    const int hintWidth = painter.fontMetrics().horizontalAdvance(hint_) + 12;
    const QRect key = mirrored(layoutDirection(), rect(),
                               QRect(width() - hintWidth - 8, (height() - 20) / 2, hintWidth, 20));
    drawRounded(&painter, key, 5, t.sunken, t.border);
    painter.setPen(t.textMuted);
    painter.drawText(key, Qt::AlignCenter, hint_);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        send();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::mousePressEvent(QMouseEvent* event) {
    if (!text().isEmpty() && clearRect().adjusted(-5, -5, 5, 5).contains(event->position().toPoint())) {
        clear();
        send();
        return;
    }
    QLineEdit::mousePressEvent(event);
}

void SearchField::mouseMoveEvent(QMouseEvent* event) {
    const bool overClear = !text().isEmpty() && clearRect().contains(event->position().toPoint());
    setCursor(overClear ? Qt::ArrowCursor : Qt::IBeamCursor);
    QLineEdit::mouseMoveEvent(event);
}

} // namespace headroom::ui
