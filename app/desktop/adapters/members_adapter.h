#pragma once

#include "core/client/team_session.h"
#include "ui/members/members_source.h"

#include <map>

namespace headroom::desktop {

/// The Members page over a team's session. GUI thread; client and session outlive it.
///
/// The secret part of an invitation link is told once, when it is made; it is kept for as long as the program
/// runs and never written down.
class MembersAdapter : public ui::members::MembersSource, public ui::members::MembersActions {
    Q_OBJECT

public:
    MembersAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    ui::members::Overview overview() const override;
    std::unique_ptr<ui::MemberSource> openMembers() override;
    std::vector<ui::members::InviteLine> judge(std::vector<ui::members::InviteLine> lines) const override;

    void invite(std::vector<ui::members::InviteLine> lines, ui::MemberRole role,
                std::function<void(Result<std::vector<ui::members::InviteLine>>)> reply) override;
    void resendInvitation(const MemberId& member, Done done) override;
    void makeInviteLink(std::function<void(Result<QString>)> reply) override;
    void disableInviteLink(Done done) override;
    void setRole(const MemberId& member, ui::MemberRole role, Done done) override;
    void suspend(const MemberId& member, Done done) override;
    void unsuspend(const MemberId& member, Done done) override;
    void remove(const MemberId& member, Done done) override;

private:
    using InviteReply = std::function<void(Result<std::vector<ui::members::InviteLine>>)>;
    /// Sent or waiting to be; answered by commandEnded(), or at once while there is no connection.
    struct Invitation {
        std::vector<ui::members::InviteLine> lines;
        std::vector<std::size_t> sent; ///< positions of those that went out
        InviteReply reply;
    };
    void commandEnded(const client::OutboxRow& row);
    void viewChanged();
    bool linkIsOpen() const;
    bool online() const;

    client::Client& client_;
    client::TeamSession& session_;
    std::map<CommandId, Invitation> invitations_;
    InvitationId linkId_;
    QString link_;
};

} // namespace headroom::desktop
