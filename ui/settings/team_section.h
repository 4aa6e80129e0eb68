#pragma once

#include "ui/settings/setting_row.h"
#include "ui/settings/settings_source.h"

class QLineEdit;

namespace headroom::ui {
class NumberField;
} // namespace headroom::ui

namespace headroom::ui::settings {

class ColourChoice;

/// The team's name, the colour of its mails, when credits are low, and where its endpoint is. Every change
/// takes effect at once; the page asks for what is new.
class TeamSection : public SettingSection {
    Q_OBJECT
public:
    TeamSection(SettingsSource& source, SettingsActions& actions, QWidget* parent = nullptr);

private:
    void takeName();
    void takeLowCredits();
    void refresh();
    SettingsActions::Done report(const QString& success);

    SettingsSource& source_;
    SettingsActions& actions_;
    QLineEdit* name_;
    SettingRow* nameRow_;
    ColourChoice* colour_;
    SettingRow* colourRow_;
    NumberField* lowCredits_;
    SettingRow* lowCreditsRow_;
    SettingRow* endpoint_;
};

} // namespace headroom::ui::settings
