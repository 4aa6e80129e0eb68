#pragma once

#include "ui/shell/shell_source.h"

#include <vector>

namespace headroom::ui::shell {

QString pageName(PageKind page);
QString pageIcon(PageKind page);

/// What a role gets to see, in order (DESIGN.md, "Pages").
std::vector<PageKind> pagesFor(MemberRole role);

/// "Synced 2 min ago", "Offline, 3 changes waiting".
QString syncText(const State& state, const QDateTime& now);

} // namespace headroom::ui::shell
