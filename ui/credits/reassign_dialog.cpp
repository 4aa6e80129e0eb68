#include "ui/credits/reassign_dialog.h"

#include "ui/credits/credits_limits.h"
#include "ui/people/member_picker.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::credits {

ReassignDialog::ReassignDialog(std::optional<MemberRow> from, CreditsSource& source, CreditsActions& actions,
                               QWidget* parent)
    : Dialog(tr("Reassign credits"), tr("Moves credits that a member has not used to another member."),
             parent)
    , actions_(actions)
    , from_(new MemberPicker(source.openMembers(), tr("From")))
    , to_(new MemberPicker(source.openMembers(), tr("To")))
    , credits_(new NumberField(1, limits::mostCreditsInField, tr("Credits")))
    , result_(new TextLabel({}, TextStyle::Small, Tone::Muted)) {
    body()->addWidget(labelled(tr("From"), from_));
    body()->addWidget(labelled(tr("To"), to_));
    body()->addWidget(labelled(tr("Credits"), credits_));
    result_->setWordWrap(true);
    body()->addWidget(result_);
    addCancel();
    setPrimary(tr("Reassign"), QStringLiteral("arrow-right-left"));
    if (from) {
        from_->setMember(*from);
        credits_->setValue(int(std::clamp<qint64>(from->available, 1, limits::mostCreditsInField)));
        to_->setFocus();
    } else {
        from_->setFocus();
    }
    connect(from_, &MemberPicker::memberChanged, this, &ReassignDialog::refresh);
    connect(to_, &MemberPicker::memberChanged, this, &ReassignDialog::refresh);
    connect(credits_, &QSpinBox::valueChanged, this, &ReassignDialog::refresh);
    connect(this, &Dialog::primaryTriggered, this, &ReassignDialog::send);
    refresh();
}

void ReassignDialog::refresh() {
    clearNotice();
    const std::optional<MemberRow> from = from_->member();
    const std::optional<MemberRow> to = to_->member();
    const qint64 credits = credits_->value();
    QString reason;
    if (!from || !to)
        reason = tr("Choose both members");
    else if (from->id == to->id)
        reason = tr("Choose two different members");
    else if (credits > from->available)
        reason = tr("%1 has %n credit(s) available", nullptr, int(from->available)).arg(from->name);
    const bool tooMany = from && credits > from->available;
    credits_->setInvalid(tooMany);
    setPrimaryReason(reason);
    if (from && to && reason.isEmpty())
        result_->setText(tr("Afterwards: %1 has %2, %3 has %4.")
                             .arg(from->name, formatNumber(from->available - credits), to->name,
                                  formatNumber(to->available + credits)));
    else
        result_->setText(reason);
}

void ReassignDialog::send() {
    const MemberRow from = *from_->member();
    const MemberRow to = *to_->member();
    const qint64 credits = credits_->value();
    setBusy(true);
    auto finish = guarded(this, [this, from, to, credits](const Result<void>& result) {
        setBusy(false);
        if (!result) {
            showNotice(Tone::Danger, sentence(result.error()));
            return;
        }
        Q_EMIT reassigned(from, to, credits);
        accept();
    });
    actions_.reassign(from.id, to.id, credits, finish);
}

} // namespace headroom::ui::credits
