#pragma once

#include "ui/settings/settings_source.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace headroom::ui {
class Card;
class SegmentedControl;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::settings {

/// Appearance, notifications, account, storage, help. Every change takes effect at once; there is no "apply".
class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(SettingsSource& source, SettingsActions& actions, QWidget* parent = nullptr);

private:
    Card* buildAppearance();
    Card* buildBehaviour();
    Card* buildAccount();
    Card* buildStorage();
    Card* buildHelp();
    void refresh();
    SettingsActions::Done report(const QString& success);

    SettingsSource& source_;
    SettingsActions& actions_;
    SegmentedControl* theme_;
    QCheckBox* motion_;
    QCheckBox* notify_;
    QCheckBox* tray_;
    QCheckBox* autostart_;
    QLineEdit* name_;
    TextLabel* account_;
    TextLabel* cache_;
    TextLabel* version_;
};

} // namespace headroom::ui::settings
