#include "app/desktop/adapters/folder_facts.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace headroom::desktop {

FolderFacts lookAtFolder(const QString& folder) {
    // What does not exist yet is made in the nearest folder above it that does.
    QFileInfo there(folder);
    while (!there.exists() && there.path() != there.filePath())
        there = QFileInfo(there.path());
    FolderFacts facts;
    if (!there.isDir())
        facts.use = FolderFacts::Use::NotAFolder;
    else if (!there.isWritable() || !there.isExecutable())
        facts.use = FolderFacts::Use::NotWritable;
    facts.freeBytes = QStorageInfo(there.filePath()).bytesAvailable();
    return facts;
}

} // namespace headroom::desktop
