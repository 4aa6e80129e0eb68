#pragma once

#include "core/client/team_session.h"
#include "ui/credits/credits_values.h"

// "Distribute" between the page's words and the rules' words. GUI thread.
namespace headroom::desktop {

Result<ui::credits::DistributionPreview> previewOf(const client::TeamSession& session,
                                                   const client::TeamView& view,
                                                   const ui::credits::DistributionRequest& request);

/// What was approved, on the basis that it was approved on. InvalidInput for a basis that is none.
Result<credits::AutoDistribute> commandOf(const ui::credits::DistributionPreview& approved);

} // namespace headroom::desktop
