#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace headroom::ui {

/// A thin bar that shows a share, 0 to 1.
class UsageBar : public QWidget {
    Q_OBJECT
public:
    explicit UsageBar(QWidget* parent = nullptr);

    void setShare(double share, Tone tone = Tone::Accent);
    double share() const { return share_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double share_ = 0;
    Tone tone_ = Tone::Accent;
};

} // namespace headroom::ui
