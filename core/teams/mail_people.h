#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/database/database.h"

#include <span>
#include <string>
#include <vector>

// Who of a team gets mails, where, in which language, and how the team looks in them. Read blocks, but for
// setLanguage().
namespace headroom::teams {

struct MailPerson {
    MemberId member;
    std::string address;
    std::string language; ///< may be empty
};

/// Of these members the active ones; invited, suspended and removed people get no mails about the team.
Result<std::vector<MailPerson>> mailPeople(database::Session& session, const TeamId& team,
                                           std::span<const MemberId> members);

/// The active owners and admins.
Result<std::vector<MailPerson>> mailKeepers(database::Session& session, const TeamId& team);

/// Whether a device of this member's, still signed in, was seen since then.
Result<bool> wasSeenSince(database::Session& session, const MemberId& member, Timestamp since);

struct TeamLook {
    std::string name;
    std::string colour; ///< "#rrggbb" or empty
};
/// NotFound.
Result<TeamLook> teamLook(database::Session& session, const TeamId& team);

/// With fewer credits, in the pool and with members, owners and admins are told; 0: never. NotFound.
Result<std::int64_t> lowCreditsBelow(database::Session& session, const TeamId& team);

/// Of whoever signs in with this address; empty when nobody does or it is not known.
Result<std::string> languageOf(database::Session& session, std::string_view email);
Result<std::string> languageOf(database::Session& session, const UserId& user);

/// `language` as the caller checked it; writes only when it is another one.
Result<void> setLanguage(database::Transaction& transaction, const UserId& user, std::string_view language);

} // namespace headroom::teams
