#pragma once

#include "core/client/team_view.h"

#include <QString>

namespace headroom::desktop {

/// A command of the outbox in a few words: "Give 10 credits to Grace Tanaka".
QString commandTitle(const client::OutboxRow& row, const client::TeamView& view);

} // namespace headroom::desktop
