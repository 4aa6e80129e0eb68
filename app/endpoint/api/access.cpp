#include "app/endpoint/api/access.h"

#include <string>
#include <utility>

namespace headroom::endpoint {

Result<AccessRule> parseAccess(std::string_view text) {
    using teams::Permission;
    static constexpr std::pair<std::string_view, Access> words[] = {
        {"public", Access::Public},
        {"loopback", Access::Loopback},
        {"user", Access::User},
        {"team", Access::Team},
    };
    static constexpr std::pair<std::string_view, Permission> permissions[] = {
        {"buy_credits", Permission::BuyCredits},   {"allocate_credits", Permission::AllocateCredits},
        {"view_ledger", Permission::ViewLedger},   {"manage_members", Permission::ManageMembers},
        {"manage_links", Permission::ManageLinks}, {"rename_team", Permission::RenameTeam},
        {"manage_settings", Permission::ManageSettings},
    };
    for (const auto& [word, access] : words)
        if (word == text) return access;
    for (const auto& [word, permission] : permissions)
        if (word == text) return permission;
    return fail(ErrorCode::Corrupt, "openapi.json: unknown x-access " + std::string(text));
}

} // namespace headroom::endpoint
