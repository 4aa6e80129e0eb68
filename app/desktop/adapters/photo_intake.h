#pragma once

#include "ui/create/create_source.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace headroom::desktop {

struct AcceptedFile {
    QString path;
    std::string mediaType;
};

struct Intake {
    std::vector<AcceptedFile> accepted;
    std::vector<ui::create::RejectedFile> rejected;
};

/// Looks at files that the user dropped or chose: their size and their first bytes, never their names. Reads
/// disks, which may be slow ones, so on a worker of the program's pool; `then` is called on the GUI thread
/// unless `context` is gone by then. Reasons: NotFound, FileAccess, UnsupportedMediaType, TooLarge, and
/// LimitExceeded beyond filesPerDropMax.
void inspectFiles(const QStringList& paths, QObject* context, std::function<void(Intake)> then);
inline constexpr qsizetype filesPerDropMax = 200; ///< more than that is somebody's whole collection

/// A pasted picture has no file, and an upload needs one until it is through, maybe days later.
/// Errors: FileAccess, DiskFull (both also for an unwritable folder).
void keepPasted(const QImage& image, const std::filesystem::path& folder, QObject* context,
                std::function<void(Result<QString>)> then);

/// Removes files of the folder that no upload needs. GUI thread; works on the pool.
void removePastedExcept(const std::filesystem::path& folder, const QStringList& needed);

} // namespace headroom::desktop
