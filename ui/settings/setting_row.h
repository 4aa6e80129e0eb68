#pragma once

#include <QWidget>

class QBoxLayout;
class QLineEdit;

namespace headroom::ui {
class Card;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::settings {

/// Around what stands in a row of a section.
inline constexpr int rowPaddingX = 18;
inline constexpr int rowPaddingY = 12;

/// A text field for the end of a row.
QLineEdit* makeSettingField(const QString& accessibleName);

/// One thing that can be set: what it is called, what it means, and its control at the end of the line.
class SettingRow : public QWidget {
    Q_OBJECT
public:
    SettingRow(const QString& name, const QString& detail, QWidget* control, QWidget* parent = nullptr);

    void setName(const QString& name);
    void setDetail(const QString& detail);

private:
    TextLabel* name_;
    TextLabel* detail_;
};

/// A card with a heading and its rows, with a line between two.
class SettingSection : public QWidget {
    Q_OBJECT
public:
    explicit SettingSection(const QString& title, QWidget* parent = nullptr);

    /// Something small at the other end of the heading.
    void setHeadingAction(QWidget* action);
    SettingRow* addRow(const QString& name, const QString& detail, QWidget* control);
    void addRow(QWidget* row);
    /// Takes all rows away.
    void clear();

private:
    QBoxLayout* heading_;
    Card* card_;
};

} // namespace headroom::ui::settings
