#pragma once

#include "core/base/result.h"
#include "ui/people/member_source.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

// What the Members page shows and asks for.
namespace headroom::ui::members {

/// What the endpoint, or a check before it, says of one address of an invitation list.
enum class InviteVerdict { Ready, NotAnAddress, Repeated, AlreadyMember, AlreadyInvited, Sent, Refused };

struct InviteLine {
    QString email;
    QString name;
    InviteVerdict verdict = InviteVerdict::Ready;
};

struct Overview {
    QString teamName;
    int active = 0;
    int invited = 0;
    int suspended = 0;
    MemberRole ownRole = MemberRole::Admin;
    MemberId self;
    QString inviteLink;        ///< empty: there is none, or it is switched off
    QString invitingBlockedBy; ///< empty when invitations can be made, else why not
};

class MembersSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual Overview overview() const = 0;
    virtual std::unique_ptr<MemberSource> openMembers() = 0;
    /// Judges lines without sending anything: format, repeats, who is in the team already.
    virtual std::vector<InviteLine> judge(std::vector<InviteLine> lines) const = 0;

Q_SIGNALS:
    void changed();
};

class MembersActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~MembersActions() = default;
    /// Only lines that are Ready are sent; the reply has the verdict of each.
    virtual void invite(std::vector<InviteLine> lines, MemberRole role,
                        std::function<void(Result<std::vector<InviteLine>>)> reply) = 0;
    virtual void resendInvitation(const MemberId& member, Done done) = 0;
    virtual void makeInviteLink(std::function<void(Result<QString>)> reply) = 0;
    virtual void disableInviteLink(Done done) = 0;
    virtual void setRole(const MemberId& member, MemberRole role, Done done) = 0;
    virtual void suspend(const MemberId& member, Done done) = 0;
    virtual void unsuspend(const MemberId& member, Done done) = 0;
    /// Unused credits go back to the pool; held ones follow when their jobs end.
    virtual void remove(const MemberId& member, Done done) = 0;
};

/// Reads a pasted list or a CSV file: an address per line, also "Name <address>", "address;name" or
/// "name,address".
std::vector<InviteLine> parseInvitations(const QString& text);

QString verdictText(InviteVerdict verdict);

} // namespace headroom::ui::members
