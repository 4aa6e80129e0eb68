#pragma once

#include <QSettings>
#include <QString>

#include <memory>

namespace headroom::desktop {

/// Where the desktop keeps things on this computer. Values; any thread.
struct Places {
    QString data;           ///< settings, caches of teams, outboxes: must not get lost
    QString cache;          ///< bytes that can be fetched again
    bool ownFolder = false; ///< the user named a folder in which everything is to be
    QString programs;       ///< where headroom-endpoint and headroom-sandbox lie

    QString settingsFile() const { return data + QStringLiteral("/desktop.ini"); }
    QString localTeamFolder() const { return data + QStringLiteral("/this-computer"); }
};

/// The system's places for the program, or all below `folder` when it is not empty. Both are made (0700).
Places makePlaces(const QString& folder);

} // namespace headroom::desktop
