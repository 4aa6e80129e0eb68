#pragma once

#include "ui/signin/sign_in_source.h"
#include "ui/signin/sign_in_step.h"

#include <array>

namespace headroom::ui {
class IconLabel;
class UsageBar;
} // namespace headroom::ui

namespace headroom::ui::signin {

/// "Use this computer": who you are and what the team is called, then what is being done about it.
class LocalStep : public SignInStep {
    Q_OBJECT
public:
    LocalStep(SignInSource& source, SignInActions& actions, QWidget* parent = nullptr);

    void focusFirst() override;
    /// Opens the team that is on this computer already: nothing to fill in.
    void openExisting();
    /// Gives up waiting; an answer that still comes is ignored.
    void reset();

Q_SIGNALS:
    void signedIn();

protected:
    void submit() override;

private:
    static constexpr int lineCount = 3;

    QWidget* buildProgress();
    bool opensExisting() const { return !source_.localTeamName().isEmpty(); }
    void refresh();
    void showProgress(int current);
    void finish(const Result<void>& result);

    SignInSource& source_;
    SignInActions& actions_;
    QLineEdit* name_;
    QLineEdit* email_;
    QLineEdit* team_;
    UsageBar* bar_;
    std::array<IconLabel*, lineCount> icons_{};
    std::array<TextLabel*, lineCount> lines_{};
    // After what it is made of: buildProgress() fills the members above.
    QWidget* progress_;
    int attempt_ = 0;
};

} // namespace headroom::ui::signin
