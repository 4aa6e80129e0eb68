#pragma once

#include "ui/theme/tokens.h"

#include <QRect>
#include <QString>
#include <QWidget>

class QPainter;

namespace headroom::ui {

/// A small rounded note for a state or a count.
class Pill : public QWidget {
    Q_OBJECT
public:
    explicit Pill(const QString& text = {}, const QString& icon = {}, Tone tone = Tone::Secondary,
                  QWidget* parent = nullptr);

    void setContent(const QString& text, const QString& icon, Tone tone);
    QString text() const { return text_; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
    QString icon_;
    Tone tone_;
};

/// The same shape inside a delegate: at the reading side of `area`, vertically centred. Returns what it
/// covered.
QRect drawPill(QPainter* painter, const QRect& area, const QString& text, const QString& icon, Tone tone,
               Qt::LayoutDirection direction);

/// Width that drawPill() takes.
int pillWidth(const QString& text, const QString& icon);

} // namespace headroom::ui
