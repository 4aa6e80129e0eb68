#pragma once

#include <QWidget>

#include <vector>

class QButtonGroup;
class QLineEdit;

namespace headroom::ui::settings {

/// A colour out of a few, or any by its number, "#rrggbb"; "" is Headroom's own. Arrow keys move along the
/// few, Tab goes on to the number.
class ColourChoice : public QWidget {
    Q_OBJECT
public:
    explicit ColourChoice(const QString& name, QWidget* parent = nullptr);

    const QString& colour() const { return colour_; }
    /// Emits nothing. Does not disturb a number that is being typed.
    void setColour(const QString& colour);

Q_SIGNALS:
    /// The user chose another one.
    void chosen(const QString& colour);

private:
    void choose(const QString& colour);
    void takeNumber();
    void show(const QString& colour);

    QString colour_;
    QButtonGroup* few_;
    QLineEdit* number_;
};

} // namespace headroom::ui::settings
