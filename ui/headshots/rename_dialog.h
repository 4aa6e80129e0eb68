#pragma once

#include "ui/widgets/dialog.h"

class QLineEdit;

namespace headroom::ui::headshots {

/// Asks for the name of one headshot. Without one it goes by its style.
class RenameDialog : public Dialog {
    Q_OBJECT
public:
    RenameDialog(const QString& member, const QString& name, const QString& style, QWidget* parent);

Q_SIGNALS:
    void chosen(const QString& name);

private:
    QLineEdit* field_;
};

} // namespace headroom::ui::headshots
