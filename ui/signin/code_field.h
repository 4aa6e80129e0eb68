#pragma once

#include <QLineEdit>

namespace headroom::ui::signin {

/// A field for a mailed code: one line edit that looks like a box for each digit, so that pasting, undo and
/// screen readers work as in any other. Takes digits of any script and drops what stands between them.
class CodeField : public QLineEdit {
    Q_OBJECT
public:
    explicit CodeField(int digits, QWidget* parent = nullptr);

    void setInvalid(bool invalid);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// The last digit is there.
    void completed(const QString& code);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRect boxRect(int digit) const;
    void clean(const QString& text);

    int digits_;
    bool invalid_ = false;
};

} // namespace headroom::ui::signin
