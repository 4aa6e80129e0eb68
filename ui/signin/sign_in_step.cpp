#include "ui/signin/sign_in_step.h"

#include "ui/signin/sign_in_limits.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace headroom::ui::signin {
namespace {
constexpr int primaryHeight = 40;
}

SignInStep::SignInStep(const QString& title, const QString& subtitle, QWidget* parent)
    : QWidget(parent)
    , subtitle_(new TextLabel(subtitle, TextStyle::Body, Tone::Muted))
    , body_(new QVBoxLayout)
    , notice_(new Notice)
    , primary_(makeButton({}, {}, ButtonVariant::Primary, this))
    , actions_(new QHBoxLayout) {
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    QPushButton* back = makeButton(tr("Back"), QStringLiteral("arrow-left"), ButtonVariant::Ghost, this);
    auto* backRow = new QHBoxLayout;
    backRow->setContentsMargins(0, 0, 0, 2);
    backRow->addWidget(back);
    backRow->addStretch();
    column->addLayout(backRow);
    auto* heading = new TextLabel(title, TextStyle::Heading);
    heading->setWordWrap(true);
    column->addWidget(heading);
    subtitle_->setWordWrap(true);
    column->addWidget(subtitle_);
    column->addSpacing(4);
    body_->setSpacing(14);
    column->addLayout(body_);
    column->addWidget(notice_);
    actions_->setSpacing(10);
    primary_->setMinimumHeight(primaryHeight);
    primary_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    actions_->addWidget(primary_, 1);
    column->addLayout(actions_);
    column->addStretch(1); // steps are as high as the highest; the words must not spread over it
    connect(back, &QPushButton::clicked, this, &SignInStep::backRequested);
    connect(primary_, &QPushButton::clicked, this, [this] { submit(); });
    connect(notice_, &Notice::actionTriggered, this, [this] { noticeAction(); });
}

QString SignInStep::noticeText() const {
    return notice_->isHidden() ? QString() : notice_->text();
}

QLineEdit* SignInStep::addField(const QString& label, const QString& placeholder, const QString& hint) {
    auto* field = new QLineEdit;
    field->setPlaceholderText(placeholder);
    field->setMaxLength(limits::mostCharacters);
    body_->addWidget(labelled(label, field, hint));
    connect(field, &QLineEdit::textEdited, this, [this] { clearNotice(); });
    return field;
}

void SignInStep::setSubtitle(const QString& text) {
    subtitle_->setText(text);
}

void SignInStep::setPrimary(const QString& text, const QString& icon) {
    primary_->setText(text);
    if (!icon.isEmpty()) setIconName(primary_, icon);
}

QPushButton* SignInStep::addLink(const QString& text) {
    QPushButton* link = makeButton(text, {}, ButtonVariant::Link, this);
    actions_->addWidget(link);
    return link;
}

void SignInStep::setPrimaryReason(const QString& reasonWhenDisabled) {
    reason_ = reasonWhenDisabled;
    refreshPrimary();
}

void SignInStep::setBusy(bool busy) {
    busy_ = busy;
    refreshPrimary();
}

void SignInStep::refreshPrimary() {
    setAvailable(primary_, busy_ ? tr("Waiting for the answer") : reason_);
}

void SignInStep::showNotice(Tone tone, const QString& text, const QString& actionText) {
    notice_->setText(tone, text, actionText);
}

void SignInStep::clearNotice() {
    notice_->clear();
}

void SignInStep::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (auto* focused = qobject_cast<QPushButton*>(focusWidget()))
            focused->click();
        else if (primary_->isEnabled() && primary_->isVisible())
            primary_->click();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT backRequested();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace headroom::ui::signin
