#pragma once

#include "ui/signin/sign_in_source.h"
#include "ui/signin/sign_in_step.h"

class QTimer;

namespace headroom::ui::signin {

class CodeField;

/// The mailed code. Sends itself with the last digit; another mail can be asked for after a while.
class CodeStep : public SignInStep {
    Q_OBJECT
public:
    explicit CodeStep(SignInActions& actions, QWidget* parent = nullptr);

    /// `link` is empty unless an invitation is to be taken up after signing in.
    void start(const QString& address, const QString& email, const CodeSent& sent, const QString& link);
    void focusFirst() override;
    void reset();

Q_SIGNALS:
    void signedIn();

protected:
    void submit() override;
    void noticeAction() override;

private:
    void refresh();
    void countDown();
    void resend();
    void redeem();
    void fail(const Error& error);

    SignInActions& actions_;
    CodeField* code_;
    QPushButton* again_;
    QTimer* second_;
    QString address_;
    QString email_;
    QString link_;
    int wait_ = 0; ///< seconds before another mail
    int attempt_ = 0;
    bool joining_ = false; ///< the code was right; the invitation is what is left
};

} // namespace headroom::ui::signin
