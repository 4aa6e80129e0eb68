#include "ui/people/member_picker.h"

#include "ui/rows/row_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"

#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace headroom::ui {
namespace {

constexpr int rowHeight = 46;
constexpr int mostVisibleRows = 5;

class PickerModel final : public RowModel {
public:
    PickerModel(MemberSource& source, QObject* parent)
        : RowModel(source, 1, parent)
        , source_(source) {}

    QVariant data(const QModelIndex& index, int role) const override {
        if (!index.isValid()) return {};
        const MemberRow row = source_.rowAt(index.row());
        if (role == Qt::DisplayRole) return row.name;
        if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
            return QString(row.name + ", " + row.email);
        return {};
    }

    MemberRow member(int row) const { return source_.rowAt(row); }

private:
    MemberSource& source_;
};

class PickerDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {200, rowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens& t = Theme::t();
        const MemberRow row = static_cast<const PickerModel*>(index.model())->member(index.row());
        painter->save();
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
            drawRounded(painter, option.rect.adjusted(5, 1, -5, -1), 7, t.active);
        const QRect area = option.rect.adjusted(14, 0, -14, 0);
        const auto place = [&](const QRect& rect) { return mirrored(option.direction, area, rect); };
        drawAvatar(painter, place(QRect(area.left(), area.center().y() - 14, 28, 28)), row.name,
                   memberKey(row.id));
        const QString balance =
            QCoreApplication::translate("People", "%1 available").arg(formatNumber(row.available));
        painter->setFont(font(TextStyle::Small));
        painter->setPen(t.textMuted);
        const int width = painter->fontMetrics().horizontalAdvance(balance) + 4;
        painter->drawText(place(QRect(area.right() - width, area.top(), width, area.height())),
                          int(trailing(option.direction)), balance);
        const QRect text(area.left() + 40, area.top() + 6, area.width() - 48 - width, 17);
        painter->drawText(place(text.translated(0, 17)), int(leading(option.direction)),
                          painter->fontMetrics().elidedText(row.email, Qt::ElideRight, text.width()));
        painter->setFont(font(TextStyle::BodyStrong));
        painter->setPen(t.text);
        painter->drawText(place(text), int(leading(option.direction)),
                          painter->fontMetrics().elidedText(row.name, Qt::ElideRight, text.width()));
        painter->restore();
    }
};

/// The list floats with a border of its own, also where the style draws none.
class PickerList final : public QListView {
public:
    using QListView::QListView;

protected:
    void paintEvent(QPaintEvent* event) override {
        {
            QPainter painter(viewport());
            painter.fillRect(viewport()->rect(), Theme::t().raised);
        }
        QListView::paintEvent(event);
        QPainter painter(viewport());
        painter.setPen(Theme::t().borderStrong);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
};

} // namespace

MemberPicker::MemberPicker(std::unique_ptr<MemberSource> source, const QString& accessibleName,
                           QWidget* parent)
    : QLineEdit(parent)
    , source_(std::move(source))
    , list_(new PickerList(this)) {
    setAccessibleName(accessibleName);
    setPlaceholderText(tr("Search by name or e-mail"));
    setTextMargins(24, 0, 0, 0);
    list_->setModel(new PickerModel(*source_, list_));
    list_->setItemDelegate(new PickerDelegate(list_));
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setAccessibleName(tr("Members found"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setWindowFlags(Qt::ToolTip); // above its dialog without taking the focus from the field
    list_->setFocusPolicy(Qt::NoFocus);
    list_->hide();
    connect(this, &QLineEdit::textEdited, this, &MemberPicker::search);
    connect(list_, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& index) { choose(index.row()); });
    connect(source_.get(), &RowSource::rowsChanged, this, [this] {
        if (hasFocus() && !member_ && !text().isEmpty()) showList();
    });
    installEventFilter(this);
}

MemberPicker::~MemberPicker() {
    // The list's model reads the source until the last moment.
    delete list_;
}

void MemberPicker::setMember(const MemberRow& member) {
    member_ = member;
    setText(member.name);
    setAccessibleDescription(member.email);
    Q_EMIT memberChanged();
}

void MemberPicker::search(const QString& text) {
    if (member_) {
        member_.reset();
        Q_EMIT memberChanged();
    }
    MemberQuery query = source_->query();
    query.text = text.trimmed();
    source_->setQuery(query);
    showList();
}

void MemberPicker::showList() {
    const int rows = std::min(source_->count(), mostVisibleRows);
    if (rows == 0 || text().isEmpty()) {
        list_->hide();
        return;
    }
    list_->setGeometry(QRect(mapToGlobal(QPoint(0, height() + 3)), QSize(width(), rows * rowHeight + 2)));
    list_->show();
    list_->raise();
    if (!list_->currentIndex().isValid()) list_->setCurrentIndex(list_->model()->index(0, 0));
}

void MemberPicker::choose(int row) {
    list_->hide();
    if (row >= 0 && row < source_->count()) setMember(source_->rowAt(row));
}

bool MemberPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide) list_->hide();
    return QLineEdit::eventFilter(watched, event);
}

void MemberPicker::keyPressEvent(QKeyEvent* event) {
    if (list_->isVisible()) {
        const int row = list_->currentIndex().row();
        switch (event->key()) {
        case Qt::Key_Down:
        case Qt::Key_Up: {
            const int next =
                std::clamp(row + (event->key() == Qt::Key_Down ? 1 : -1), 0, source_->count() - 1);
            list_->setCurrentIndex(list_->model()->index(next, 0));
            return;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose(row);
            return;
        case Qt::Key_Escape:
            list_->hide();
            return;
        default:
            break;
        }
    }
    QLineEdit::keyPressEvent(event);
}

void MemberPicker::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const QRect mark(10, (height() - 16) / 2, 16, 16);
    drawIcon(&painter, mirrored(layoutDirection(), rect(), mark),
             member_ ? QStringLiteral("user-round") : QStringLiteral("search"), Theme::t().textMuted);
    if (!member_) return;
    const QString balance = tr("%1 available").arg(formatNumber(member_->available));
    painter.setFont(ui::font(TextStyle::Small));
    painter.setPen(Theme::t().textMuted);
    painter.drawText(mirrored(layoutDirection(), rect(), rect().adjusted(0, 0, -12, 0)),
                     int(trailing(layoutDirection())), balance);
}

} // namespace headroom::ui
