#pragma once

#include "ui/settings/settings_parts.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace headroom::ui {
class SegmentedControl;
} // namespace headroom::ui

namespace headroom::ui::settings {

class HeadshotsSection;
class ServicesSection;
class SettingRow;
class SettingSection;

/// Appearance, notifications, account, e-mails, devices, team, for owners who makes headshots and the
/// services of the endpoint, storage, about. Every change takes effect at once; there is no "apply".
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(const SettingsParts& parts, QWidget* parent = nullptr);

    void openNotices();
    HeadshotsSection* headshots() const { return headshots_; }
    ServicesSection* services() const { return services_; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildGeneral();
    QWidget* buildAccount();
    void addComparison(SettingSection* section);
    QWidget* buildDevices();
    QWidget* buildStorage();
    QWidget* buildAbout();
    void refresh();
    void refreshOwners();
    void refreshDevices(const Settings& now);
    void addDevice(const Device& device, const QString& offline);
    void askSignOutEverywhere();
    SettingsActions::Done report(const QString& success);

    const SettingsParts parts_;
    SettingsSource& source_;
    SettingsActions& actions_;
    HeadshotsSection* headshots_;
    ServicesSection* services_;
    SegmentedControl* theme_ = nullptr;
    QCheckBox* notify_ = nullptr;
    QCheckBox* autostart_ = nullptr;
    QCheckBox* comparesFaces_ = nullptr;
    QLineEdit* name_ = nullptr;
    SettingRow* account_ = nullptr;
    SettingSection* devices_ = nullptr;
    SettingRow* cache_ = nullptr;
    SettingRow* version_ = nullptr;
    std::vector<Device> shownDevices_;
    QString shownProblem_;
    bool devicesShown_ = false;
};

} // namespace headroom::ui::settings
