#include "ui/widgets/money_field.h"

#include "ui/widgets/formats.h"

#include <QLineEdit>
#include <QTimer>

#include <cmath>

namespace headroom::ui {
namespace {

constexpr int digits = 2;
constexpr double microsInUnit = 1'000'000;
constexpr int widthForThousands = 130;

} // namespace

MoneyField::MoneyField(qint64 mostMicros, const QString& accessibleName, QWidget* parent)
    : QDoubleSpinBox(parent) {
    setDecimals(digits);
    setRange(0, double(mostMicros) / microsInUnit);
    setGroupSeparatorShown(true);
    setAccessibleName(accessibleName);
    lineEdit()->setAccessibleName(accessibleName);
    setMinimumWidth(widthForThousands);
}

void MoneyField::setCurrency(const QString& currency) {
    const QString sign = currencySign(currency);
    const QString example = QLocale().toCurrencyString(1.0, sign, 0);
    const bool before = example.startsWith(sign.trimmed());
    setPrefix(before ? sign : QString());
    setSuffix(before ? QString() : QLatin1Char(' ') + sign.trimmed());
}

void MoneyField::setMicros(qint64 micros) {
    setValue(double(micros) / microsInUnit);
}

qint64 MoneyField::micros() const {
    constexpr int hundredths = 100;
    constexpr qint64 microsInHundredth = 10'000;
    return std::llround(value() * hundredths) * microsInHundredth;
}

void MoneyField::focusInEvent(QFocusEvent* event) {
    QDoubleSpinBox::focusInEvent(event);
    // After the press that gave the focus has placed its cursor; typing then replaces the amount.
    QTimer::singleShot(0, this, &QDoubleSpinBox::selectAll);
}

} // namespace headroom::ui
