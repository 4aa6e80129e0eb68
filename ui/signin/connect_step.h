#pragma once

#include "ui/signin/sign_in_source.h"
#include "ui/signin/sign_in_step.h"

namespace headroom::ui::signin {

/// "Connect to your team": the endpoint's address and the own e-mail address.
class ConnectStep : public SignInStep {
    Q_OBJECT
public:
    ConnectStep(SignInSource& source, SignInActions& actions, QWidget* parent = nullptr);

    void focusFirst() override;
    void reset();

Q_SIGNALS:
    void codeSent(const QString& address, const QString& email, const headroom::ui::signin::CodeSent& sent);

protected:
    void submit() override;

private:
    void refresh();

    SignInActions& actions_;
    QLineEdit* address_;
    QLineEdit* email_;
    int attempt_ = 0;
};

} // namespace headroom::ui::signin
