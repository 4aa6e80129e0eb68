#pragma once

#include "ui/settings/mail_source.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace headroom::ui::settings {

class SettingSection;

/// Which mails one gets, and in which language. Every change takes effect at once.
class MailSection : public QWidget {
    Q_OBJECT
public:
    MailSection(MailSource& source, MailActions& actions, QWidget* parent = nullptr);

private:
    void refresh();
    void rebuild(const std::optional<MailSettings>& mail, const QString& problem);
    void addSwitch(const QString& name);
    void addLanguages(const std::vector<MailLanguage>& languages);
    MailActions::Done report();

    MailSource& source_;
    MailActions& actions_;
    SettingSection* section_;
    std::vector<QCheckBox*> boxes_; ///< in the order of the switches
    QComboBox* language_ = nullptr;
    std::optional<MailSettings> shown_;
    QString shownProblem_;
    bool built_ = false;
};

} // namespace headroom::ui::settings
