#pragma once

#include "core/database/database.h"
#include "core/sync/vocabulary.h"

#include <optional>
#include <string>

namespace headroom::teams {

/// The person behind a member, for work that goes on without a request of theirs.
struct MemberAccount {
    UserId user; ///< none until an invitation is taken up
    sync::Role role = sync::Role::Member;
    sync::MemberState state = sync::MemberState::Invited;
    std::string address;  ///< empty once erased
    std::string language; ///< may be empty
};

/// Also of members who are suspended or removed. Nothing when the team never had such a member.
Result<std::optional<MemberAccount>> memberAccount(database::Session& session, const TeamId& team,
                                                   const MemberId& member);

} // namespace headroom::teams
