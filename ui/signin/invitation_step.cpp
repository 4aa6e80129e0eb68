#include "ui/signin/invitation_step.h"

#include "ui/signin/sign_in_limits.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace headroom::ui::signin {

InvitationStep::InvitationStep(SignInSource& source, SignInActions& actions, QWidget* parent)
    : SignInStep(tr("Join by invitation"), tr("Paste the link that you were sent."), parent)
    , source_(source)
    , actions_(actions)
    , link_(addField(tr("Invitation link"), QStringLiteral("https://…")))
    , email_(nullptr)
    , leadsTo_(new TextLabel({}, TextStyle::Small, Tone::Muted)) {
    link_->setMaxLength(limits::mostLinkCharacters);
    body()->addWidget(leadsTo_);
    email_ = addField(tr("Your e-mail"), tr("you@company.com"));
    email_->setText(source.lastEmail());
    setPrimary(tr("Send me a code"), QStringLiteral("mail"));
    connect(link_, &QLineEdit::textChanged, this, &InvitationStep::refresh);
    connect(email_, &QLineEdit::textChanged, this, &InvitationStep::refresh);
    refresh();
}

void InvitationStep::focusFirst() {
    (address_.isEmpty() ? link_ : email_)->setFocus();
}

void InvitationStep::reset() {
    ++attempt_;
    setBusy(false);
    clearNotice();
    refresh();
}

void InvitationStep::setLink(const QString& link) {
    link_->setText(link.left(limits::mostLinkCharacters));
}

QString InvitationStep::link() const {
    return link_->text().trimmed();
}

void InvitationStep::refresh() {
    link_->setEnabled(!busy());
    email_->setEnabled(!busy());
    const Result<QString> address = source_.addressOfLink(link());
    address_ = address ? *address : QString();
    leadsTo_->setVisible(!link().isEmpty());
    leadsTo_->setTone(address ? Tone::Muted : Tone::Danger);
    leadsTo_->setText(address
                          ? tr("Leads to %1").arg(hostOf(*address))
                          : tr("This is not an invitation link. Copy it whole, with what follows the last "
                               "slash."));
    leadsTo_->setWordWrap(true);
    if (!address)
        setPrimaryReason(tr("Paste the invitation link"));
    else
        setPrimaryReason(looksLikeEmail(email_->text()) ? QString() : tr("Enter your e-mail address"));
}

void InvitationStep::submit() {
    const int attempt = ++attempt_;
    const QString address = address_;
    const QString email = email_->text().trimmed();
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
