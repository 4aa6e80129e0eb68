#pragma once

#include "core/client/team_session.h"
#include "ui/shell/shell_source.h"

namespace headroom::desktop {

/// What the window asks of the program as a whole rather than of its team.
struct ShellRequests {
    std::function<void(const TeamId&)> switchTeam;
    std::function<void()> addTeam;
    std::function<void()> signOut;
};

/// The frame around the pages, told from the team's session. GUI thread; the session outlives it.
class ShellAdapter : public ui::shell::ShellSource, public ui::shell::ShellActions {
    Q_OBJECT

public:
    ShellAdapter(client::TeamSession& session, std::vector<client::Membership> memberships,
                 ShellRequests requests, QObject* parent = nullptr);

    ui::shell::State state() const override;
    std::vector<ui::shell::Team> teams() const override;
    std::vector<ui::shell::OutboxRow> outbox() const override;

    void switchTeam(const TeamId& team) override { requests_.switchTeam(team); }
    void addTeam() override { requests_.addTeam(); }
    void syncNow() override { session_.syncNow(); }
    void retryOutboxRow(const QString& key) override;
    void discardOutboxRow(const QString& key) override;
    void signOut() override { requests_.signOut(); }

private:
    ui::shell::Team ownTeam() const;

    client::TeamSession& session_;
    std::vector<client::Membership> memberships_;
    ShellRequests requests_;
};

} // namespace headroom::desktop
