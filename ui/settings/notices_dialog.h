#pragma once

#include "ui/widgets/dialog.h"

namespace headroom::ui::settings {

/// What Headroom is made of, by whom, and under which licence.
class NoticesDialog : public Dialog {
    Q_OBJECT
public:
    explicit NoticesDialog(QWidget* parent);
};

} // namespace headroom::ui::settings
