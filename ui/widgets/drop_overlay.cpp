#include "ui/widgets/drop_overlay.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QPainter>

namespace headroom::ui {

DropOverlay::DropOverlay(QWidget* host, const QString& title, const QString& text)
    : QWidget(host)
    , host_(host)
    , title_(title)
    , text_(text) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(title);
    hide();
    host_->setAcceptDrops(true);
    host_->installEventFilter(this);
}

void DropOverlay::watchWindow() {
    if (window_ == host_->window()) return;
    if (window_) window_->removeEventFilter(this);
    window_ = host_->window();
    if (window_ == host_) return;
    window_->setAcceptDrops(true);
    window_->installEventFilter(this);
}

QStringList DropOverlay::localFiles(const QMimeData* data) {
    QStringList paths;
    if (!data->hasUrls()) return paths;
    const QList<QUrl> urls = data->urls();
    for (const QUrl& url : urls)
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

bool DropOverlay::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::Show:
        if (watched == host_) watchWindow();
        break;
    case QEvent::Hide:
        if (watched == host_) hide();
        break;
    case QEvent::DragEnter:
    case QEvent::DragMove: {
        auto* drag = static_cast<QDragMoveEvent*>(event);
        if (!host_->isVisible() || localFiles(drag->mimeData()).isEmpty()) break;
        drag->acceptProposedAction();
        setGeometry(host_->rect());
        raise();
        show();
        return true;
    }
    case QEvent::DragLeave:
        hide();
        break;
    case QEvent::Drop: {
        auto* drop = static_cast<QDropEvent*>(event);
        hide();
        const QStringList paths = localFiles(drop->mimeData());
        if (!host_->isVisible() || paths.isEmpty()) break;
        drop->acceptProposedAction();
        Q_EMIT filesDropped(paths);
        return true;
    }
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void DropOverlay::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    QColor veil = t.background;
    veil.setAlphaF(0.90F);
    painter.fillRect(rect(), veil);
    const QRect frame = rect().adjusted(20, 20, -20, -20);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(t.accent, 2, Qt::CustomDashLine, Qt::RoundCap);
    pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.setBrush(t.accentSoft);
    painter.drawRoundedRect(QRectF(frame), 18, 18);
    const QPoint middle = frame.center();
    drawIcon(&painter, QRect(middle.x() - 20, middle.y() - 62, 40, 40), QStringLiteral("image-up"),
             t.accentText);
    painter.setPen(t.text);
    painter.setFont(ui::font(TextStyle::Heading));
    painter.drawText(QRect(frame.left(), middle.y() - 10, frame.width(), 32), Qt::AlignCenter, title_);
    painter.setPen(t.textSecondary);
    painter.setFont(ui::font(TextStyle::Body));
    painter.drawText(QRect(frame.left(), middle.y() + 24, frame.width(), 24), Qt::AlignCenter, text_);
}

} // namespace headroom::ui
