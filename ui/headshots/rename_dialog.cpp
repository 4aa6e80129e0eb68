#include "ui/headshots/rename_dialog.h"

#include "ui/headshots/headshots_limits.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace headroom::ui::headshots {

RenameDialog::RenameDialog(const QString& member, const QString& name, const QString& style, QWidget* parent)
    : Dialog(tr("Rename headshot"),
             tr("Of %1. The name is for the whole team, and for file names.").arg(member), parent)
    , field_(new QLineEdit(name)) {
    setAttribute(Qt::WA_DeleteOnClose);
    field_->setMaxLength(limits::longestName);
    field_->setPlaceholderText(style);
    field_->setAccessibleName(tr("Name of the headshot"));
    field_->selectAll();
    body()->addWidget(field_);
    addCancel();
    setPrimary(tr("Rename"));
    connect(this, &Dialog::primaryTriggered, this, [this] {
        Q_EMIT chosen(field_->text().trimmed());
        accept();
    });
    field_->setFocus();
}

} // namespace headroom::ui::headshots
