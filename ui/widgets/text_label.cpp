#include "ui/widgets/text_label.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace headroom::ui {

TextLabel::TextLabel(const QString& text, TextStyle style, Tone tone, QWidget* parent)
    : QLabel(text, parent)
    , style_(style)
    , tone_(tone) {
    setTextFormat(Qt::PlainText); // names and addresses come from people
    apply();
    align();
    connect(&Theme::self(), &Theme::changed, this, &TextLabel::apply);
}

void TextLabel::setTone(Tone tone) {
    tone_ = tone;
    apply();
}

void TextLabel::setTextStyle(TextStyle style) {
    style_ = style;
    apply();
}

void TextLabel::setElided(Qt::TextElideMode mode) {
    elide_ = mode;
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    updateGeometry();
}

QSize TextLabel::minimumSizeHint() const {
    QSize size = QLabel::minimumSizeHint();
    if (elide_ != Qt::ElideNone) size.setWidth(std::min(size.width(), 24));
    return size;
}

void TextLabel::paintEvent(QPaintEvent* event) {
    if (elide_ == Qt::ElideNone) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), int(leading(layoutDirection())),
                     fontMetrics().elidedText(text(), elide_, contentsRect().width()));
}

void TextLabel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LayoutDirectionChange) align();
    QLabel::changeEvent(event);
}

// QLabel aligns by the direction of its text; labels stand on the reading side of the window, whatever they
// say.
void TextLabel::align() {
    if (alignment() & Qt::AlignHCenter) return;
    setAlignment((alignment() & Qt::AlignVertical_Mask) | (leading(layoutDirection()) & ~Qt::AlignVCenter));
}

void TextLabel::apply() {
    setFont(ui::font(style_));
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, toneColor(Theme::t(), tone_));
    colors.setColor(QPalette::Link, Theme::t().accentText);
    setPalette(colors);
}

IconLabel::IconLabel(const QString& name, Tone tone, int size, QWidget* parent)
    : QWidget(parent)
    , name_(name)
    , tone_(tone)
    , size_(size) {
    setFixedSize(size, size);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void IconLabel::setIconName(const QString& name) {
    name_ = name;
    update();
}

void IconLabel::setTone(Tone tone) {
    tone_ = tone;
    update();
}

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawIcon(&painter, QRect(0, 0, size_, size_), name_, toneColor(Theme::t(), tone_));
}

} // namespace headroom::ui
