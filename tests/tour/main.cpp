// headroom-tour: drives the real desktop through the main job, in a virtual display.
//   headroom-tour --photos resources/photos --members packaging/demo/members.csv --out out
// It is also two other people's programs in that display: a window with photos to drag from, and a browser
// that pays.
#include "tests/tour/expectation.h"
#include "tests/tour/payer.h"
#include "tests/tour/photo_folder.h"
#include "tests/tour/tour.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>

#include <csignal>
#include <cstdio>

namespace {

using namespace headroom::tour;

int showPhotos(int argc, char** argv, const QString& folder) {
    QApplication app(argc, argv);
    PhotoFolder window(folder);
    constexpr QRect corner(Stage::size.width() - 480, Stage::size.height() - 330, 460, 300);
    window.setGeometry(corner);
    window.show();
    return QApplication::exec();
}

void interrupted(int) {
    interruption() = true;
}

int makePeople(const QString& dataFolder, const QString& members) {
    try {
        makeDemoTeam(dataFolder, readColleagues(members), QCoreApplication::applicationDirPath());
        return 0;
    } catch (const NotAsExpected& failure) {
        std::fprintf(stderr, "headroom-tour: %s\n", failure.what());
        return 1;
    }
}

int runTour(const Tour::Options& options) {
    std::signal(SIGINT, interrupted);
    std::signal(SIGTERM, interrupted);
    std::signal(SIGHUP, interrupted);
    for (const char* old : {"/screenshots", "/headshots", "/mails"})
        QDir(options.out + QLatin1String(old)).removeRecursively();
    for (const char* old :
         {"/failed.txt", "/headroom.log", "/s3.log", "/smtp.log", "/summary.txt", "/summary.json"})
        QFile::remove(options.out + QLatin1String(old));
    QDir().mkpath(options.out);
    Report report(options.out);
    try {
        Tour(options, report).run();
    } catch (const NotAsExpected& failure) {
        std::fprintf(stderr, "headroom-tour: %s\n", failure.what());
        report.write();
        return 1;
    }
    return report.write() ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    // Which of the three it is must be known before there is an application: only one of them has windows.
    for (int i = 1; i + 1 < argc; ++i)
        if (qstrcmp(argv[i], "--show-photos") == 0)
            return showPhotos(argc, argv, QString::fromLocal8Bit(argv[i + 1]));
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Drives the desktop through the main job in a virtual display."));
    parser.addHelpOption();
    parser.addOptions(
        {{"photos", "portraits to make headshots from", "folder"},
         {"members", "colleagues to invite: name,e-mail", "csv"},
         {"out", "where pictures, files and the summary go", "folder", "out"},
         {"data", "keep what the desktop makes in this new folder", "folder"},
         {"kills", "kill desktop and endpoint this often in each step; they have to go on", "count", "0"},
         {"seed", "of the moments of those kills", "number", "1"},
         {"generator", "studio; or replicate, stability: the sandbox plays them", "name", "studio"},
         {"storage", "disk; s3: a server of its own; or cloudinary, vercel-blob: the sandbox plays them",
          "name", "disk"},
         {"s3-server", "what serves S3: tests/support/swift", "program"},
         {"mail", "folder; or smtp: a mail server of its own", "name", "folder"},
         {"smtp-server", "what takes mails: packaging/oracles/smtp_sink.py", "script"},
         {"people-only", "make a team with these members in the data folder, unless there is one, and end"},
         {"pay", "be a browser that pays at this address", "address"},
         {"result", "where that browser says what happened", "file"},
         {"show-photos", "be a window with the files of this folder", "folder"}});
    parser.process(app);
    const auto folder = [&parser](const char* name) {
        return QFileInfo(parser.value(QLatin1String(name))).absoluteFilePath();
    };
    if (parser.isSet("pay")) return payAt(parser.value("pay"), folder("out"), folder("result"));
    const QString kept = parser.isSet("data") ? folder("data") : QString();
    if (parser.isSet("people-only")) return makePeople(kept, folder("members"));
    if (!kept.isEmpty() && QFileInfo::exists(kept)) {
        std::fprintf(stderr, "headroom-tour: %s is there already\n", qPrintable(kept));
        return 2;
    }
    const ServiceChoice services{.generator = parser.value("generator"),
                                 .storage = parser.value("storage"),
                                 .mail = parser.value("mail"),
                                 .s3Server = parser.isSet("s3-server") ? folder("s3-server") : QString(),
                                 .smtpServer =
                                     parser.isSet("smtp-server") ? folder("smtp-server") : QString()};
    if (const QString problem = services.problem(); !problem.isEmpty()) {
        std::fprintf(stderr, "headroom-tour: %s\n", qPrintable(problem));
        return 2;
    }
    return runTour({.out = folder("out"),
                    .photos = folder("photos"),
                    .members = folder("members"),
                    .data = kept,
                    .programs = QCoreApplication::applicationDirPath(),
                    .killsPerStep = parser.value("kills").toInt(),
                    .seed = parser.value("seed").toUInt(),
                    .services = services});
}
