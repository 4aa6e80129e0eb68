#pragma once

#include "app/desktop/adapters/sign_in_adapter.h"
#include "app/desktop/local/local_team.h"
#include "app/desktop/team_window.h"
#include "ui/signin/sign_in_page.h"

#include <nlohmann/json_fwd.hpp>

namespace headroom::desktop {

/// The program: shows the sign-in page or the window of a team, and changes between them. GUI thread.
class Desktop : public QObject {
    Q_OBJECT

public:
    struct Options {
        Places places;
        QUrl endpoint;     ///< to sign in at; empty for the one of the last run
        QString link;      ///< headroom://..., or empty
        QString firstPage; ///< to show once a team is open; empty for the one of the last run
        std::optional<ui::signin::LocalTeam> thisComputer; ///< sign in here without asking
    };

    explicit Desktop(Options options);
    ~Desktop() override;

    void start();
    /// What a second start of the program was called with. Not to be trusted.
    void argumentsArrived(const QStringList& arguments);

    /// The window that is shown; none while a sign-in is resumed.
    QWidget* window() const;
    /// The opened team; none while signing in.
    TeamWindow* team() const { return team_.get(); }

Q_SIGNALS:
    void windowChanged();

private:
    void resume();
    void resumeHere();
    void tryToken(bool thisComputer, const QString& secret);
    void resumed(Result<client::Account> account, bool thisComputer);
    /// `backTo` names a team to which there is a way back.
    void showSignIn(const QString& link = {}, const QString& backTo = {});
    void linkArrived(const QString& link);
    void invitationArrived(const QString& link);
    void join(const QString& token);
    void joined(const Result<nlohmann::json>& answer);
    void orderArrived(const OrderId& order);
    void raiseWindow();
    void takeSignIn();
    void enter(client::Account account, bool thisComputer);
    void openTeam(const TeamId& wanted);
    void switchTeam(const TeamId& team);
    void addTeam();
    void signOut();
    void leave();
    void signedOutByEndpoint();
    void membershipEnded();
    void watchClient();

    Options options_;
    QSettings settings_;
    Remembered remembered_;
    LocalTeamService local_;
    std::unique_ptr<client::Client> client_;
    std::vector<client::Membership> memberships_;
    std::unique_ptr<SignInAdapter> signIn_;
    std::unique_ptr<ui::signin::SignInPage> signInPage_;
    std::unique_ptr<TeamWindow> team_;
    bool leaving_ = false;
};

} // namespace headroom::desktop
