#include "ui/settings/data_copy_section.h"

#include "ui/settings/data_copy_row.h"
#include "ui/settings/setting_row.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QFileDialog>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace headroom::ui::settings {
namespace {

QString question(CopyOf of) {
    const QString what =
        of == CopyOf::Team
            ? DataCopySection::tr("Headroom puts together what it holds about the team: members, "
                                  "credits, payments and all headshots.")
            : DataCopySection::tr("Headroom puts together what it holds about you: your account, "
                                  "photos, headshots, credits and what you did.");
    return what + QLatin1String(" ") +
           DataCopySection::tr(
               "That can take a while. You get a mail when it is ready; then it stays here for "
               "a week, for you alone. You can ask for three a day.");
}

} // namespace

DataCopySection::DataCopySection(DataCopySource& source, DataCopyActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , section_(new SettingSection(tr("Your data"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(section_);
    connect(&source_, &DataCopySource::changed, this, &DataCopySection::refresh);
    refresh();
}

DataCopyRow* DataCopySection::addRow(CopyOf of) {
    auto* row = new DataCopyRow(of);
    section_->addRow(row);
    connect(row, &DataCopyRow::prepareRequested, this, [this, of] { openPrepare(of); });
    connect(row, &DataCopyRow::saveRequested, this, [this, of] { chooseFile(of); });
    connect(row, &DataCopyRow::removeRequested, this, [this, of] { remove(of); });
    connect(row, &DataCopyRow::cancelRequested, this, [this, of] { actions_.cancelSaving(of); });
    return row;
}

void DataCopySection::refresh() {
    if (!own_ || source_.isTeamOffered() != (team_ != nullptr)) {
        // Made anew with or without the team's, so that no line is left between rows.
        section_->clear();
        own_ = addRow(CopyOf::Oneself);
        team_ = source_.isTeamOffered() ? addRow(CopyOf::Team) : nullptr;
    }
    const QString problem = source_.problem();
    const QString offline = source_.offline();
    own_->show(source_.copy(CopyOf::Oneself), source_.saving(CopyOf::Oneself), problem, offline);
    if (team_) team_->show(source_.copy(CopyOf::Team), source_.saving(CopyOf::Team), problem, offline);
}

void DataCopySection::openPrepare(CopyOf of) {
    auto* dialog = new Dialog(of == CopyOf::Team ? tr("Prepare a copy of the whole team's data?")
                                                 : tr("Prepare a copy of your data?"),
                              question(of), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->addCancel();
    // Nothing is lost by it, so that Return says yes.
    QPushButton* yes = dialog->setPrimary(tr("Prepare"));
    yes->setFocus();
    connect(dialog, &Dialog::primaryTriggered, this, [this, dialog, yes, of] {
        dialog->setBusy(true);
        dialog->clearNotice();
        actions_.prepare(of, guarded(dialog, [dialog, yes](const Result<void>& result) {
                             dialog->setBusy(false);
                             if (result) return dialog->accept();
                             yes->setFocus(); // lost while it could not be pressed
                             const bool tooMany = result.error().code == ErrorCode::RateLimited;
                             dialog->showNotice(
                                 Tone::Danger, tooMany
                                                   ? tr("You asked for three today already. Please try again "
                                                        "tomorrow.")
                                                   : sentence(result.error()));
                         }));
    });
    dialog->open();
}

void DataCopySection::chooseFile(CopyOf of) {
    auto* chooser = new QFileDialog(this, tr("Save the copy as"), {}, tr("ZIP files (*.zip)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(QStringLiteral("zip"));
    chooser->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
    chooser->selectFile(source_.fileName(of));
    connect(chooser, &QFileDialog::fileSelected, this, [this, of](const QString& file) { saveTo(of, file); });
    chooser->open();
}

void DataCopySection::saveTo(CopyOf of, const QString& file) {
    actions_.save(of, file, guarded(this, [this, file](const Result<void>& result) {
                      if (result)
                          showToast(this, {tr("Saved as %1").arg(file.section(QLatin1Char('/'), -1))});
                      else
                          showToast(this, {sentence(result.error()), Tone::Danger});
                  }));
}

void DataCopySection::remove(CopyOf of) {
    actions_.remove(of, guarded(this, [this](const Result<void>& result) {
                        if (result)
                            showToast(this, {tr("The copy is removed"), Tone::Info});
                        else
                            showToast(this, {sentence(result.error()), Tone::Danger});
                    }));
}

void DataCopySection::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    actions_.watch(true);
}

void DataCopySection::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    actions_.watch(false);
}

} // namespace headroom::ui::settings
