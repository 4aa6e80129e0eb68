#pragma once

#include "core/client/team_view.h"
#include "core/exports/export_plan.h"

#include <string>
#include <vector>

// Which headshots an export is about. Pure; the thread of the view.
namespace headroom::desktop {

enum class Favourites { Any, Only };

/// Empty lists choose everything. Of all that is chosen, only finished headshots can be exported.
struct ExportChoice {
    std::vector<HeadshotId> headshots;
    std::vector<MemberId> members;
    std::vector<std::string> styles;
    Favourites favourites = Favourites::Any;
    friend bool operator==(const ExportChoice&, const ExportChoice&) = default;
};

/// By member's name, and each member's in the order in which they were made, so that {n} means the same at
/// every export of the same headshots.
std::vector<exports::ExportItem> exportItems(const client::TeamView& view, const ExportChoice& choice);

} // namespace headroom::desktop
