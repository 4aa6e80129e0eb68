#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace headroom::ui {

class IconLabel;
class TextLabel;
class UsageBar;

/// Something that takes a while: name, state in words, bar, and its actions (pause, cancel ...).
class ProgressRow : public QWidget {
    Q_OBJECT
public:
    explicit ProgressRow(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// A negative share hides the bar.
    void setState(double share, const QString& detail, Tone tone = Tone::Accent);
    QPushButton* addAction(const QString& icon, const QString& name);

private:
    TextLabel* title_;
    TextLabel* detail_;
    UsageBar* bar_;
    QHBoxLayout* actions_;
};

} // namespace headroom::ui
