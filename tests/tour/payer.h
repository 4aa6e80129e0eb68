#pragma once

#include <QJsonObject>
#include <QString>

namespace headroom::tour {

/// What this program is when the desktop starts it as its browser (HEADROOM_BROWSER): somebody who reads the
/// checkout page at `address`, pays with Stripe's test card 4242, and goes away. Pictures of the pages go to
/// `shots`; what happened goes to the file `result` once it is over: {"total": "$29.00"} and so on, or
/// {"failure": "..."}. The exit code.
int payAt(const QString& address, const QString& shots, const QString& result);

} // namespace headroom::tour
