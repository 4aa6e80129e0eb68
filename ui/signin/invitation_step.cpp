#include "ui/signin/invitation_step.h"

#include "ui/signin/sign_in_limits.h"
#include "ui/widgets/text_label.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace headroom::ui::signin {

InvitationStep::InvitationStep(SignInSource& source, SignInActions& actions, QWidget* parent)
    : CodeRequestStep(tr("Join by invitation"), tr("Paste the link that you were sent."), actions, parent)
    , source_(source)
    , link_(addField(tr("Invitation link"), QStringLiteral("https://…")))
    , leadsTo_(new TextLabel({}, TextStyle::Small, Tone::Muted)) {
    link_->setMaxLength(limits::mostLinkCharacters);
    leadsTo_->setWordWrap(true);
    body()->addWidget(leadsTo_);
    addEmailField(source.lastEmail());
    connect(link_, &QLineEdit::textChanged, this, &InvitationStep::refresh);
    refresh();
}

void InvitationStep::focusFirst() {
    (address_.isEmpty() ? link_ : emailField())->setFocus();
}

void InvitationStep::setLink(const QString& link) {
    link_->setText(link.left(limits::mostLinkCharacters));
}

QString InvitationStep::link() const {
    return link_->text().trimmed();
}

QString InvitationStep::missing() const {
    return address_.isEmpty() ? tr("Paste the invitation link") : QString();
}

void InvitationStep::refresh() {
    link_->setEnabled(!busy());
    const Result<QString> address = source_.addressOfLink(link());
    address_ = address ? *address : QString();
    leadsTo_->setVisible(!link().isEmpty());
    leadsTo_->setTone(address ? Tone::Muted : Tone::Danger);
    leadsTo_->setText(address
                          ? tr("Leads to %1").arg(hostOf(*address))
                          : tr("This is not an invitation link. Copy it whole, with what follows the last "
                               "slash."));
    CodeRequestStep::refresh();
}

} // namespace headroom::ui::signin
