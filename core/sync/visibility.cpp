#include "core/sync/visibility.h"

namespace headroom::sync {

Audience audience(RowKind kind) {
    switch (kind) {
    case RowKind::Team:
    case RowKind::Member:
        return Audience::Everyone;
    case RowKind::Invitation:
    case RowKind::TeamCredits:
    case RowKind::Transfer:
    case RowKind::Payment:
        return Audience::Admins;
    case RowKind::MemberCredits:
    case RowKind::Headshot:
        return Audience::OwnerAndAdmins;
    case RowKind::Photo:
        return Audience::OwnerAndSecond;
    }
    __builtin_unreachable();
}

Visible visible(Role viewer, RowKind kind) {
    const bool plain = viewer == Role::Member;
    switch (audience(kind)) {
    case Audience::Everyone:
        return Visible::All;
    case Audience::Admins:
        return plain ? Visible::None : Visible::All;
    case Audience::OwnerAndAdmins:
        return plain ? Visible::Own : Visible::All;
    case Audience::OwnerAndSecond:
        return Visible::Own;
    }
    __builtin_unreachable();
}

std::vector<RowKind> kindsVisible(Role viewer, Visible extent) {
    std::vector<RowKind> kinds;
    for (int i = 0; i < valueCount<RowKind>; ++i) {
        const auto kind = static_cast<RowKind>(i);
        if (visible(viewer, kind) == extent) kinds.push_back(kind);
    }
    return kinds;
}

} // namespace headroom::sync
