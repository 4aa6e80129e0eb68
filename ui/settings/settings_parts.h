#pragma once

#include "ui/settings/data_copy_source.h"
#include "ui/settings/generators_source.h"
#include "ui/settings/mail_source.h"
#include "ui/settings/services_source.h"
#include "ui/settings/settings_source.h"

namespace headroom::ui::settings {

/// The other sides of the Settings page, section by section. All of them outlive it.
struct SettingsParts {
    SettingsSource& source;
    SettingsActions& actions;
    MailSource& mail;
    MailActions& mailActions;
    GeneratorsSource& generators;
    GeneratorsActions& generatorsActions;
    ServicesSource& services;
    ServicesActions& servicesActions;
    DataCopySource& dataCopies;
    DataCopyActions& dataCopiesActions;
};

} // namespace headroom::ui::settings
