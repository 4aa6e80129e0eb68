#pragma once

#include "core/client/team_view.h"
#include "ui/activity/activity_source.h"

namespace headroom::desktop {

/// Transfers of one transaction that did the same between the same accounts: the holds of one request, for
/// example. `one` is any of them.
struct LedgerEntry {
    std::size_t begin = 0; ///< of its transfers, newest first
    std::size_t count = 0;
    std::int64_t credits = 0;
};

bool belongTogether(const sync::TransferRow& a, const sync::TransferRow& b);

/// A line of the ledger in words: "Given to Grace Tanaka", "by Elena Weber", "24". A sign stands before what
/// changes how many credits the team has.
ui::activity::ActivityRow ledgerLine(const sync::TransferRow& one, const LedgerEntry& entry,
                                     const client::TeamView& view);

} // namespace headroom::desktop
