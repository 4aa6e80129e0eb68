#pragma once

#include <QWidget>

class QPushButton;

namespace headroom::ui {

class IconLabel;
class TextLabel;

/// What stands where there is nothing yet: why, and the one thing to do about it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// Without `actionText` there is no button.
    void setContent(const QString& icon, const QString& title, const QString& text,
                    const QString& actionText = {}, const QString& actionIcon = {});

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString icon_;
    QWidget* picture_;
    TextLabel* title_;
    TextLabel* text_;
    QPushButton* action_;
};

/// A grey bar where a text or picture will be.
class Skeleton : public QWidget {
    Q_OBJECT
public:
    explicit Skeleton(QSize size, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace headroom::ui
