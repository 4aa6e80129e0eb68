#pragma once

#include "app/desktop/adapters/team_answer.h"

#include <optional>

namespace headroom::desktop {

/// The colour of the team's mails, which owners choose. It travels in no feed: the endpoint is asked. GUI
/// thread; client and session outlive it.
class TeamColour : public QObject {
    Q_OBJECT

public:
    TeamColour(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    /// "#rrggbb", "" for Headroom's own; nothing until it has arrived.
    const std::optional<QString>& colour() const { return wanted_ ? wanted_ : colour_; }
    /// Why it cannot be changed now; empty when it can.
    QString blockedBy() const;

    using Done = std::function<void(Result<void>)>;
    void set(const QString& colour, Done done);
    void refresh() { answer_.refresh(); }

Q_SIGNALS:
    void changed();

private:
    client::Client& client_;
    TeamAnswer answer_;
    std::optional<QString> colour_;
    std::optional<QString> wanted_; ///< under way
};

} // namespace headroom::desktop
