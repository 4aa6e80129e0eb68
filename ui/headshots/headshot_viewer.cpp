#include "ui/headshots/headshot_viewer.h"

#include "ui/headshots/headshots_limits.h"
#include "ui/headshots/headshots_model.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/text_label.h"
#include "ui/words/generator_names.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace headroom::ui::headshots {
namespace {
constexpr double mostZoom = 12;
constexpr double keyZoom = 1.25;
constexpr int barHeight = 60;
constexpr int margin = 18;

QString detailWords(const HeadshotRow& shot) {
    QStringList parts;
    if (!shot.name.isEmpty()) parts << shot.name;
    parts << shot.style << formatDateTime(shot.madeAt);
    if (!shot.madeBy.isEmpty()) {
        parts << HeadshotViewer::tr("Made by %1").arg(generatorName(shot.madeBy));
        parts << (shot.likenessChecked ? HeadshotViewer::tr("Likeness checked")
                                       : HeadshotViewer::tr("Likeness not checked"));
    }
    return parts.join(QStringLiteral(" · "));
}
} // namespace

HeadshotViewer::HeadshotViewer(HeadshotsSource& source, HeadshotsModel* model, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , model_(model)
    , bar_(new QWidget(this))
    , title_(new TextLabel({}, TextStyle::Label))
    , detail_(new TextLabel({}, TextStyle::Small, Tone::Muted)) {
    setAccessibleRole(this, QAccessible::Graphic);
    setFocusPolicy(Qt::StrongFocus);
    hide();
    title_->setElided(Qt::ElideRight);
    detail_->setElided(Qt::ElideRight);
    auto* row = new QHBoxLayout(bar_);
    row->setContentsMargins(margin + 4, 0, margin, 0);
    row->setSpacing(4);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(title_);
    words->addWidget(detail_);
    words->addStretch();
    row->addLayout(words, 1);
    const auto add = [&](const QString& icon, const QString& name) {
        QPushButton* button = makeIconButton(icon, name, bar_);
        row->addWidget(button);
        return button;
    };
    previous_ = add(QStringLiteral("chevron-left"), tr("Previous headshot"));
    next_ = add(QStringLiteral("chevron-right"), tr("Next headshot"));
    QPushButton* smaller = add(QStringLiteral("zoom-out"), tr("Zoom out"));
    QPushButton* larger = add(QStringLiteral("zoom-in"), tr("Zoom in"));
    QPushButton* fit = add(QStringLiteral("maximize"), tr("Fit"));
    heart_ = add(QStringLiteral("heart"), tr("Favourite"));
    heart_->setCheckable(true);
    QPushButton* save = add(QStringLiteral("folder-down"), tr("Export"));
    QPushButton* close = add(QStringLiteral("x"), tr("Close"));
    connect(previous_, &QPushButton::clicked, this, [this] { step(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { step(1); });
    connect(smaller, &QPushButton::clicked, this, [this] { zoomAt(QRectF(pane(0)).center(), 1 / keyZoom); });
    connect(larger, &QPushButton::clicked, this, [this] { zoomAt(QRectF(pane(0)).center(), keyZoom); });
    connect(fit, &QPushButton::clicked, this, [this] { resetZoom(1); });
    connect(heart_, &QPushButton::clicked, this, [this] { Q_EMIT favouriteRequested(keys_.value(0)); });
    connect(save, &QPushButton::clicked, this, [this] { Q_EMIT exportRequested(keys_); });
    connect(close, &QPushButton::clicked, this, &HeadshotViewer::closeView);
    connect(model_, &QAbstractItemModel::dataChanged, this, &HeadshotViewer::refreshBar);
    connect(model_, &QAbstractItemModel::modelReset, this, &HeadshotViewer::refreshBar);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HeadshotViewer::showHeadshot(int row) {
    if (row < 0 || row >= model_->rowCount()) return;
    row_ = row;
    show({model_->keyAt(row)});
}

void HeadshotViewer::compare(const QStringList& keys) {
    row_ = -1;
    show(keys.mid(0, limits::mostCompared));
}

void HeadshotViewer::show(const QStringList& keys) {
    keys_ = keys;
    pictures_.clear();
    for (const QString& key : keys)
        pictures_.push_back({key, {}, false});
    resetZoom(1);
    setGeometry(parentWidget()->rect());
    QWidget::show();
    raise();
    setFocus();
    placeBar();
    refreshBar();
    for (const QString& key : keys) {
        load(key);
        Q_EMIT seen(key);
    }
}

void HeadshotViewer::load(const QString& key) {
    source_.loadPicture(key, guarded(this, [this, key](const Result<QImage>& result) {
                            for (Picture& picture : pictures_) {
                                if (picture.key != key) continue;
                                if (result)
                                    picture.image = *result;
                                else
                                    picture.failed = true;
                            }
                            update();
                        }));
}

void HeadshotViewer::refreshBar() {
    if (keys_.isEmpty() || isHidden()) return;
    const bool single = keys_.size() == 1;
    previous_->setVisible(single);
    next_->setVisible(single);
    heart_->setVisible(single);
    if (!single) {
        title_->setText(tr("%n headshots side by side", nullptr, int(keys_.size())));
        detail_->setText(tr("They zoom and move together"));
        setAccessibleName(title_->text());
        return;
    }
    row_ = model_->rowOf(keys_.first());
    if (row_ < 0) return;
    const HeadshotRow shot = model_->headshot(row_);
    title_->setText(shot.memberName);
    detail_->setText(detailWords(shot));
    detail_->setToolTip(detail_->text());
    heart_->setChecked(shot.favourite);
    previous_->setEnabled(row_ > 0);
    next_->setEnabled(row_ + 1 < model_->rowCount());
    setAccessibleName(tr("Headshot of %1").arg(shot.memberName));
}

void HeadshotViewer::step(int by) {
    // Those without a picture have nothing to show here.
    for (int row = row_ + by; row >= 0 && row < model_->rowCount(); row += by)
        if (model_->headshot(row).state == HeadshotState::Completed) {
            showHeadshot(row);
            return;
        }
}

void HeadshotViewer::closeView() {
    hide();
    Q_EMIT closed();
}

QRect HeadshotViewer::pane(int index) const {
    const int count = std::max<int>(1, int(keys_.size()));
    const QRect area = rect().adjusted(margin, barHeight, -margin, -margin);
    const int width = (area.width() - (count - 1) * margin) / count;
    const QRect logical(area.left() + index * (width + margin), area.top(), width, area.height());
    return mirrored(layoutDirection(), area, logical);
}

int HeadshotViewer::paneAt(const QPointF& position) const {
    for (int i = 0; i < int(keys_.size()); ++i)
        if (pane(i).contains(position.toPoint())) return i;
    return 0;
}

double HeadshotViewer::fitScale(const Picture& picture, const QRect& area) const {
    if (picture.image.isNull()) return 1;
    return std::min(double(area.width()) / picture.image.width(),
                    double(area.height()) / picture.image.height());
}

void HeadshotViewer::zoomAt(const QPointF& position, double factor) {
    const double before = zoom_;
    zoom_ = std::clamp(zoom_ * factor, 1.0, mostZoom);
    // What is under the pointer stays under it.
    const QPointF fromMiddle = position - QRectF(pane(paneAt(position))).center();
    offset_ = fromMiddle - (fromMiddle - offset_) * (zoom_ / before);
    keepInside();
    update();
}

void HeadshotViewer::resetZoom(double zoom) {
    zoom_ = std::clamp(zoom, 1.0, mostZoom);
    offset_ = {};
    update();
}

void HeadshotViewer::keepInside() {
    if (pictures_.empty()) return;
    const QRect area = pane(0);
    const double scale = fitScale(pictures_.front(), area) * zoom_;
    const double x = std::max(0.0, (pictures_.front().image.width() * scale - area.width()) / 2);
    const double y = std::max(0.0, (pictures_.front().image.height() * scale - area.height()) / 2);
    offset_ = {std::clamp(offset_.x(), -x, x), std::clamp(offset_.y(), -y, y)};
}

void HeadshotViewer::placeBar() {
    bar_->setGeometry(0, 0, width(), barHeight);
}

void HeadshotViewer::resizeEvent(QResizeEvent*) {
    placeBar();
    keepInside();
}

void HeadshotViewer::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    painter.fillRect(rect(), t.background);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int i = 0; i < int(pictures_.size()); ++i) {
        const Picture& picture = pictures_[std::size_t(i)];
        const QRect area = pane(i);
        painter.save();
        painter.setClipRect(area);
        if (picture.image.isNull()) {
            drawRounded(&painter, area, metric::cardRadius, t.sunken);
            painter.setPen(t.textMuted);
            painter.setFont(ui::font(TextStyle::Body));
            painter.drawText(area, Qt::AlignCenter,
                             picture.failed
                                 ? tr("This picture cannot be shown. Try again when you are online.")
                                 : tr("Loading"));
        } else {
            const double scale = fitScale(picture, area) * zoom_;
            QRectF target(QPointF(), QSizeF(picture.image.size()) * scale);
            target.moveCenter(QRectF(area).center() + offset_);
            painter.drawImage(target, picture.image);
        }
        painter.restore();
    }
    if (showsFocus(this)) drawFocusRing(&painter, rect().adjusted(2, 2, -2, -2), 8);
}

void HeadshotViewer::wheelEvent(QWheelEvent* event) {
    zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void HeadshotViewer::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    dragging_ = true;
    grabbed_ = event->position() - offset_;
    if (zoom_ > 1) setCursor(Qt::ClosedHandCursor);
}

void HeadshotViewer::mouseMoveEvent(QMouseEvent* event) {
    if (!dragging_) return;
    offset_ = event->position() - grabbed_;
    keepInside();
    update();
}

void HeadshotViewer::mouseReleaseEvent(QMouseEvent*) {
    dragging_ = false;
    unsetCursor();
}

void HeadshotViewer::mouseDoubleClickEvent(QMouseEvent* event) {
    if (zoom_ > 1)
        resetZoom(1);
    else
        zoomAt(event->position(), 2.5);
}

void HeadshotViewer::keyPressEvent(QKeyEvent* event) {
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Escape:
        closeView();
        return;
    case Qt::Key_Right:
        step(forward);
        return;
    case Qt::Key_Left:
        step(-forward);
        return;
    case Qt::Key_Plus:
        zoomAt(QRectF(pane(0)).center(), keyZoom);
        return;
    case Qt::Key_Minus:
        zoomAt(QRectF(pane(0)).center(), 1 / keyZoom);
        return;
    case Qt::Key_0:
        resetZoom(1);
        return;
    case Qt::Key_1:
        if (!pictures_.empty()) resetZoom(1 / (fitScale(pictures_.front(), pane(0)) * devicePixelRatioF()));
        return;
    case Qt::Key_F:
        if (keys_.size() == 1) Q_EMIT favouriteRequested(keys_.first());
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace headroom::ui::headshots
