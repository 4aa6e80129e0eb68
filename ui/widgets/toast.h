#pragma once

#include "ui/theme/tokens.h"

#include <QString>
#include <QWidget>

#include <functional>

class QTimer;

namespace headroom::ui {

struct ToastMessage {
    QString text;
    Tone tone = Tone::Success;
    QString actionText = {};
    std::function<void()> action = {};
};

/// Shows a note over the bottom of the window that `anywhere` is in. It is spoken as an alert. One that offers
/// an action stays longer, stays while the pointer or the focus is on it, and goes with a click beside the
/// action or with Esc; clicks go through any other, as it may cover a button. At most three at a time.
void showToast(QWidget* anywhere, ToastMessage message);

/// One note; made by showToast().
class Toast : public QWidget {
    Q_OBJECT
public:
    Toast(QWidget* host, ToastMessage message);

    const QString& text() const { return message_.text; }
    bool eventFilter(QObject* watched, QEvent* event) override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void dismiss();

    ToastMessage message_;
    QTimer* life_;
};

} // namespace headroom::ui
