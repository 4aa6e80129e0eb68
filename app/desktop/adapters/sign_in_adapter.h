#pragma once

#include "app/desktop/local/local_team.h"
#include "app/desktop/remembered.h"
#include "ui/signin/sign_in_source.h"

namespace headroom::desktop {

/// A client whose user has signed in.
struct SignedIn {
    std::unique_ptr<client::Client> client;
    client::Account account;
    bool thisComputer = false;
};

/// The sign-in page over clients that are made for the endpoint that was typed. GUI thread.
class SignInAdapter : public ui::signin::SignInSource, public ui::signin::SignInActions {
    Q_OBJECT

public:
    SignInAdapter(Places places, Remembered& remembered, LocalTeamService& local, QObject* parent = nullptr);

    QString lastAddress() const override { return remembered_.lastAddress(); }
    QString lastEmail() const override { return remembered_.lastEmail(); }
    QString userName() const override;
    QString localTeamName() const override;
    QString localBlockedBy() const override { return local_.blockedBy(); }
    Result<QString> addressOfLink(const QString& link) const override;

    void useThisComputer(const ui::signin::LocalTeam& team,
                         std::function<void(ui::signin::LocalProgress)> progress, Done done) override;
    void begin(const QString& address, const QString& email,
               std::function<void(Result<ui::signin::CodeSent>)> reply) override;
    void complete(const QString& code, Done done) override;
    void redeem(const QString& link, Done done) override;
    void cancel() override;

    /// After the page has said signedIn(): what came of it.
    std::optional<SignedIn> takeSignedIn();

private:
    void signInLocally(const LocalTeamService::Entry& entry, const ui::signin::LocalTeam& owner,
                       const Done& done);
    void readAccount(const Done& done);

    Places places_;
    Remembered& remembered_;
    LocalTeamService& local_;
    std::unique_ptr<client::Client> client_;
    std::string attempt_;
    std::optional<client::Account> account_;
    bool thisComputer_ = false;
};

} // namespace headroom::desktop
