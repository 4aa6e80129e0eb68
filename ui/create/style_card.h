#pragma once

#include "ui/create/create_source.h"

#include <QAbstractButton>
#include <QPixmap>

namespace headroom::ui::create {

/// A style to choose, with its picture; any number can be on.
class StyleCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit StyleCard(const Style& style, QWidget* parent = nullptr);

    const QString& key() const { return style_.key; }
    QSize sizeHint() const override { return {148, 218}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void load();

    Style style_;
    QPixmap preview_;
    qreal ratio_ = 0;
};

} // namespace headroom::ui::create
