#pragma once

#include "ui/signin/code_request_step.h"

namespace headroom::ui::signin {

/// "Connect to your team": the endpoint's address and the own e-mail address.
class ConnectStep : public CodeRequestStep {
    Q_OBJECT
public:
    ConnectStep(SignInSource& source, SignInActions& actions, QWidget* parent = nullptr);

    void focusFirst() override;

protected:
    QString address() const override;
    QString missing() const override;
    void refresh() override;

private:
    QLineEdit* address_;
};

} // namespace headroom::ui::signin
