#pragma once

#include <QAbstractButton>

namespace headroom::ui::signin {

/// A large button with icon, title and a line that says what it leads to.
class ChoiceCard : public QAbstractButton {
    Q_OBJECT
public:
    ChoiceCard(const QString& icon, const QString& title, const QString& text, QWidget* parent = nullptr);

    void setTexts(const QString& title, const QString& text);
    QSize sizeHint() const override { return {420, 84}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString icon_;
    QString title_;
    QString text_;
};

} // namespace headroom::ui::signin
