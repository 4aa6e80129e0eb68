#pragma once

#include "core/base/result.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QString>

#include <functional>

// What the Settings page shows and changes.
namespace headroom::ui::settings {

struct Settings {
    ThemeMode theme = ThemeMode::System;
    bool reducedMotion = false;
    bool notifyFinished = true; ///< headshots ready, when the window is not active
    bool keepInTray = false;
    bool trayExists = false;
    bool startWithSystem = false;
    QString userName;
    QString email;
    QString teamName;
    QString endpoint; ///< address, or words for "this computer"
    qint64 cacheBytes = 0;
    QString version;
    QString logFolder;
};

class SettingsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual Settings settings() const = 0;

Q_SIGNALS:
    void changed();
};

class SettingsActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~SettingsActions() = default;
    virtual void setTheme(ThemeMode mode) = 0;
    virtual void setReducedMotion(bool on) = 0;
    virtual void setNotifyFinished(bool on) = 0;
    virtual void setKeepInTray(bool on) = 0;
    virtual void setStartWithSystem(bool on) = 0;
    virtual void renameUser(const QString& name, Done done) = 0;
    virtual void clearCache(Done done) = 0;
    virtual void signOut() = 0;
    virtual void signOutEverywhere(Done done) = 0;
    virtual void openLogFolder() = 0;
    /// Version, system and settings as text for a report; no personal data.
    virtual QString diagnostics() const = 0;
};

} // namespace headroom::ui::settings
