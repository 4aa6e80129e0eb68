#include "ui/widgets/dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui {

Dialog::Dialog(const QString& title, const QString& subtitle, QWidget* parent)
    : QDialog(parent)
    , subtitle_(new TextLabel(subtitle, TextStyle::Body, Tone::Muted))
    , body_(new QVBoxLayout)
    , notice_(new Notice)
    , buttons_(new QHBoxLayout) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setAccessibleDescription(subtitle);
    setWindowModality(Qt::WindowModal);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 22, 24, 20);
    column->setSpacing(0);
    auto* heading = new TextLabel(title, TextStyle::Title);
    column->addWidget(heading);
    column->addSpacing(3);
    subtitle_->setWordWrap(true);
    subtitle_->setVisible(!subtitle.isEmpty());
    column->addWidget(subtitle_);
    column->addSpacing(16);
    body_->setSpacing(14);
    column->addLayout(body_, 1);
    column->addSpacing(14);
    column->addWidget(notice_);
    column->addSpacing(14);
    buttons_->setSpacing(10);
    buttons_->addStretch();
    column->addLayout(buttons_);
    setMinimumWidth(420);
}

QPushButton* Dialog::setPrimary(const QString& text, const QString& icon) {
    primary_ = makeButton(text, icon, ButtonVariant::Primary, this);
    buttons_->addWidget(primary_);
    connect(primary_, &QPushButton::clicked, this, &Dialog::primaryTriggered);
    refreshPrimary();
    return primary_;
}

QPushButton* Dialog::addCancel(const QString& text) {
    QPushButton* button = makeButton(text.isEmpty() ? tr("Cancel") : text, {}, ButtonVariant::Standard, this);
    buttons_->addWidget(button);
    connect(button, &QPushButton::clicked, this, &QDialog::reject);
    return button;
}

QPushButton* Dialog::addButton(const QString& text, const QString& icon) {
    QPushButton* button = makeButton(text, icon, ButtonVariant::Standard, this);
    buttons_->insertWidget(0, button);
    return button;
}

void Dialog::setSubtitle(const QString& text) {
    subtitle_->setText(text);
    subtitle_->setVisible(!text.isEmpty());
    setAccessibleDescription(text);
}

void Dialog::showNotice(Tone tone, const QString& text) {
    notice_->setText(tone, text);
}

void Dialog::clearNotice() {
    notice_->clear();
}

QString Dialog::noticeText() const {
    return notice_->isHidden() ? QString() : notice_->text();
}

void Dialog::setPrimaryReason(const QString& reasonWhenDisabled) {
    reason_ = reasonWhenDisabled;
    refreshPrimary();
}

void Dialog::setBusy(bool busy) {
    busy_ = busy;
    refreshPrimary();
}

void Dialog::refreshPrimary() {
    if (!primary_) return;
    setAvailable(primary_, busy_ ? tr("Waiting for the answer") : reason_);
}

bool Dialog::event(QEvent* event) {
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize ||
        event->type() == QEvent::Show)
        makeRoomForWords();
    return handled;
}

/// A window does not grow by itself for words that wrap: they would be cut off.
void Dialog::makeRoomForWords() {
    if (!layout()->hasHeightForWidth()) return;
    const int most = screen() ? screen()->availableSize().height() : QWIDGETSIZE_MAX;
    setMinimumHeight(std::min(layout()->totalHeightForWidth(width()), most));
}

void Dialog::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && primary_) {
        // Not QDialog's default button: Return in a field must not press a button that is only focused.
        if (auto* focused = qobject_cast<QPushButton*>(focusWidget()); focused && focused != primary_)
            focused->click();
        else if (primary_->isEnabled())
            primary_->click();
        return;
    }
    QDialog::keyPressEvent(event);
}

void Dialog::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::t().surface);
}

void confirm(QWidget* parent, const QString& title, const QString& text, const QString& actionText,
             std::function<void()> confirmed) {
    auto* dialog = new Dialog(title, text, parent);
    dialog->addCancel();
    QPushButton* action = dialog->setPrimary(actionText);
    setVariant(action, ButtonVariant::Danger);
    QObject::connect(dialog, &Dialog::primaryTriggered, dialog, [dialog, run = std::move(confirmed)] {
        dialog->accept();
        run();
    });
    dialog->open();
}

QWidget* labelled(const QString& label, QWidget* field, const QString& hint) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* name = new TextLabel(label, TextStyle::BodyStrong, Tone::Secondary);
    name->setBuddy(field);
    column->addWidget(name);
    column->addWidget(field);
    if (!hint.isEmpty()) {
        auto* note = new TextLabel(hint, TextStyle::Small, Tone::Muted);
        note->setWordWrap(true);
        column->addWidget(note);
        field->setAccessibleDescription(hint);
    }
    if (field->accessibleName().isEmpty()) field->setAccessibleName(label);
    return box;
}

} // namespace headroom::ui
