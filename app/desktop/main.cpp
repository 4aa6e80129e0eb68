// headroom: the desktop.
//   headroom
//   headroom --endpoint https://headroom.example.com
//   headroom headroom://headroom.example.com/join#token
//   headroom export --team "Northwind" --to folder
#include "app/desktop/desktop.h"
#include "app/desktop/exports/export_command.h"
#include "app/desktop/instance/single_instance.h"
#include "app/desktop/picture.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/words/english_plurals.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <string_view>

namespace {

using headroom::desktop::Desktop;

struct Start {
    Desktop::Options options;
    QString theme;
    QString picture;
    QSize size;
};

Start readStart(const QApplication& app) {
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.setApplicationDescription("`headroom export --help` is about exporting without a window.");
    parser.addPositionalArgument("link", "an invitation link, headroom://...", "[link]");
    parser.addOptions({{"data", "keep everything in this folder", "folder"},
                       {"endpoint", "connect to this endpoint", "address"},
                       {"theme", "light, dark or system", "name"},
                       {"page", "show this page first", "name"},
                       {"this-computer", "open the team of this computer, made when missing", "team"},
                       {"owner", "name of its owner", "name", "Owner"},
                       {"owner-email", "address of its owner", "address", "owner@localhost.localdomain"},
                       {"shot", "write a picture of the window and quit", "file"},
                       {"size", "size of that picture", "size", "1440x940"}});
    parser.process(app);
    Start start;
    start.options.places = headroom::desktop::makePlaces(parser.value("data"));
    start.options.endpoint = QUrl(parser.value("endpoint"));
    start.options.link = parser.positionalArguments().value(0);
    start.options.firstPage = parser.value("page");
    if (parser.isSet("this-computer"))
        start.options.thisComputer = headroom::ui::signin::LocalTeam{
            parser.value("owner"), parser.value("owner-email"), parser.value("this-computer")};
    start.theme = parser.value("theme");
    start.picture = parser.value("shot");
    const QStringList sides = parser.value("size").split(QLatin1Char('x'));
    start.size = QSize(sides.value(0).toInt(), sides.value(1).toInt());
    return start;
}

void useTheme(const QString& wanted, const headroom::desktop::Places& places) {
    using headroom::ui::ThemeMode;
    QSettings settings(places.settingsFile(), QSettings::IniFormat);
    const QString mode =
        wanted.isEmpty() ? settings.value(QStringLiteral("appearance/theme")).toString() : wanted;
    auto& theme = headroom::ui::Theme::self();
    theme.install();
    theme.setMode(mode == QLatin1String("dark")    ? ThemeMode::Dark
                  : mode == QLatin1String("light") ? ThemeMode::Light
                                                   : ThemeMode::System);
}

} // namespace

int main(int argc, char** argv) {
    // Without a window, and where there is no screen to show one.
    if (argc > 1 && std::string_view(argv[1]) == "export")
        return headroom::desktop::runExportCommand(argc, argv);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("headroom"));
    QApplication::setApplicationVersion(QStringLiteral(HEADROOM_VERSION));
    headroom::ui::useReadableLocale();
    headroom::ui::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    const Start start = readStart(app);

    headroom::desktop::SingleInstance instance;
    const QStringList handed = QApplication::arguments().mid(1);
    switch (instance.start(start.options.places.data, handed)) {
    case headroom::desktop::SingleInstance::Outcome::First:
        break;
    case headroom::desktop::SingleInstance::Outcome::HandedOver:
        return 0;
    case headroom::desktop::SingleInstance::Outcome::Failed:
        std::fprintf(stderr, "headroom: another one is running and does not answer\n");
        return 1;
    }
    useTheme(start.theme, start.options.places);
    Desktop desktop(start.options);
    QObject::connect(&instance, &headroom::desktop::SingleInstance::argumentsArrived, &desktop,
                     &Desktop::argumentsArrived);
    if (!start.picture.isEmpty()) {
        QObject::connect(&desktop, &Desktop::windowChanged, &desktop,
                         [&desktop, size = start.size] { desktop.window()->resize(size); });
        headroom::desktop::takePictureAndQuit(desktop, start.picture);
    }
    desktop.start();
    return QApplication::exec();
}
