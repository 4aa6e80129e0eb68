#pragma once

#include "core/client/truth.h"

#include <QByteArray>

#include <vector>

namespace headroom::desktop {

/// As CSV (RFC 4180), a line a day, with a heading.
QByteArray usageTable(const std::vector<client::DayUse>& days);

/// Asks where to, writes the table whole or not at all, and says when that failed. GUI thread.
void exportUsageTable(const std::vector<client::DayUse>& days);

} // namespace headroom::desktop
