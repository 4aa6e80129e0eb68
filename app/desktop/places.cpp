#include "app/desktop/places.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace headroom::desktop {

Places makePlaces(const QString& folder) {
    Places places;
    places.ownFolder = !folder.isEmpty();
    places.data = folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
                                   : QDir(folder).absolutePath();
    places.cache = folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::CacheLocation)
                                    : places.data + QStringLiteral("/cache");
    places.programs = QCoreApplication::applicationDirPath();
    for (const QString& path : {places.data, places.cache}) {
        QDir().mkpath(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    return places;
}

} // namespace headroom::desktop
