#pragma once

#include "ui/settings/settings_source.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace headroom::ui {
class SegmentedControl;
} // namespace headroom::ui

namespace headroom::ui::settings {

class SettingRow;
class SettingSection;

/// Appearance, notifications, account, devices, team, storage, about. Every change takes effect at once;
/// there is no "apply".
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(SettingsSource& source, SettingsActions& actions, QWidget* parent = nullptr);

    void openNotices();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildGeneral();
    QWidget* buildAccount();
    QWidget* buildDevices();
    QWidget* buildTeam();
    QWidget* buildStorage();
    QWidget* buildAbout();
    void refresh();
    void refreshDevices(const Settings& now);
    void addDevice(const Device& device, const QString& offline);
    void askSignOutEverywhere();
    SettingsActions::Done report(const QString& success);

    SettingsSource& source_;
    SettingsActions& actions_;
    SegmentedControl* theme_ = nullptr;
    QCheckBox* notify_ = nullptr;
    QCheckBox* autostart_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLineEdit* teamName_ = nullptr;
    SettingRow* account_ = nullptr;
    SettingSection* devices_ = nullptr;
    SettingRow* team_ = nullptr;
    SettingRow* endpoint_ = nullptr;
    SettingRow* cache_ = nullptr;
    SettingRow* version_ = nullptr;
    std::vector<Device> shownDevices_;
    QString shownProblem_;
    bool devicesShown_ = false;
};

} // namespace headroom::ui::settings
