#include "ui/signin/code_field.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace headroom::ui::signin {
namespace {
constexpr int boxWidth = 48;
constexpr int boxHeight = 56;
constexpr int gap = 10;
constexpr int middleGap = 22;
constexpr int mostPasted = 64; ///< "Your code is 123 456." still fits

QString digitsOf(const QString& text, int most) {
    QString digits;
    for (const QChar character : text) {
        if (digits.size() == most) break;
        if (character.isDigit()) digits += QChar(u'0' + char16_t(character.digitValue()));
    }
    return digits;
}
} // namespace

CodeField::CodeField(int digits, QWidget* parent)
    : QLineEdit(parent)
    , digits_(digits) {
    setAccessibleName(tr("Code"));
    setAccessibleDescription(tr("%n digits from the e-mail", nullptr, digits));
    setObjectName(QStringLiteral("code"));
    setFrame(false);
    setMaxLength(mostPasted);
    setLayoutDirection(Qt::LeftToRight); // digits are read from the left everywhere
    setInputMethodHints(Qt::ImhDigitsOnly);
    setContextMenuPolicy(Qt::DefaultContextMenu);
    setFixedSize(sizeHint());
    connect(this, &QLineEdit::textEdited, this, &CodeField::clean);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CodeField::setInvalid(bool invalid) {
    invalid_ = invalid;
    update();
}

QSize CodeField::sizeHint() const {
    const int half = digits_ / 2;
    return {digits_ * boxWidth + (digits_ - 2) * gap + (half > 0 ? middleGap : 0), boxHeight};
}

QRect CodeField::boxRect(int digit) const {
    const int extra = digit >= digits_ / 2 ? middleGap - gap : 0;
    return {digit * (boxWidth + gap) + extra, 0, boxWidth, boxHeight};
}

void CodeField::clean(const QString& text) {
    const QString digits = digitsOf(text, digits_);
    setInvalid(false);
    if (digits != text) setText(digits);
    setCursorPosition(int(digits.size()));
    if (digits.size() == digits_) Q_EMIT completed(digits);
}

void CodeField::keyPressEvent(QKeyEvent* event) {
    // A whole code in the clipboard replaces what is there, wherever the cursor is.
    if (event->matches(QKeySequence::Paste)) {
        const QString pasted = digitsOf(QGuiApplication::clipboard()->text().left(mostPasted), digits_);
        if (pasted.size() == digits_) {
            selectAll();
            insert(pasted);
            return;
        }
    }
    QLineEdit::keyPressEvent(event);
}

void CodeField::mousePressEvent(QMouseEvent*) {
    // Boxes have no room for a cursor between digits: it stands behind the last one.
    setFocus(Qt::MouseFocusReason);
    setCursorPosition(int(text().size()));
}

void CodeField::mouseDoubleClickEvent(QMouseEvent*) {
    selectAll();
}

void CodeField::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    painter.setFont(ui::font(TextStyle::Heading));
    const int at = std::min(int(text().size()), digits_ - 1);
    for (int digit = 0; digit < digits_; ++digit) {
        const QRect box = boxRect(digit);
        const bool current = hasFocus() && isEnabled() && digit == at;
        const bool marked = hasSelectedText() && digit < text().size();
        const QColor line = invalid_ ? t.red : current ? t.accent : t.borderStrong;
        drawRounded(&painter, box, 10,
                    marked        ? t.highlight
                    : isEnabled() ? t.surface
                                  : t.sunken,
                    line, current || invalid_ ? 2 : 1);
        if (digit < text().size()) {
            painter.setPen(isEnabled() ? t.text : t.textMuted);
            painter.drawText(box, Qt::AlignCenter, text().mid(digit, 1));
        } else if (current) {
            painter.fillRect(QRect(box.center().x(), box.center().y() - 10, 2, 21), t.accent);
        }
    }
}

} // namespace headroom::ui::signin
