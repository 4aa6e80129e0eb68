#include "app/desktop/adapters/values.h"

namespace headroom::desktop {

ui::MemberRole shown(sync::Role role) {
    switch (role) {
    case sync::Role::Owner:
        return ui::MemberRole::Owner;
    case sync::Role::Admin:
        return ui::MemberRole::Admin;
    case sync::Role::Member:
        return ui::MemberRole::Member;
    }
    __builtin_unreachable();
}

sync::Role asRole(ui::MemberRole role) {
    switch (role) {
    case ui::MemberRole::Owner:
        return sync::Role::Owner;
    case ui::MemberRole::Admin:
        return sync::Role::Admin;
    case ui::MemberRole::Member:
        return sync::Role::Member;
    }
    __builtin_unreachable();
}

ui::MemberState shown(sync::MemberState state) {
    switch (state) {
    case sync::MemberState::Invited:
        return ui::MemberState::Invited;
    case sync::MemberState::Active:
        return ui::MemberState::Active;
    case sync::MemberState::Suspended:
    case sync::MemberState::Removed: // in no list; asked for by id, such a member can do as little
        return ui::MemberState::Suspended;
    }
    __builtin_unreachable();
}

ui::MemberRow shown(const client::ShownMember& member) {
    const sync::MemberRow& row = member.row();
    ui::MemberRow result;
    result.id = row.id;
    result.email = shown(row.email);
    result.name = row.name.empty() ? result.email : shown(row.name);
    result.role = shown(row.role);
    result.state = shown(row.state);
    result.available = member.available;
    result.held = member.held;
    result.used = member.spent;
    result.allocated = member.available + member.held + member.spent;
    if (row.lastActiveAt) result.lastActive = shown(*row.lastActiveAt);
    result.pending = member.pending;
    return result;
}

} // namespace headroom::desktop
