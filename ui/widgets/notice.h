#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

class QPushButton;

namespace headroom::ui {

class IconLabel;
class TextLabel;

/// A line that belongs to a place (unlike a toast): a hint, a warning or what went wrong, with one action at
/// most.
class Notice : public QWidget {
    Q_OBJECT
public:
    explicit Notice(QWidget* parent = nullptr);

    /// An empty text hides it. Warnings and errors are spoken as they appear.
    void setText(Tone tone, const QString& text, const QString& actionText = {});
    QString text() const;
    void clear() { setText(Tone::Info, {}); }

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone tone_ = Tone::Info;
    IconLabel* icon_;
    TextLabel* text_;
    QPushButton* action_;
};

} // namespace headroom::ui
