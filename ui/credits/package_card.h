#pragma once

#include <QAbstractButton>

namespace headroom::ui::credits {

/// One package to choose, as a radio button that looks like a card.
class PackageCard : public QAbstractButton {
    Q_OBJECT
public:
    PackageCard(const QString& name, const QString& credits, const QString& price, const QString& each,
                QWidget* parent = nullptr);

    /// A short praise at the top ("Most chosen"); empty for none.
    void setBadge(const QString& text);
    /// For the custom card: its price follows its number.
    void setTexts(const QString& credits, const QString& price, const QString& each);
    QSize sizeHint() const override { return {160, 148}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();

    QString name_;
    QString credits_;
    QString price_;
    QString each_;
    QString badge_;
};

} // namespace headroom::ui::credits
