#pragma once

#include "ui/signin/sign_in_source.h"

#include <functional>

namespace headroom::ui::gallery {

/// A made-up endpoint to sign in at: mails the code 123456, knows one invitation. Answers come when the test
/// says so, or at once.
class SampleSignIn : public signin::SignInSource, public signin::SignInActions {
    Q_OBJECT
public:
    using SignInSource::SignInSource;

    QString lastAddress() const override { return lastAddress_; }
    QString lastEmail() const override { return lastEmail_; }
    QString userName() const override { return QStringLiteral("Elena Weber"); }
    QString localTeamName() const override { return localTeam_; }
    QString localBlockedBy() const override { return blocked_; }
    Result<QString> addressOfLink(const QString& link) const override;

    void useThisComputer(const signin::LocalTeam& team, std::function<void(signin::LocalProgress)> progress,
                         Done done) override;
    void begin(const QString& address, const QString& email,
               std::function<void(Result<signin::CodeSent>)> reply) override;
    void complete(const QString& code, Done done) override;
    void redeem(const QString& link, Done done) override;
    void cancel() override;

    // What happens elsewhere in the real thing.
    void remember(const QString& address, const QString& email);
    void setLocal(const QString& teamName, const QString& blockedBy);
    void refuseNext(ErrorCode code) { refuse_ = code; }
    /// Answers wait for answer() from now on.
    void hold() { held_ = true; }
    void answer();
    void setResendAfter(int seconds) { resendAfter_ = seconds; }
    QStringList calls() const { return calls_; }
    std::function<void(signin::LocalProgress)> progress() const { return progress_; }

private:
    std::optional<ErrorCode> takeRefusal();
    void reply(std::function<void()> answer);

    QString lastAddress_, lastEmail_, localTeam_, blocked_;
    std::optional<ErrorCode> refuse_;
    bool held_ = false;
    int resendAfter_ = 30;
    QStringList calls_;
    std::function<void()> waiting_;
    std::function<void(signin::LocalProgress)> progress_;
};

} // namespace headroom::ui::gallery
