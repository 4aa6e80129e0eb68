#pragma once

#include "core/client/team_session.h"

#include <functional>

namespace headroom::desktop {

/// Something about the team that only the endpoint knows and that travels in no feed: asked for when a page
/// is looked at, and again when the endpoint is back after it could not be had. GUI thread; client and
/// session outlive it.
class TeamAnswer : public QObject {
    Q_OBJECT

public:
    /// Reads an answer. Throws json's exceptions for one that is not ours.
    using Take = std::function<void(const nlohmann::json&)>;

    /// `what` is the last part of the path: "mail-settings"; empty: the team itself.
    TeamAnswer(client::Client& client, client::TeamSession& session, const QString& what, Take take,
               QObject* parent = nullptr);

    void refresh();
    /// An answer that came another way, such as to a change. Those that are still on their way are older.
    void take(const nlohmann::json& answer);

    /// Of the same team and thing: "/api/teams/.../mail-settings" and what follows.
    QString path(const QString& rest = {}) const;
    /// Why it could not be asked for; empty while there is hope.
    const QString& problem() const { return problem_; }
    /// Why nothing can be asked for now; empty when it can.
    QString offline() const;
    bool isOwner() const;

Q_SIGNALS:
    /// Another answer, problem, link or role.
    void changed();

private:
    void ask();
    void read(const nlohmann::json& answer);
    bool online() const;

    client::Client& client_;
    client::TeamSession& session_;
    const QString what_;
    const Take take_;
    QString problem_;
    bool lookedAt_ = false;
    bool known_ = false;
    bool wasOnline_;
    int asked_ = 0;  ///< number of the newest question
    int newest_ = 0; ///< number of the newest answer; older ones are dropped
};

} // namespace headroom::desktop
