#include "app/desktop/adapters/command_words.h"

#include "app/desktop/adapters/values.h"
#include "core/credits/credits_commands.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>

#include <cstdlib>

namespace headroom::desktop {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(headroom::desktop::CommandWords)
public:
    static QString allocate(const nlohmann::json& body, const client::TeamView& view) {
        const auto command = credits::parseAllocate(body);
        if (!command || command->lines.empty()) return tr("Give credits");
        if (command->lines.size() > 1)
            return tr("Change the credits of %n member(s)", nullptr, static_cast<int>(command->lines.size()));
        const credits::AllocateLine& line = command->lines.front();
        const QString name = shown(view.memberName(line.member));
        const int count = static_cast<int>(std::llabs(line.credits));
        return line.credits >= 0 ? tr("Give %n credit(s) to %1", nullptr, count).arg(name)
                                 : tr("Take %n credit(s) back from %1", nullptr, count).arg(name);
    }

    static QString distribute(const nlohmann::json& body) {
        const auto command = credits::parseAutoDistribute(body);
        if (!command) return tr("Distribute credits");
        return tr("Distribute credits to %n member(s)", nullptr, static_cast<int>(command->lines.size()));
    }

    static QString reassign(const nlohmann::json& body, const client::TeamView& view) {
        const auto command = credits::parseReassign(body);
        if (!command) return tr("Move credits");
        return tr("Move %n credit(s) from %1 to %2", nullptr, static_cast<int>(command->credits))
            .arg(shown(view.memberName(command->from)), shown(view.memberName(command->to)));
    }

    static QString title(const client::OutboxRow& row, const client::TeamView& view) {
        using Kind = client::CommandKind;
        const nlohmann::json body = nlohmann::json::parse(row.body, nullptr, false);
        switch (row.kind) {
        case Kind::Allocate:
            return allocate(body, view);
        case Kind::AutoDistribute:
            return distribute(body);
        case Kind::Reassign:
            return reassign(body, view);
        case Kind::Generate:
            return tr("Make headshots");
        case Kind::EditHeadshot:
            return tr("Change a headshot");
        case Kind::DeleteHeadshot:
            return tr("Delete a headshot");
        case Kind::RestoreHeadshot:
            return tr("Restore a headshot");
        case Kind::DeletePhoto:
            return tr("Delete a photo");
        case Kind::InviteMembers:
            return tr("Invite people");
        case Kind::EditMember:
            return tr("Change a member");
        case Kind::RemoveMember:
            return tr("Remove a member");
        case Kind::RenameTeam:
            return tr("Rename the team");
        case Kind::RevokeInvitation:
            return tr("Switch off an invitation link");
        case Kind::CancelRequest:
            return tr("Cancel headshots");
        }
        __builtin_unreachable();
    }
};

} // namespace

QString commandTitle(const client::OutboxRow& row, const client::TeamView& view) {
    return Words::title(row, view);
}

} // namespace headroom::desktop
