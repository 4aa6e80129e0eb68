#include "ui/settings/data_copy_row.h"

#include "ui/settings/setting_row.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/usage_bar.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {

using Phase = DataCopy::Phase;

constexpr int barGap = 4; // below the words

QString about(CopyOf of) {
    return of == CopyOf::Team
               ? DataCopyRow::tr("Members, credits, payments and all headshots as one file. Nobody else's "
                                 "source photos: they belong to whoever is on them.")
               : DataCopyRow::tr(
                     "All that Headroom holds about you, with your photos and headshots, as one file");
}

QString words(const DataCopy& copy, CopyOf of) {
    switch (copy.phase) {
    case Phase::None:
        return about(of);
    case Phase::Preparing:
        return DataCopyRow::tr(
                   "Being prepared, asked for %1. You need not wait: a mail tells you when it is ready.")
            .arg(formatSince(copy.asked, QDateTime::currentDateTime()));
    case Phase::Ready:
        return DataCopyRow::tr("Ready: %1, here until %2")
            .arg(formatBytes(copy.sizeBytes), formatDate(copy.until.date()));
    case Phase::Failed:
        return DataCopyRow::tr("It could not be prepared. %1").arg(copy.failure);
    case Phase::Expired:
        return DataCopyRow::tr("The last one was here until %1. %2")
            .arg(formatDate(copy.until.date()), about(of));
    }
    __builtin_unreachable();
}

} // namespace

DataCopyRow::DataCopyRow(CopyOf of, QWidget* parent)
    : QWidget(parent)
    , of_(of)
    , detail_(new TextLabel({}, TextStyle::Small, Tone::Muted))
    , progress_(new QWidget)
    , bar_(new UsageBar)
    , prepare_(makeButton(tr("Prepare…")))
    , save_(makeButton(tr("Save as…"), QStringLiteral("download")))
    , stop_(makeButton(tr("Cancel")))
    , remove_(makeIconButton(QStringLiteral("trash-2"), tr("Remove"))) {
    auto* progress = new QVBoxLayout(progress_);
    progress->setContentsMargins(0, barGap, 0, 0);
    progress->addWidget(bar_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(rowPaddingX, rowPaddingY, rowPaddingX, rowPaddingY);
    row->setSpacing(metric::gapSmall);
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(new TextLabel(title(of), TextStyle::BodyStrong));
    detail_->setWordWrap(true);
    column->addWidget(detail_);
    column->addWidget(progress_);
    row->addLayout(column, 1);
    row->addSpacing(metric::gapLarge - metric::gapSmall);
    for (QPushButton* button : {prepare_, save_, stop_, remove_})
        row->addWidget(button, 0, Qt::AlignVCenter);
    prepare_->setAccessibleName(tr("Prepare: %1").arg(title(of)));
    save_->setAccessibleName(tr("Save: %1").arg(title(of)));
    remove_->setAccessibleName(tr("Remove: %1").arg(title(of)));
    connect(prepare_, &QPushButton::clicked, this, &DataCopyRow::prepareRequested);
    connect(save_, &QPushButton::clicked, this, &DataCopyRow::saveRequested);
    connect(remove_, &QPushButton::clicked, this, &DataCopyRow::removeRequested);
    connect(stop_, &QPushButton::clicked, this, [this] {
        if (isSaving_)
            Q_EMIT cancelRequested();
        else
            Q_EMIT removeRequested();
    });
    show(std::nullopt, std::nullopt, {}, {});
}

QString DataCopyRow::title(CopyOf of) {
    return of == CopyOf::Team ? tr("A copy of the whole team's data") : tr("A copy of your data");
}

void DataCopyRow::show(const std::optional<DataCopy>& copy, const std::optional<CopySaving>& saving,
                       const QString& problem, const QString& offline) {
    QPushButton* had = nullptr;
    for (QPushButton* button : {prepare_, save_, stop_, remove_})
        if (button->hasFocus()) had = button;
    const QString before = detail_->text();
    isSaving_ = saving.has_value();
    const Phase phase = copy ? copy->phase : Phase::None;
    progress_->setVisible(isSaving_);
    save_->setVisible(!isSaving_ && phase == Phase::Ready);
    remove_->setVisible(!isSaving_ && phase == Phase::Ready);
    prepare_->setVisible(!isSaving_ && phase != Phase::Ready && phase != Phase::Preparing);
    stop_->setVisible(isSaving_ || phase == Phase::Preparing);
    if (saving)
        showSaving(*saving);
    else if (copy)
        showCopy(*copy);
    else
        detail_->setText(problem.isEmpty() ? tr("Asking the endpoint…") : problem);
    for (QPushButton* button : {save_, remove_})
        setAvailable(button, offline);
    setAvailable(prepare_, !offline.isEmpty() ? offline : copy ? QString() : tr("Not known yet"));
    setAvailable(stop_, isSaving_ ? QString() : offline); // what is saved here can always be stopped here
    if (had && !had->isVisible()) keepFocus(had);
    if (isVisible() && !saving && copy && !before.isEmpty() && before != detail_->text() &&
        (phase == Phase::Ready || phase == Phase::Failed))
        announce(detail_);
}

void DataCopyRow::showSaving(const CopySaving& saving) {
    stop_->setAccessibleName(tr("Stop saving"));
    const bool known = saving.total > 0;
    bar_->setShare(known ? std::clamp(double(saving.received) / double(saving.total), 0.0, 1.0) : 0);
    detail_->setTone(Tone::Muted);
    detail_->setText(known
                         ? tr("Saving: %1 of %2").arg(formatBytes(saving.received), formatBytes(saving.total))
                         : tr("Saving…"));
}

void DataCopyRow::showCopy(const DataCopy& copy) {
    stop_->setAccessibleName(tr("Stop preparing: %1").arg(title(of_)));
    detail_->setTone(copy.phase == Phase::Failed ? Tone::Danger : Tone::Muted);
    detail_->setText(words(copy, of_));
}

/// The button that had the focus is gone: its place is taken by the first that is there now.
void DataCopyRow::keepFocus(QPushButton* had) {
    for (QPushButton* button : {save_, prepare_, stop_})
        if (button != had && button->isVisible() && button->isEnabled())
            return button->setFocus(Qt::OtherFocusReason);
}

} // namespace headroom::ui::settings
