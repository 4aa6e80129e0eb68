#pragma once

#include "ui/activity/activity_source.h"
#include "ui/settings/settings_source.h"

namespace headroom::ui::gallery {

/// The other sides of the Activity and Settings pages, in memory.
class SampleActivity : public activity::ActivitySource, public activity::ActivityActions {
    Q_OBJECT
public:
    explicit SampleActivity(int rows, QObject* parent = nullptr);

    std::unique_ptr<activity::ActivityRows> open(activity::ActivityKind kind) override;
    void writeCsv(activity::ActivityKind kind, const QString& text, const QString& path,
                  std::function<void(Result<void>)> done) override;
    void openRow(activity::ActivityKind kind, const QString& key) override;

    QStringList opened;

private:
    int rows_;
};

class SampleSettings : public settings::SettingsSource, public settings::SettingsActions {
    Q_OBJECT
public:
    explicit SampleSettings(QObject* parent = nullptr);

    settings::Settings settings() const override { return values_; }
    std::vector<settings::Device> devices() const override { return devices_; }
    QString devicesProblem() const override { return {}; }
    void setTheme(ThemeMode mode) override;
    void setNotifyFinished(bool on) override;
    void setStartWithSystem(bool on, Done done) override;
    void setComparesFaces(bool on, Done done) override;
    void renameUser(const QString& name, Done done) override;
    void renameTeam(const QString& name, Done done) override;
    void setTeamColour(const QString& colour, Done done) override;
    void setLowCreditsBelow(int credits, Done done) override;
    void clearCache(Done done) override;
    void signOut() override {}
    void signOutEverywhere(Done done) override { done({}); }
    void signOutDevice(const QString& key, Done done) override;
    void refresh() override {}
    void openDataFolder() override {}
    QString diagnostics() const override;

    void setOffline(const QString& why);
    /// What the endpoint says to a change of the colour; nothing: it takes it.
    std::optional<ErrorCode> refuseColour;

private:
    settings::Settings values_;
    std::vector<settings::Device> devices_;
};

} // namespace headroom::ui::gallery
