#include "ui/widgets/avatar.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace headroom::ui {

Avatar::Avatar(int size, QWidget* parent)
    : QWidget(parent) {
    setFixedSize(size, size);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Avatar::setPerson(const QString& name, const QString& id) {
    name_ = name;
    id_ = id;
    update();
}

void Avatar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawAvatar(&painter, rect(), name_, id_);
}

} // namespace headroom::ui
