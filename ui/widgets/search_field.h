#pragma once

#include <QLineEdit>

class QTimer;

namespace headroom::ui {

/// A search box: icon, shortcut hint while empty, a clear button while not, Esc clears.
/// searched() comes a moment after the last key, or at once on Return and clear.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, const QString& shortcutHint = {},
                         QWidget* parent = nullptr);

Q_SIGNALS:
    void searched(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QRect clearRect() const;
    void send();

    QString hint_;
    QString sent_;
    QTimer* delay_;
};

} // namespace headroom::ui
