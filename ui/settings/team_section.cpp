#include "ui/settings/team_section.h"

#include "ui/settings/colour_choice.h"
#include "ui/settings/outcome_toast.h"
#include "ui/settings/settings_limits.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/number_field.h"

#include <QLineEdit>

namespace headroom::ui::settings {
namespace {

/// Why something cannot be changed stands where otherwise is said what it means.
QString detailOf(const QString& meaning, const QString& blockedBy) {
    return blockedBy.isEmpty() ? meaning : blockedBy;
}

} // namespace

TeamSection::TeamSection(SettingsSource& source, SettingsActions& actions, QWidget* parent)
    : SettingSection(tr("Team"), parent)
    , source_(source)
    , actions_(actions)
    , name_(makeSettingField(tr("Team name")))
    , colour_(new ColourChoice(tr("Team colour")))
    , lowCredits_(new NumberField(0, limits::mostLowCredits, tr("Low credits begin below"))) {
    nameRow_ = addRow(tr("Team name"), {}, name_);
    colourRow_ = addRow(tr("Team colour"), {}, colour_);
    lowCreditsRow_ = addRow(tr("Low credits"), {}, lowCredits_);
    endpoint_ = addRow(tr("Endpoint"), {}, nullptr);
    connect(name_, &QLineEdit::editingFinished, this, &TeamSection::takeName);
    connect(colour_, &ColourChoice::chosen, this, [this](const QString& colour) {
        actions_.setTeamColour(colour, report(tr("Mails of the team have this colour now")));
    });
    connect(lowCredits_, &QSpinBox::editingFinished, this, &TeamSection::takeLowCredits);
    connect(&source_, &SettingsSource::changed, this, &TeamSection::refresh);
    refresh();
}

void TeamSection::takeName() {
    const QString name = name_->text().trimmed();
    if (name.isEmpty()) return name_->setText(source_.settings().teamName);
    if (name == source_.settings().teamName) return;
    actions_.renameTeam(name, report(tr("The team is now called %1").arg(name)));
}

void TeamSection::takeLowCredits() {
    const int below = lowCredits_->value();
    if (below == source_.settings().lowCreditsBelow.value_or(below)) return;
    actions_.setLowCreditsBelow(
        below, report(below > 0 ? tr("Owners and admins get a mail below %1 credits").arg(formatNumber(below))
                                : tr("Nobody gets a mail about low credits")));
}

void TeamSection::refresh() {
    const Settings now = source_.settings();
    if (!name_->hasFocus()) name_->setText(now.teamName);
    name_->setEnabled(now.renamingTeamBlockedBy.isEmpty());
    nameRow_->setDetail(detailOf(tr("Everybody in the team sees it"), now.renamingTeamBlockedBy));
    colour_->setColour(now.teamColour.value_or(QString()));
    colour_->setEnabled(now.teamMailsBlockedBy.isEmpty());
    colourRow_->setDetail(detailOf(tr("Of the e-mails to your team"), now.teamMailsBlockedBy));
    if (!lowCredits_->hasFocus()) lowCredits_->setValue(now.lowCreditsBelow.value_or(0));
    lowCredits_->setVisible(now.lowCreditsBelow.has_value()); // no number is not none
    lowCredits_->setEnabled(now.teamMailsBlockedBy.isEmpty());
    lowCreditsRow_->setDetail(
        detailOf(tr("With fewer, in the pool and with members, owners and admins get an e-mail; 0: never"),
                 now.teamMailsBlockedBy));
    endpoint_->setDetail(now.onThisComputer ? tr("On this computer, at %1").arg(now.endpoint) : now.endpoint);
}

SettingsActions::Done TeamSection::report(const QString& success) {
    return outcomeToast(this, success, [this] { refresh(); });
}

} // namespace headroom::ui::settings
