#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What stands in the outbox. Values; any thread.
namespace headroom::client {

/// What a command asks for. The names are stored; they never change once shipped.
enum class CommandKind : std::uint8_t {
    Allocate,
    AutoDistribute,
    Reassign,
    Generate,
    EditHeadshot,
    DeleteHeadshot,
    RestoreHeadshot,
    DeletePhoto,
    InviteMembers,
    EditMember,
    RemoveMember,
    RenameTeam,
    RevokeInvitation,
    CancelRequest,
};
inline constexpr int commandKindCount = 14;
std::string_view name(CommandKind kind);
std::optional<CommandKind> commandKindFromName(std::string_view name);

enum class OutboxState : std::uint8_t {
    Queued,   ///< not sent yet, or to be sent again with the same id because the outcome is unknown
    Sending,  ///< on the wire; after a restart that means "outcome unknown": sent again with the same id
    Accepted, ///< done; stays until the cache has reached `version`, so that nothing flickers
    Refused,  ///< not done and never will be under this id; visible until dismissed, blocks nothing
};
std::string_view name(OutboxState state);
std::optional<OutboxState> outboxStateFromName(std::string_view name);

struct OutboxRow {
    std::int64_t position = 0; ///< order in which commands were given
    CommandId id;
    std::string lane; ///< rows of one lane go one at a time, in order
    CommandKind kind = CommandKind::Allocate;
    std::string body; ///< JSON
    OutboxState state = OutboxState::Queued;
    std::int64_t version = 0;      ///< of an accepted one
    std::optional<ErrorCode> code; ///< of a refused one
    std::string answer;            ///< JSON: the answer, or the problem with its lines and preview
    int attempts = 0;
    Timestamp nextAt;
    Timestamp createdAt;

    /// Its effect is not in the cache yet and may still come.
    bool pending() const { return state != OutboxState::Refused; }
};

/// The lane of credit commands, one for the whole team: the second may depend on what the first did.
inline constexpr std::string_view creditsLane = "credits";

} // namespace headroom::client
