#pragma once

#include "core/exports/export_plan.h"

#include <QStringList>
#include <QUrl>

#include <optional>

namespace headroom::desktop {

/// How `headroom export` ends, for scripts. Shipped numbers never change.
enum class ExportExit {
    Complete = 0,   ///< every file is written, or was there and was to be skipped
    SomeFailed = 1, ///< the others are written; each failed one has its line
    WrongUse = 2,   ///< arguments that mean nothing, or a team, member or style that does not exist
    NotSignedIn = 3,
    NotReachable = 4,  ///< no answer from the endpoint, and nothing of the team on this computer
    Stopped = 5,       ///< the disk is full, the folder cannot be written, or the like
    NothingFits = 6,   ///< no finished headshot fits the choice
    Interrupted = 130, ///< by a signal; finished files stay
};

/// What `headroom export` is to do.
struct ExportArguments {
    QString team; ///< name or id
    QString folder;
    QStringList members; ///< names, addresses or ids
    QStringList styles;  ///< names or ids
    bool favouritesOnly = false;
    exports::ExportSettings settings;
    QUrl endpoint;      ///< empty for the one of the last sign-in
    QString dataFolder; ///< empty for the system's place
};

/// What the program ends with at once: a text for --help and --version, or for arguments that are wrong.
struct ExportUsage {
    ExportExit exit = ExportExit::Complete;
    QString text;
};

/// `arguments` without the program's name and `export`. One of the two.
struct ParsedExport {
    std::optional<ExportArguments> arguments;
    ExportUsage usage;
};
ParsedExport parseExportArguments(const QStringList& arguments);

} // namespace headroom::desktop
