#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>

namespace headroom::test {

/// What a ZIP file holds, by path, as Info-ZIP's unzip sees it: a judge that is none of ours. Empty when it
/// finds anything wrong with the file.
inline QMap<QString, QByteArray> unzipped(const QString& file) {
    QTemporaryDir folder;
    QProcess unzip;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    unzip.setProcessEnvironment(environment);
    unzip.start(QStringLiteral("unzip"), {QStringLiteral("-q"), file, QStringLiteral("-d"), folder.path()});
    if (!unzip.waitForFinished() || unzip.exitStatus() != QProcess::NormalExit || unzip.exitCode() != 0) {
        qWarning() << "unzip:" << unzip.readAllStandardError();
        return {};
    }
    QMap<QString, QByteArray> files;
    QDirIterator walk(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile entry(walk.next());
        if (entry.open(QIODevice::ReadOnly))
            files.insert(QDir(folder.path()).relativeFilePath(entry.fileName()), entry.readAll());
    }
    return files;
}

} // namespace headroom::test
