#include "ui/signin/connect_step.h"

#include <QLineEdit>

namespace headroom::ui::signin {

ConnectStep::ConnectStep(SignInSource& source, SignInActions& actions, QWidget* parent)
    : CodeRequestStep(tr("Connect to your team"),
                      tr("We e-mail you a code. There is no password to remember."), actions, parent)
    , address_(addField(tr("Team address"), tr("headroom.company.com"),
                        tr("Whoever invited you, or runs Headroom at your company, knows it."))) {
    address_->setText(source.lastAddress());
    address_->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    addEmailField(source.lastEmail());
    connect(address_, &QLineEdit::textChanged, this, &ConnectStep::refresh);
    // Whoever typed "headroom.company.com" sees where it leads.
    connect(this, &CodeRequestStep::codeSent, this, [this](const QString& used) { address_->setText(used); });
    refresh();
}

void ConnectStep::focusFirst() {
    QLineEdit* first = completeAddress(address_->text()) ? emailField() : address_;
    first->setFocus();
    first->selectAll();
}

QString ConnectStep::address() const {
    return *completeAddress(address_->text());
}

QString ConnectStep::missing() const {
    return completeAddress(address_->text()) ? QString()
                                             : tr("Enter the team's address, beginning with https");
}

void ConnectStep::refresh() {
    address_->setEnabled(!busy());
    CodeRequestStep::refresh();
}

} // namespace headroom::ui::signin
