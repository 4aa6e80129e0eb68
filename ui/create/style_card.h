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
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void load();
    int pictureHeight() const;

    Style style_;
    QPixmap preview_;
    qreal ratio_ = 0;
};

} // namespace headroom::ui::create
