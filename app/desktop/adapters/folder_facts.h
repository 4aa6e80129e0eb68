#pragma once

#include <QString>

namespace headroom::desktop {

/// Whether files can be written to a folder, which need not exist yet.
struct FolderFacts {
    enum class Use { Fine, NotAFolder, NotWritable };
    Use use = Use::Fine;
    qint64 freeBytes = -1; ///< -1 when the file system does not say
};

/// Blocks on the disk (a network mount may take long): not on the GUI's thread.
FolderFacts lookAtFolder(const QString& folder);

} // namespace headroom::desktop
