#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initIconResources() {
    Q_INIT_RESOURCE(icons);
}

namespace headroom::ui {
namespace {

Q_LOGGING_CATEGORY(iconLog, "headroom.ui.icons")

const QByteArray& source(const QString& name) {
    static QHash<QString, QByteArray> files; // bounded by the number of compiled-in icons
    auto found = files.find(name);
    if (found == files.end()) {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        QByteArray bytes;
        if (file.open(QIODevice::ReadOnly))
            bytes = file.readAll();
        else
            qCWarning(iconLog, "no icon named %s", qPrintable(name));
        found = files.insert(name, bytes);
    }
    return *found;
}

/// `size` in device pixels.
QPixmap render(const QString& name, QSize size, const QColor& color, IconFill fill) {
    const QString key = QStringLiteral("hr:%1:%2x%3:%4:%5")
                            .arg(name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(color.rgba())
                            .arg(int(fill));
    QPixmap result;
    if (QPixmapCache::find(key, &result)) return result;
    QByteArray svg = source(name);
    const QByteArray hex = color.name().toLatin1();
    if (fill == IconFill::Solid) svg.replace("fill=\"none\"", "fill=\"" + hex + "\"");
    svg.replace("currentColor", hex);
    svg.replace("stroke-width=\"2\"",
                "stroke-width=\"1.8\""); // Lucide's own weight is heavy beside a 13 px face
    result = QPixmap(size);
    result.fill(Qt::transparent);
    if (!svg.isEmpty()) {
        QSvgRenderer renderer(svg);
        QPainter painter(&result);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
    }
    QPixmapCache::insert(key, result);
    return result;
}

class TintedIconEngine final : public QIconEngine {
public:
    TintedIconEngine(QString name, QColor fixed)
        : name_(std::move(name))
        , fixed_(fixed) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        drawIcon(painter, rect, name_, color(mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return render(name_, size, color(mode, state), IconFill::Outline);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        return render(name_, size, color(mode, state), IconFill::Outline);
    }
    QIconEngine* clone() const override { return new TintedIconEngine(name_, fixed_); }

private:
    QColor color(QIcon::Mode mode, QIcon::State state) const {
        const Tokens& t = Theme::t();
        if (mode == QIcon::Disabled) {
            QColor faded = t.textMuted;
            faded.setAlphaF(0.55F);
            return faded;
        }
        if (fixed_.isValid()) return fixed_;
        if (state == QIcon::On) return t.accentText;
        return mode == QIcon::Active ? t.text : t.textSecondary;
    }

    QString name_;
    QColor fixed_;
};

} // namespace

void installIcons() {
    initIconResources();
}

QIcon icon(const QString& name, const QColor& fixed) {
    return QIcon(new TintedIconEngine(name, fixed));
}

QPixmap iconPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio) {
    const int pixels = qRound(size * devicePixelRatio);
    QPixmap result = render(name, QSize(pixels, pixels), color, IconFill::Outline);
    result.setDevicePixelRatio(devicePixelRatio);
    return result;
}

void drawIcon(QPainter* painter, const QRect& rect, const QString& name, const QColor& color, IconFill fill) {
    const qreal ratio = painter->device()->devicePixelRatioF();
    QPixmap pixmap =
        render(name, QSize(qRound(rect.width() * ratio), qRound(rect.height() * ratio)), color, fill);
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect.topLeft(), pixmap);
}

QIcon applicationIcon() {
    return QIcon(QStringLiteral(":/icons/headroom.svg"));
}

} // namespace headroom::ui
