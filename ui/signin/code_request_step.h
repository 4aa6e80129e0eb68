#pragma once

#include "ui/signin/sign_in_source.h"
#include "ui/signin/sign_in_step.h"

namespace headroom::ui::signin {

/// A step that ends with a code being mailed: subclasses know to which endpoint, from what is typed in them.
class CodeRequestStep : public SignInStep {
    Q_OBJECT
public:
    void reset();

Q_SIGNALS:
    void codeSent(const QString& address, const QString& email, const headroom::ui::signin::CodeSent& sent);

protected:
    CodeRequestStep(const QString& title, const QString& subtitle, SignInActions& actions, QWidget* parent);

    /// The field for the e-mail address, below those that were added before. To be called once.
    QLineEdit* addEmailField(const QString& last);
    QLineEdit* emailField() const { return email_; }

    /// The endpoint's address; only asked for when the primary action is enabled.
    virtual QString address() const = 0;
    /// Why no code can be asked for yet, but for the e-mail address; empty when it can.
    virtual QString missing() const = 0;
    /// After every change of what is typed, and of busy().
    virtual void refresh();
    void submit() final;

private:
    SignInActions& actions_;
    QLineEdit* email_ = nullptr;
    int attempt_ = 0; ///< answers to earlier ones are not listened to
};

} // namespace headroom::ui::signin
