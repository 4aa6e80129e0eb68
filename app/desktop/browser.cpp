#include "app/desktop/browser.h"

#include <QDesktopServices>
#include <QProcess>

namespace headroom::desktop {

bool openInBrowser(const QUrl& url) {
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http")) return false;
    const QString program = qEnvironmentVariable("HEADROOM_BROWSER");
    if (program.isEmpty()) return QDesktopServices::openUrl(url);
    return QProcess::startDetached(program, {url.toString(QUrl::FullyEncoded)});
}

} // namespace headroom::desktop
