#include "ui/credits/allocate_dialog.h"

#include "ui/credits/credits_limits.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::credits {
namespace {

QString subtitle(AllocateDirection direction, const std::vector<MemberRow>& members) {
    if (members.size() == 1) {
        const QString& name = members.front().name;
        return direction == AllocateDirection::Give
                   ? AllocateDialog::tr("From the pool to %1.").arg(name)
                   : AllocateDialog::tr("From %1 back to the pool.").arg(name);
    }
    return direction == AllocateDirection::Give
               ? AllocateDialog::tr("From the pool to %n members, the same number each.", nullptr,
                                    int(members.size()))
               : AllocateDialog::tr(
                     "From %n members back to the pool. Whoever has fewer gives what is there.", nullptr,
                     int(members.size()));
}

qint64 mostAvailable(const std::vector<MemberRow>& members) {
    qint64 most = 0;
    for (const MemberRow& member : members)
        most = std::max(most, member.available);
    return most;
}

} // namespace

AllocateDialog::AllocateDialog(AllocateDirection direction, std::vector<MemberRow> members,
                               CreditsSource& source, CreditsActions& actions, QWidget* parent)
    : Dialog(direction == AllocateDirection::Give ? tr("Give credits") : tr("Take back credits"),
             subtitle(direction, members), parent)
    , direction_(direction)
    , members_(std::move(members))
    , source_(source)
    , actions_(actions)
    , total_(new TextLabel({}, TextStyle::Label))
    , pool_(new TextLabel({}, TextStyle::Small, Tone::Muted)) {
    const bool give = direction_ == AllocateDirection::Give;
    each_ = new NumberField(1, limits::mostCreditsInField,
                            members_.size() == 1 ? tr("Credits") : tr("Credits for each member"));
    each_->setValue(give ? 10
                         : int(std::clamp<qint64>(mostAvailable(members_), 1, limits::mostCreditsInField)));
    body()->addWidget(labelled(members_.size() == 1 ? tr("Credits") : tr("Credits for each member"), each_));
    auto* sums = new QVBoxLayout;
    sums->setSpacing(3);
    sums->addWidget(total_);
    sums->addWidget(pool_);
    body()->addLayout(sums);
    addCancel();
    setPrimary(give ? tr("Give credits") : tr("Take back"));
    connect(each_, &QSpinBox::valueChanged, this, &AllocateDialog::refresh);
    connect(&source_, &CreditsSource::changed, this, &AllocateDialog::refresh);
    connect(this, &Dialog::primaryTriggered, this, &AllocateDialog::send);
    each_->setFocus();
    refresh();
}

std::vector<AllocationLine> AllocateDialog::lines() const {
    std::vector<AllocationLine> result;
    const qint64 each = each_->value();
    for (const MemberRow& member : members_) {
        const qint64 credits =
            direction_ == AllocateDirection::Give ? each : -std::min(each, member.available);
        if (credits != 0) result.push_back({member.id, credits});
    }
    return result;
}

void AllocateDialog::refresh() {
    clearNotice();
    qint64 sum = 0;
    for (const AllocationLine& line : lines())
        sum += line.credits;
    const qint64 pool = source_.overview().pool;
    const bool give = direction_ == AllocateDirection::Give;
    total_->setText(tr("%n credit(s) in all", nullptr, int(std::abs(sum))));
    pool_->setText(tr("Pool: %1 now, %2 afterwards").arg(formatNumber(pool), formatNumber(pool - sum)));
    const bool lacking = give && sum > pool;
    each_->setInvalid(lacking);
    pool_->setTone(lacking ? Tone::Danger : Tone::Muted);
    if (lacking)
        setPrimaryReason(tr("The pool lacks %n credit(s)", nullptr, int(sum - pool)));
    else
        setPrimaryReason(sum == 0 ? tr("There is nothing to take back") : QString());
    if (lacking)
        showNotice(Tone::Warning, tr("The pool lacks %n credit(s) for this.", nullptr, int(sum - pool)));
}

void AllocateDialog::send() {
    const std::vector<AllocationLine> done = lines();
    qint64 sum = 0;
    for (const AllocationLine& line : done)
        sum += std::abs(line.credits);
    const bool give = direction_ == AllocateDirection::Give;
    const QString whom =
        members_.size() == 1 ? members_.front().name : tr("%n members", nullptr, int(members_.size()));
    const QString summary = give ? tr("%1 credits given to %2").arg(formatNumber(sum), whom)
                                 : tr("%1 credits taken back from %2").arg(formatNumber(sum), whom);
    setBusy(true);
    auto finish = guarded(this, [this, done, summary](const Result<void>& result) {
        setBusy(false);
        if (!result) {
            showNotice(Tone::Danger, sentence(result.error()));
            return;
        }
        Q_EMIT allocated(done, summary);
        accept();
    });
    actions_.allocate(done, finish);
}

} // namespace headroom::ui::credits
