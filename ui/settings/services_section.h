#pragma once

#include "ui/settings/services_source.h"

#include <QWidget>

class QPushButton;

namespace headroom::ui::settings {

class ServiceRow;
class SettingSection;

/// What the endpoint works with: for each service its state and a test. Whether to show it is the page's.
class ServicesSection : public QWidget {
    Q_OBJECT
public:
    ServicesSection(ServicesSource& source, ServicesActions& actions, QWidget* parent = nullptr);

    /// The dialog with what went wrong with that service.
    void openErrors(const QString& key);

private:
    void refresh();
    void rebuild(const QStringList& keys, const QString& problem);

    ServicesSource& source_;
    ServicesActions& actions_;
    SettingSection* section_;
    QPushButton* again_;
    std::vector<ServiceRow*> rows_;
    QStringList shownKeys_;
    QString shownProblem_;
    bool built_ = false;
};

} // namespace headroom::ui::settings
