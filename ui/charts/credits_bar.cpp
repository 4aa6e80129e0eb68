#include "ui/charts/credits_bar.h"

#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/formats.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace headroom::ui {

QColor seriesColor(int series) {
    const Tokens& t = Theme::t();
    return series < 0 || series >= int(t.series.size()) ? t.borderStrong : t.series[std::size_t(series)];
}

CreditsBar::CreditsBar(QWidget* parent)
    : QWidget(parent) {
    setAccessibleRole(this, QAccessible::Chart);
    setAccessibleName(tr("Where credits are"));
    setFixedHeight(14);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CreditsBar::setParts(std::vector<Part> parts) {
    parts_ = std::move(parts);
    QStringList words;
    for (const Part& part : parts_)
        words << tr("%1: %2").arg(part.name, formatNumber(part.value));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

void CreditsBar::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    clip.addRoundedRect(QRectF(rect()), 7, 7);
    painter.setClipPath(clip);
    painter.fillRect(rect(), t.active);
    double sum = 0;
    for (const Part& part : parts_)
        sum += double(std::max<qint64>(0, part.value));
    if (sum <= 0) return;
    constexpr double gap = 2;
    double x = 0;
    for (const Part& part : parts_) {
        const double width = rect().width() * double(std::max<qint64>(0, part.value)) / sum;
        if (width <= 0) continue;
        QRectF box(x, 0, std::max(1.0, width - gap), height());
        if (layoutDirection() == Qt::RightToLeft) box.moveRight(rect().width() - x);
        painter.fillRect(box, seriesColor(part.series));
        painter.fillRect(layoutDirection() == Qt::RightToLeft ? QRectF(box.left() - gap, 0, gap, height())
                                                              : QRectF(box.right(), 0, gap, height()),
                         t.surface);
        x += width;
    }
}

LegendMark::LegendMark(int series, QWidget* parent)
    : QWidget(parent)
    , series_(series) {
    setFixedSize(10, 10);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LegendMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawRounded(&painter, QRectF(1, 1, 8, 8), 2.5, seriesColor(series_));
}

} // namespace headroom::ui
