#pragma once

#include "app/desktop/adapters/face_comparison.h"
#include "app/desktop/adapters/team_mails.h"
#include "core/client/team_session.h"
#include "ui/settings/settings_source.h"

#include <QSettings>

namespace headroom::desktop {

/// What the Settings page needs of the program as a whole.
struct ProgramContext {
    QSettings& settings;
    QString dataFolder;
    bool onThisComputer = false; ///< the endpoint is one that this program runs
    std::function<void()> signOut;
};

/// The Settings page: what is kept on this computer goes to the program's settings, what belongs to account
/// or team through the session. GUI thread; client, session and settings outlive it.
class SettingsAdapter : public ui::settings::SettingsSource, public ui::settings::SettingsActions {
    Q_OBJECT

public:
    SettingsAdapter(client::Client& client, client::TeamSession& session, ProgramContext program,
                    QObject* parent = nullptr);

    ui::settings::Settings settings() const override;
    std::vector<ui::settings::Device> devices() const override { return devices_; }
    QString devicesProblem() const override { return devicesProblem_; }

    void setTheme(ui::ThemeMode mode) override;
    void setNotifyFinished(bool on) override;
    void setStartWithSystem(bool on, Done done) override;
    void setComparesFaces(bool on, Done done) override { faces_.set(on, std::move(done)); }
    void renameUser(const QString& name, Done done) override;
    void renameTeam(const QString& name, Done done) override;
    void setTeamColour(const QString& colour, Done done) override {
        mails_.setColour(colour, std::move(done));
    }
    void setLowCreditsBelow(int credits, Done done) override {
        mails_.setLowCreditsBelow(credits, std::move(done));
    }
    void clearCache(Done done) override;
    void signOut() override { program_.signOut(); }
    void signOutEverywhere(Done done) override;
    void signOutDevice(const QString& key, Done done) override;
    void refresh() override;
    void openDataFolder() override;
    QString diagnostics() const override;

private:
    bool online() const;
    QString renamingTeamBlockedBy() const;
    void takeDevices(const nlohmann::json& answer);

    client::Client& client_;
    client::TeamSession& session_;
    ProgramContext program_;
    FaceComparison faces_;
    TeamMails mails_;
    std::vector<ui::settings::Device> devices_;
    QString devicesProblem_;
    bool devicesAsked_ = false;
    std::int64_t cacheBytes_ = 0;
};

} // namespace headroom::desktop
