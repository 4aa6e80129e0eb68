#pragma once

#include "core/base/ids.h"
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

/// Reads `headroom://order/<id>`, with which the page after a payment calls the program back. It only says
/// what to look at: whether it was paid, the endpoint knows. InvalidInput for anything else.
Result<OrderId> parseOrderLink(const QString& link);

} // namespace headroom::desktop
