#pragma once

#include "core/base/ids.h"
#include "core/sync/vocabulary.h"

#include <string>
#include <vector>

// Who gets which rows, decided once for feed and snapshot. Pure.
namespace headroom::sync {

/// Who looks. Made from a checked session (teams::actorFor) inside the very read block that reads for it.
struct Viewer {
    TeamId team;
    MemberId member;
    Role role = Role::Member;
    std::int64_t scope = 0; ///< the member's scope number; a cursor of another scope means resync
};

enum class Audience : std::uint8_t {
    Everyone,       ///< all members of the team
    Admins,         ///< owners and admins
    OwnerAndAdmins, ///< the member whose row it is, owners and admins
    OwnerAndSecond, ///< the member whose row it is, and the second one named with it (photos: the uploader)
};

/// Total over all kinds.
Audience audience(RowKind kind);

enum class Visible : std::uint8_t {
    All,  ///< every row of the kind
    Own,  ///< rows that name the viewer as owner or second member
    None, ///< no row of the kind
};

Visible visible(Role viewer, RowKind kind);

/// The kinds that a viewer of this role sees to this extent, in the order of RowKind.
std::vector<RowKind> kindsVisible(Role viewer, Visible extent);

} // namespace headroom::sync
