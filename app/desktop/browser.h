#pragma once

#include <QUrl>

namespace headroom::desktop {

/// Opens a page in the user's browser; in the program that HEADROOM_BROWSER names when it is set (tests, and
/// machines whose desktop knows no browser). Only http and https: what is opened comes from outside.
bool openInBrowser(const QUrl& url);

} // namespace headroom::desktop
