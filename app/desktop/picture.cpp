#include "app/desktop/picture.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

namespace headroom::desktop {

namespace {

constexpr int lookMs = 100;
constexpr int settleMs = 1500; ///< thumbnails decode and prices arrive on their own
constexpr int patienceMs = 60'000;

bool isReady(const Desktop& desktop) {
    if (!desktop.window()) return false;
    if (!desktop.team()) return true;
    const client::TeamView& view = desktop.team()->session().view();
    return view.team().complete && view.status().link == client::Link::Online && !view.status().catchingUp;
}

} // namespace

void takePictureAndQuit(Desktop& desktop, const QString& file) {
    auto* look = new QTimer(&desktop);
    QObject::connect(look, &QTimer::timeout, &desktop, [look, &desktop, file] {
        if (!isReady(desktop)) return;
        look->stop();
        QTimer::singleShot(settleMs, &desktop, [&desktop, file] {
            const bool saved = desktop.window() && desktop.window()->grab().save(file);
            if (!saved) std::fprintf(stderr, "headroom: cannot write %s\n", qPrintable(file));
            QApplication::exit(saved ? 0 : 1);
        });
    });
    look->start(lookMs);
    QTimer::singleShot(patienceMs, &desktop, [look] {
        if (!look->isActive()) return;
        std::fprintf(stderr, "headroom: there was nothing to take a picture of\n");
        QApplication::exit(1);
    });
}

} // namespace headroom::desktop
