#pragma once

#include "app/desktop/adapters/team_answer.h"

#include <optional>

namespace headroom::desktop {

/// What owners choose for the team's mails: their colour, and from which number of credits on the team is
/// told that they run low. It travels in no feed: the endpoint is asked. GUI thread; client and session
/// outlive it.
class TeamMails : public QObject {
    Q_OBJECT

public:
    struct Choice {
        QString colour;          ///< "#rrggbb", "" for Headroom's own
        int lowCreditsBelow = 0; ///< with fewer it is told; 0: never
    };

    TeamMails(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    /// With a change that is under way; nothing until it has arrived.
    const std::optional<Choice>& choice() const { return wanted_ ? wanted_ : known_; }
    /// Why it cannot be changed now; empty when it can.
    QString blockedBy() const;

    /// Conflict while another change is under way or nothing has arrived.
    using Done = std::function<void(Result<void>)>;
    void setColour(const QString& colour, Done done);
    void setLowCreditsBelow(int credits, Done done);
    void refresh() { answer_.refresh(); }

Q_SIGNALS:
    void changed();

private:
    void change(Choice wanted, const nlohmann::json& body, Done done);

    client::Client& client_;
    TeamAnswer answer_;
    std::optional<Choice> known_;
    std::optional<Choice> wanted_; ///< under way
};

} // namespace headroom::desktop
