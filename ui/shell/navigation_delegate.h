#pragma once

#include <QStyledItemDelegate>

namespace headroom::ui::shell {

/// A row of the navigation: icon, name, badge.
class NavigationDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { Icon = Qt::UserRole, Badge, Page };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace headroom::ui::shell
