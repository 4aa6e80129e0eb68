#pragma once

#include "ui/settings/services_source.h"
#include "ui/widgets/dialog.h"

namespace headroom::ui::settings {

/// What went wrong with a service of late, newest first: when, in which words, how often.
class ServiceErrorsDialog : public Dialog {
    Q_OBJECT
public:
    ServiceErrorsDialog(const Service& service, QWidget* parent);
};

} // namespace headroom::ui::settings
