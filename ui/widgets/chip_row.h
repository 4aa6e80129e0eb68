#pragma once

#include <QWidget>

class QButtonGroup;

namespace headroom::ui {

/// Filters of which one is on; wraps when there are many.
class ChipRow : public QWidget {
    Q_OBJECT
public:
    explicit ChipRow(const QString& accessibleName, QWidget* parent = nullptr);

    /// `key` is what chosen() says. The first chip is on.
    void addChip(const QString& key, const QString& text, const QString& icon = {});
    void clear();
    void setCurrent(const QString& key);
    QString current() const;

Q_SIGNALS:
    void chosen(const QString& key);

private:
    QButtonGroup* group_;
};

} // namespace headroom::ui
