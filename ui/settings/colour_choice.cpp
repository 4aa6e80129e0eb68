#include "ui/settings/colour_choice.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QRegularExpressionValidator>

namespace headroom::ui::settings {
namespace {

constexpr int discSide = 26; // with the ring around it
constexpr int numberWidth = 92;
const QString ownColour = QStringLiteral("#4b4ddb"); ///< what mails have without a colour of the team's

struct Named {
    const char* name;
    const char* colour; ///< "" is Headroom's own
};
constexpr Named few[] = {{QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Headroom's own"), ""},
                         {QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Blue"), "#1d4ed8"},
                         {QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Teal"), "#0f766e"},
                         {QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Green"), "#15803d"},
                         {QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Orange"), "#c2410c"},
                         {QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Red"), "#b91c1c"},
                         {QT_TRANSLATE_NOOP("headroom::ui::settings::ColourChoice", "Slate"), "#334155"}};

/// A disc of its colour, with a ring around the chosen one.
class Swatch : public QAbstractButton {
public:
    Swatch(const QString& name, const QColor& colour)
        : colour_(colour) {
        setAccessibleName(name);
        setToolTip(name);
        setCheckable(true);
        setFixedSize(discSide, discSide);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAccessibleRole(this, QAccessible::RadioButton);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (!isEnabled()) painter.setOpacity(0.4);
        const QRectF whole = QRectF(rect()).adjusted(1, 1, -1, -1);
        if (isChecked()) drawRounded(&painter, whole, whole.width() / 2, {}, Theme::t().text, 2);
        const QRectF disc = whole.adjusted(4, 4, -4, -4);
        drawRounded(&painter, disc, disc.width() / 2, colour_, Theme::t().border);
        if (showsFocus(this)) drawFocusRing(&painter, rect(), discSide / 2.0);
    }

private:
    QColor colour_;
};

} // namespace

ColourChoice::ColourChoice(const QString& name, QWidget* parent)
    : QWidget(parent)
    , few_(new QButtonGroup(this))
    , number_(new QLineEdit) {
    setAccessibleRole(this, QAccessible::Grouping);
    setAccessibleName(name);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    for (const Named& one : few) {
        const QString colour = QLatin1String(one.colour);
        auto* swatch = new Swatch(tr(one.name), QColor(colour.isEmpty() ? ownColour : colour));
        few_->addButton(swatch, int(few_->buttons().size()));
        row->addWidget(swatch);
        connect(swatch, &QAbstractButton::clicked, this, [this, colour] { choose(colour); });
    }
    number_->setAccessibleName(tr("%1 as a number").arg(name));
    number_->setPlaceholderText(ownColour);
    number_->setFixedWidth(numberWidth);
    number_->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("#?[0-9a-fA-F]{0,6}")), number_));
    row->addSpacing(metric::gapSmall);
    row->addWidget(number_);
    connect(number_, &QLineEdit::editingFinished, this, &ColourChoice::takeNumber);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    show(colour_);
}

void ColourChoice::setColour(const QString& colour) {
    colour_ = colour;
    if (!number_->hasFocus()) show(colour);
}

void ColourChoice::choose(const QString& colour) {
    show(colour);
    if (colour == colour_) return;
    colour_ = colour;
    Q_EMIT chosen(colour);
}

/// What is no colour is taken back.
void ColourChoice::takeNumber() {
    QString typed = number_->text().trimmed().toLower();
    if (!typed.isEmpty() && !typed.startsWith(QLatin1Char('#'))) typed.prepend(QLatin1Char('#'));
    const bool whole = typed.isEmpty() || typed.size() == 7;
    choose(whole ? typed : colour_);
}

void ColourChoice::show(const QString& colour) {
    number_->setText(colour);
    few_->setExclusive(false); // none of them may be the one
    for (QAbstractButton* button : few_->buttons())
        button->setChecked(QLatin1String(few[few_->id(button)].colour) == colour);
    few_->setExclusive(true);
}

} // namespace headroom::ui::settings
