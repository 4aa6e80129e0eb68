#pragma once

#include "core/client/client.h"
#include "ui/signin/sign_in_values.h"

#include <QSettings>

#include <optional>

namespace headroom::desktop {

/// What the program remembers between two runs, no secrets among it. GUI thread.
class Remembered {
public:
    explicit Remembered(QSettings& settings)
        : settings_(settings) {}

    /// Where the last sign-in was; empty after signing out.
    QUrl endpoint() const;
    bool usesThisComputer() const;
    void signedIn(const QUrl& endpoint, bool thisComputer);
    void signedOut();

    /// For the sign-in page; outlives signing out.
    QString lastAddress() const;
    QString lastEmail() const;
    void tried(const QString& address, const QString& email);

    /// The team that lives on this computer.
    std::optional<ui::signin::LocalTeam> localTeam() const;
    void setLocalTeam(const ui::signin::LocalTeam& team);

    /// So that cached teams open without a connection.
    std::vector<client::Membership> memberships() const;
    void setMemberships(const std::vector<client::Membership>& memberships);
    TeamId lastTeam() const;
    void setLastTeam(const TeamId& team);

private:
    QSettings& settings_;
};

} // namespace headroom::desktop
