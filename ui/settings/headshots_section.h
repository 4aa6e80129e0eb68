#pragma once

#include "ui/settings/generators_source.h"

#include <QWidget>

class QPushButton;

namespace headroom::ui {
class DayBars;
class TextLabel;
class UsageBar;
} // namespace headroom::ui

namespace headroom::ui::settings {

class SettingRow;
class SettingSection;

/// Who makes the team's headshots, and what paid services cost. Whether to show it is the page's.
class HeadshotsSection : public QWidget {
    Q_OBJECT
public:
    HeadshotsSection(GeneratorsSource& source, GeneratorsActions& actions, QWidget* parent = nullptr);

    /// The dialog for the choice; nothing happens until what there is to choose from is known.
    void openChoice();

private:
    void refresh();
    void buildKnown();
    QWidget* buildSpending();
    void showSpending(const Generators& now);

    GeneratorsSource& source_;
    GeneratorsActions& actions_;
    SettingSection* section_;
    SettingRow* choice_ = nullptr; ///< these exist once something is known
    QPushButton* choose_ = nullptr;
    TextLabel* today_ = nullptr;
    UsageBar* share_ = nullptr;
    TextLabel* days_ = nullptr;
    DayBars* bars_ = nullptr;
    QString currency_;
    std::optional<Generators> shown_;
    QString shownProblem_;
    bool built_ = false;
};

} // namespace headroom::ui::settings
