// headroom-ui-gallery: every widget and page with made-up data, for those who work on the looks.
//   headroom-ui-gallery --page credits --theme dark --scale 2 --shot credits.png
#include "ui/gallery/gallery_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/words/english_plurals.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

namespace {

struct Options {
    QString page, dialog, shot;
    QSize size;
};

Options readOptions(QApplication& app) {
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{"page", "widgets, credits, members, create, headshots, exports, activity, settings",
                        "name", "credits"},
                       {"dialog", "open a dialog of the page", "name"},
                       {"theme", "light, dark or system", "name", "light"},
                       {"scale", "device pixels per pixel", "factor"},
                       {"size", "window size, 1440x940", "size", "1440x940"},
                       {"reverse", "lay out right to left"},
                       {"shot", "write a picture and quit", "file"}});
    parser.process(app);
    const QStringList parts = parser.value("size").split(QLatin1Char('x'));
    auto& theme = headroom::ui::Theme::self();
    theme.install();
    const QString mode = parser.value("theme");
    theme.setMode(mode == QLatin1String("dark")     ? headroom::ui::ThemeMode::Dark
                  : mode == QLatin1String("system") ? headroom::ui::ThemeMode::System
                                                    : headroom::ui::ThemeMode::Light);
    if (parser.isSet("reverse")) QApplication::setLayoutDirection(Qt::RightToLeft);
    return {parser.value("page"), parser.value("dialog"), parser.value("shot"),
            parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize(1440, 940)};
}

} // namespace

int main(int argc, char** argv) {
    // The scale must be known before the application exists.
    for (int i = 1; i + 1 < argc; ++i)
        if (QByteArray(argv[i]) == "--scale") qputenv("QT_SCALE_FACTOR", argv[i + 1]);
    QApplication app(argc, argv);
    app.setApplicationName(QStringLiteral("headroom-ui-gallery"));
    headroom::ui::useReadableLocale();
    headroom::ui::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    const Options options = readOptions(app);
    headroom::ui::gallery::GalleryWindow gallery;
    if (!gallery.open(options.page, options.size)) {
        std::fprintf(stderr, "headroom-ui-gallery: there is no page '%s'\n", qPrintable(options.page));
        return 2;
    }
    if (!options.dialog.isEmpty() && !gallery.openDialog(options.dialog)) {
        std::fprintf(stderr, "headroom-ui-gallery: there is no dialog '%s'\n", qPrintable(options.dialog));
        return 2;
    }
    if (!options.shot.isEmpty()) {
        constexpr int settleMs = 700; // thumbnails decode on workers
        QTimer::singleShot(settleMs, &app, [&] {
            const bool saved = gallery.grab().save(options.shot);
            if (!saved)
                std::fprintf(stderr, "headroom-ui-gallery: cannot write %s\n", qPrintable(options.shot));
            QApplication::exit(saved ? 0 : 1);
        });
    }
    return QApplication::exec();
}
