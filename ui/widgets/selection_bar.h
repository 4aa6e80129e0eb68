#pragma once

#include "ui/theme/button_variant.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace headroom::ui {

class TextLabel;

/// Floats over the bottom of a list while something is selected and offers what can be done with the
/// selection.
class SelectionBar : public QWidget {
    Q_OBJECT
public:
    /// Stays centred at the bottom of `host`.
    explicit SelectionBar(QWidget* host);

    QPushButton* addAction(const QString& text, const QString& icon,
                           ButtonVariant variant = ButtonVariant::Ghost);

    /// Shows with the text ("5 selected"), or hides for an empty one.
    void setText(const QString& text);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void cleared();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void place();

    TextLabel* text_;
    QHBoxLayout* actions_;
};

} // namespace headroom::ui
