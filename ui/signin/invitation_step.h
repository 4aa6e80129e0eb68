#pragma once

#include "ui/signin/code_request_step.h"

namespace headroom::ui::signin {

/// "I have an invitation link": the link says which endpoint; a code proves the e-mail address as always.
class InvitationStep : public CodeRequestStep {
    Q_OBJECT
public:
    InvitationStep(SignInSource& source, SignInActions& actions, QWidget* parent = nullptr);

    void focusFirst() override;
    /// As if it had been pasted: a link that the program was opened with.
    void setLink(const QString& link);
    QString link() const;

protected:
    QString address() const override { return address_; }
    QString missing() const override;
    void refresh() override;

private:
    SignInSource& source_;
    QLineEdit* link_;
    TextLabel* leadsTo_;
    QString address_;
};

} // namespace headroom::ui::signin
