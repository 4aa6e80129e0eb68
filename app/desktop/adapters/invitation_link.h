#pragma once

#include "core/base/result.h"

#include <QString>

namespace headroom::desktop {

struct InvitationLink {
    QString address; ///< of the endpoint
    QString token;
};

/// Reads `https://endpoint/join#token`, also with the scheme headroom, which browsers hand to this program.
/// InvalidInput for anything else, or an unprotected address of another computer.
Result<InvitationLink> parseInvitationLink(const QString& link);

} // namespace headroom::desktop
