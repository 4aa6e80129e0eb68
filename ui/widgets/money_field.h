#pragma once

#include <QDoubleSpinBox>

namespace headroom::ui {

/// A field for an amount in a currency, to hundredths; its sign stands where the locale has it. Values go in
/// and out in millionths.
class MoneyField : public QDoubleSpinBox {
    Q_OBJECT
public:
    MoneyField(qint64 mostMicros, const QString& accessibleName, QWidget* parent = nullptr);

    void setCurrency(const QString& currency);
    void setMicros(qint64 micros);
    qint64 micros() const;

protected:
    void focusInEvent(QFocusEvent* event) override;
};

} // namespace headroom::ui
