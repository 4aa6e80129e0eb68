#include "app/desktop/autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace headroom::desktop {

namespace {

QString entryFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/autostart/headroom.desktop");
}

/// An argument in the Exec line of a desktop entry, quoted by its specification.
QString quoted(QString argument) {
    argument.replace(QLatin1Char('\\'), QLatin1String("\\\\\\\\"));
    for (const QChar special : {QLatin1Char('"'), QLatin1Char('`'), QLatin1Char('$')})
        argument.replace(special, QLatin1String("\\\\") + special);
    argument.replace(QLatin1Char('%'), QLatin1String("%%"));
    return QLatin1Char('"') + argument + QLatin1Char('"');
}

QString program() {
    // An AppImage runs from a mount that is gone after it; the variable names the file.
    const QString image = qEnvironmentVariable("APPIMAGE");
    return image.isEmpty() ? QCoreApplication::applicationFilePath() : image;
}

} // namespace

namespace Autostart {

bool isOn() {
    return QFile::exists(entryFile());
}

Result<void> set(bool on, const QString& dataFolder) {
    const QString path = entryFile();
    if (!on) {
        if (!QFile::exists(path) || QFile::remove(path)) return {};
        return fail(ErrorCode::FileAccess, "the autostart entry cannot be removed");
    }
    QString command = quoted(program());
    const bool usual = dataFolder == QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (!usual) command += QStringLiteral(" --data ") + quoted(dataFolder);
    const QString entry = QStringLiteral("[Desktop Entry]\nType=Application\nName=Headroom\nExec=%1\n"
                                         "Icon=headroom\nTerminal=false\n")
                              .arg(command);
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(entry.toUtf8()) > 0 && file.commit()) return {};
    return fail(ErrorCode::FileAccess, file.errorString().toStdString());
}

} // namespace Autostart

} // namespace headroom::desktop
