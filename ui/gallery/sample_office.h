#pragma once

#include "ui/activity/activity_source.h"
#include "ui/exports/exports_source.h"
#include "ui/settings/settings_source.h"

namespace headroom::ui::gallery {

/// The other sides of the Exports, Activity and Settings pages, in memory.
class SampleExports : public exports::ExportsSource, public exports::ExportsActions {
    Q_OBJECT
public:
    explicit SampleExports(QObject* parent = nullptr);

    std::vector<exports::SizeChoice> sizes() const override;
    exports::Options lastOptions() const override;
    std::vector<std::pair<QString, QString>> placeholders() const override;
    exports::Plan plan(const exports::Options& options) const override;
    std::vector<exports::ExportRow> exports() const override { return rows_; }

    void start(const exports::Options& options, std::function<void(Result<void>)> done) override;
    void cancel(const QString& key) override;
    void resume(const QString& key) override;
    void showFolder(const QString& key) override { shown << key; }
    void forget(const QString& key) override;

    QStringList shown;

private:
    void setState(const QString& key, exports::ExportState state);

    std::vector<exports::ExportRow> rows_;
};

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
    void setTheme(ThemeMode mode) override;
    void setReducedMotion(bool on) override;
    void setNotifyFinished(bool on) override;
    void setKeepInTray(bool on) override;
    void setStartWithSystem(bool on) override;
    void renameUser(const QString& name, Done done) override;
    void clearCache(Done done) override;
    void signOut() override {}
    void signOutEverywhere(Done done) override { done({}); }
    void openLogFolder() override {}
    QString diagnostics() const override;

private:
    settings::Settings values_;
};

} // namespace headroom::ui::gallery
