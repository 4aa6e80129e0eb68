#pragma once

#include "core/base/result.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

// What the Settings page shows and changes.
namespace headroom::ui::settings {

struct Settings {
    ThemeMode theme = ThemeMode::System;
    bool notifyFinished = true; ///< own headshots are ready while the window is not in front
    bool startWithSystem = false;
    QString userName;
    QString email;
    bool comparesFaces = false;  ///< agrees that the own face is compared with the one in a result
    QString comparisonBlockedBy; ///< empty when that may be changed now
    QString teamName;
    QString renamingTeamBlockedBy;     ///< empty when the team may be renamed
    std::optional<QString> teamColour; ///< of mails: "#rrggbb", "" for Headroom's own; nothing: not known yet
    /// With fewer the team is told by mail; 0: never; nothing: not known yet.
    std::optional<int> lowCreditsBelow;
    QString teamMailsBlockedBy;  ///< empty when these two may be changed now
    QString endpoint;            ///< address
    bool onThisComputer = false; ///< the endpoint is one that this program runs
    QString offline;             ///< why what needs the endpoint cannot be done now; empty when it can
    qint64 cacheBytes = 0;
    QString version;
    QString dataFolder;
};

/// Where the account is signed in.
struct Device {
    QString key;
    QString name;
    QDateTime lastSeen;
    bool isThis = false;
    friend bool operator==(const Device&, const Device&) = default;
};

class SettingsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual Settings settings() const = 0;
    /// This one first; empty until they have arrived from the endpoint.
    virtual std::vector<Device> devices() const = 0;
    /// Why they could not be asked for; empty while there is hope.
    virtual QString devicesProblem() const = 0;

Q_SIGNALS:
    void changed();
};

class SettingsActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~SettingsActions() = default;
    virtual void setTheme(ThemeMode mode) = 0;
    virtual void setNotifyFinished(bool on) = 0;
    virtual void setStartWithSystem(bool on, Done done) = 0;
    virtual void setComparesFaces(bool on, Done done) = 0;
    virtual void renameUser(const QString& name, Done done) = 0;
    virtual void renameTeam(const QString& name, Done done) = 0;
    /// As Settings::teamColour.
    virtual void setTeamColour(const QString& colour, Done done) = 0;
    /// As Settings::lowCreditsBelow, at most limits::mostLowCredits.
    virtual void setLowCreditsBelow(int credits, Done done) = 0;
    virtual void clearCache(Done done) = 0;
    virtual void signOut() = 0;
    virtual void signOutEverywhere(Done done) = 0;
    virtual void signOutDevice(const QString& key, Done done) = 0;
    /// The page is looked at: whatever may have changed elsewhere is read again.
    virtual void refresh() = 0;
    virtual void openDataFolder() = 0;
    /// Version, system and settings as text for a report; no personal data.
    virtual QString diagnostics() const = 0;
};

} // namespace headroom::ui::settings
