#pragma once

#include "ui/signin/sign_in_source.h"
#include "ui/signin/sign_in_step.h"

namespace headroom::ui::signin {

/// "I have an invitation link": the link says which endpoint; a code proves the e-mail address as always.
class InvitationStep : public SignInStep {
    Q_OBJECT
public:
    InvitationStep(SignInSource& source, SignInActions& actions, QWidget* parent = nullptr);

    void focusFirst() override;
    void reset();
    /// As if it had been pasted: a link that the program was opened with.
    void setLink(const QString& link);
    QString link() const;

Q_SIGNALS:
    void codeSent(const QString& address, const QString& email, const headroom::ui::signin::CodeSent& sent);

protected:
    void submit() override;

private:
    void refresh();

    SignInSource& source_;
    SignInActions& actions_;
    QLineEdit* link_;
    QLineEdit* email_;
    TextLabel* leadsTo_;
    QString address_;
    int attempt_ = 0;
};

} // namespace headroom::ui::signin
