#include "core/client/outbox_row.h"

namespace headroom::client {

std::string_view name(CommandKind kind) {
    switch (kind) {
    case CommandKind::Allocate:
        return "allocate";
    case CommandKind::AutoDistribute:
        return "auto_distribute";
    case CommandKind::Reassign:
        return "reassign";
    case CommandKind::Generate:
        return "generate";
    case CommandKind::EditHeadshot:
        return "edit_headshot";
    case CommandKind::DeleteHeadshot:
        return "delete_headshot";
    case CommandKind::RestoreHeadshot:
        return "restore_headshot";
    case CommandKind::DeletePhoto:
        return "delete_photo";
    case CommandKind::InviteMembers:
        return "invite_members";
    case CommandKind::EditMember:
        return "edit_member";
    case CommandKind::RemoveMember:
        return "remove_member";
    case CommandKind::RenameTeam:
        return "rename_team";
    case CommandKind::RevokeInvitation:
        return "revoke_invitation";
    case CommandKind::CancelRequest:
        return "cancel_request";
    }
    __builtin_unreachable();
}

std::optional<CommandKind> commandKindFromName(std::string_view text) {
    for (int i = 0; i < commandKindCount; ++i)
        if (name(static_cast<CommandKind>(i)) == text) return static_cast<CommandKind>(i);
    return std::nullopt;
}

std::string_view name(OutboxState state) {
    switch (state) {
    case OutboxState::Queued:
        return "queued";
    case OutboxState::Sending:
        return "sending";
    case OutboxState::Accepted:
        return "accepted";
    case OutboxState::Refused:
        return "refused";
    }
    __builtin_unreachable();
}

std::optional<OutboxState> outboxStateFromName(std::string_view text) {
    for (const OutboxState state :
         {OutboxState::Queued, OutboxState::Sending, OutboxState::Accepted, OutboxState::Refused})
        if (name(state) == text) return state;
    return std::nullopt;
}

} // namespace headroom::client
