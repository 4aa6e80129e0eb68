#include "ui/signin/connect_step.h"

#include "ui/widgets/guarded.h"
#include "ui/words/words.h"

#include <QLineEdit>

namespace headroom::ui::signin {

ConnectStep::ConnectStep(SignInSource& source, SignInActions& actions, QWidget* parent)
    : SignInStep(tr("Connect to your team"), tr("We e-mail you a code. There is no password to remember."),
                 parent)
    , actions_(actions)
    , address_(addField(tr("Team address"), tr("headroom.company.com"),
                        tr("Whoever invited you, or runs Headroom at your company, knows it.")))
    , email_(addField(tr("Your e-mail"), tr("you@company.com"))) {
    address_->setText(source.lastAddress());
    email_->setText(source.lastEmail());
    address_->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    email_->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    setPrimary(tr("Send me a code"), QStringLiteral("mail"));
    connect(address_, &QLineEdit::textChanged, this, &ConnectStep::refresh);
    connect(email_, &QLineEdit::textChanged, this, &ConnectStep::refresh);
    refresh();
}

void ConnectStep::focusFirst() {
    QLineEdit* first = completeAddress(address_->text()) ? email_ : address_;
    first->setFocus();
    first->selectAll();
}

void ConnectStep::reset() {
    ++attempt_;
    setBusy(false);
    clearNotice();
    refresh();
}

void ConnectStep::refresh() {
    address_->setEnabled(!busy());
    email_->setEnabled(!busy());
    if (!completeAddress(address_->text()))
        setPrimaryReason(tr("Enter the team's address, beginning with https"));
    else
        setPrimaryReason(looksLikeEmail(email_->text()) ? QString() : tr("Enter your e-mail address"));
}

void ConnectStep::submit() {
    const QString address = *completeAddress(address_->text());
    const QString email = email_->text().trimmed();
    const int attempt = ++attempt_;
    address_->setText(address);
    clearNotice();
    setBusy(true);
    refresh();
    auto reply = guarded(this, [this, attempt, address, email](const Result<CodeSent>& result) {
        if (attempt != attempt_) return;
        setBusy(false);
        refresh();
        if (result)
            Q_EMIT codeSent(address, email, *result);
        else
            showNotice(Tone::Danger, sentence(result.error()));
    });
    actions_.begin(address, email, reply);
}

} // namespace headroom::ui::signin
