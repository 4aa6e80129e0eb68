#pragma once

#include "core/sync/team_write.h"
#include "core/teams/actor.h"

#include <string>
#include <vector>

// The life of a member: invited, active, suspended, removed, erased. Every function runs inside the caller's
// TeamWrite with an actor of the same team, checks the actor's right itself and leaves nothing when it
// refuses.
namespace headroom::teams {

// Inviting ------------------------------------------------------------------------------------------------

struct InviteLine {
    std::string email; ///< as typed
    std::string name;
};

enum class InviteVerdict : std::uint8_t {
    Invited,       ///< a new member; send the mail
    InvitedAgain,  ///< had not come yet; send the mail once more
    AlreadyMember, ///< active or suspended
    InvalidAddress,
    InvalidName,
    Repeated, ///< the address stands on an earlier line
};

std::string_view name(InviteVerdict verdict);

struct InviteOutcome {
    InviteVerdict verdict = InviteVerdict::Invited;
    MemberId member;   ///< none for invalid and repeated lines
    std::string email; ///< where the mail goes, for Invited and InvitedAgain; never stored with the answer
};

/// One outcome a line, in order. Lines that cannot be invited do not stop the others. Forbidden,
/// LimitExceeded (lines, members of the team) and RateLimited (mails of the team today) refuse the command as
/// a whole.
Result<std::vector<InviteOutcome>> inviteMembers(sync::TeamWrite& write, const Actor& actor, Role role,
                                                 const std::vector<InviteLine>& lines);

// Changing ------------------------------------------------------------------------------------------------
// NotFound for members that are not of this team or were removed. LastOwner when the team would be left
// without an active owner. What is so already stays so, without an error and without a change in the feed.

Result<void> changeRole(sync::TeamWrite& write, const Actor& actor, const MemberId& member, Role role);
Result<void> suspendMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member);
Result<void> unsuspendMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member);
Result<void> renameMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member,
                          std::string_view newName);

/// Whether the face in the actor's own headshots may be compared with the one in their photos. Nobody agrees
/// for somebody else.
enum class FaceComparison : std::uint8_t { Refused, Agreed };
Result<void> setFaceComparison(sync::TeamWrite& write, const Actor& actor, FaceComparison comparison);

/// Ends a membership; of oneself: leaves. The caller takes the member's credits and queued headshots back in
/// the same TeamWrite (credits, headshots).
Result<void> removeMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member);

/// Blanks name and address of a removed member, and the user behind it (with devices and codes) unless they
/// are a member elsewhere. The ledger keeps the id. Afterwards the caller runs Database::scrub() outside the
/// block. Conflict when the member was not removed first.
Result<void> eraseMember(sync::TeamWrite& write, const Actor& actor, const MemberId& member);

/// Whether "last active" is old enough to be written again (activityEveryMs). Ask before beginning a
/// TeamWrite.
bool activityIsDue(const Actor& actor, Timestamp now);

/// Writes it when due.
Result<void> noteActivity(sync::TeamWrite& write, const Actor& actor);

} // namespace headroom::teams
