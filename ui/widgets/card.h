#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace headroom::ui {

class Pill;
class TextLabel;
class UsageBar;

/// A surface with a border on which related things stand.
class Card : public QWidget {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);

    /// Vertical, with the card's padding.
    QVBoxLayout* body() const { return body_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* body_;
};

/// One number that matters: label, large value, what it means, and by choice a share and a pill.
class MetricCard : public Card {
    Q_OBJECT
public:
    MetricCard(const QString& icon, const QString& label, QWidget* parent = nullptr);

    void setValue(const QString& value, const QString& caption);
    /// 0 to 1; a negative share hides the bar (its room stays, so that cards in a row line up).
    void setShare(double share);
    /// Empty text hides it.
    void setPill(const QString& text, const QString& icon, Tone tone);

private:
    QString label_;
    TextLabel* value_;
    TextLabel* caption_;
    UsageBar* bar_;
    Pill* pill_;
};

} // namespace headroom::ui
