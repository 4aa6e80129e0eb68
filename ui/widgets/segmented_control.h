#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace headroom::ui {

/// One of a few choices, all visible. Arrow keys move inside, Tab leaves.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    SegmentedControl(const QStringList& labels, const QString& accessibleName, QWidget* parent = nullptr);

    int current() const;
    /// Emits nothing.
    void setCurrent(int index);
    void setLabel(int index, const QString& label);

Q_SIGNALS:
    /// The user chose another one.
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* group_;
};

} // namespace headroom::ui
