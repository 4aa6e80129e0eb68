#include "ui/settings/headshots_section.h"

#include "ui/charts/day_bars.h"
#include "ui/settings/generator_words.h"
#include "ui/settings/generators_dialog.h"
#include "ui/settings/setting_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/usage_bar.h"

#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {

constexpr double nearlyAll = 0.9;

Tone toneOf(double share) {
    return share >= 1 ? Tone::Danger : share >= nearlyAll ? Tone::Warning : Tone::Accent;
}

/// Whether there is anything to pay at all.
bool isPaid(const Generators& now) {
    return std::ranges::any_of(now.available, [](const Generator& one) { return one.costMicros > 0; }) ||
           now.spending.todayMicros > 0;
}

qint64 sumOf(const std::vector<SpendingDay>& days) {
    qint64 sum = 0;
    for (const SpendingDay& day : days)
        sum += day.micros;
    return sum;
}

} // namespace

HeadshotsSection::HeadshotsSection(GeneratorsSource& source, GeneratorsActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , section_(new SettingSection(tr("Headshots"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(section_);
    connect(&source_, &GeneratorsSource::changed, this, &HeadshotsSection::refresh);
    refresh();
}

void HeadshotsSection::refresh() {
    const std::optional<Generators> now = source_.generators();
    const QString offline = source_.offline();
    const QString problem = offline.isEmpty() ? source_.problem() : offline;
    // Rows made anew lose the focus, so only when there are others.
    if (!built_ || now.has_value() != shown_.has_value() || (!now && problem != shownProblem_)) {
        section_->clear();
        if (now)
            buildKnown();
        else
            section_->addRow(tr("Not known yet"), problem.isEmpty() ? tr("Asking the endpoint…") : problem,
                             nullptr);
    }
    built_ = true;
    shownProblem_ = problem;
    if (now) {
        setAvailable(choose_, offline);
        if (now != shown_) {
            choice_->setDetail(choiceWords(*now));
            showSpending(*now);
        }
    }
    shown_ = now;
}

void HeadshotsSection::buildKnown() {
    shown_.reset();
    choose_ = makeButton(tr("Choose…"), QStringLiteral("sliders-horizontal"));
    choose_->setAccessibleName(tr("Choose who makes headshots"));
    connect(choose_, &QPushButton::clicked, this, &HeadshotsSection::openChoice);
    choice_ = section_->addRow(tr("Who makes headshots"), {}, choose_);
    section_->addRow(buildSpending());
}

QWidget* HeadshotsSection::buildSpending() {
    auto* row = new QWidget;
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(rowPaddingX, rowPaddingY, rowPaddingX, rowPaddingY);
    column->setSpacing(6);
    column->addWidget(new TextLabel(tr("Spending"), TextStyle::BodyStrong));
    today_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    today_->setWordWrap(true);
    column->addWidget(today_);
    share_ = new UsageBar;
    column->addWidget(share_);
    days_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    column->addWidget(days_);
    bars_ =
        new DayBars(tr("Spent per day"), [this](qint64 micros) { return formatMicros(micros, currency_); });
    column->addWidget(bars_);
    return row;
}

void HeadshotsSection::showSpending(const Generators& now) {
    const Spending& spending = now.spending;
    currency_ = spending.currency;
    const qint64 sum = sumOf(spending.days);
    const bool paid = isPaid(now) || sum > 0;
    const qint64 limit = dayLimit(now);
    const QString today = formatMicros(spending.todayMicros, currency_);
    const QString most = formatMicros(limit, currency_);
    today_->setText(!paid ? tr("What makes your headshots is free of charge")
                    : now.choice.dayLimitMicros
                        ? tr("%1 today, of the %2 that your team allows itself a day").arg(today, most)
                        : tr("%1 today, of the %2 that the operator allows a day").arg(today, most));
    const double share = limit > 0 ? double(spending.todayMicros) / double(limit) : 0;
    share_->setShare(std::min(share, 1.0), toneOf(share));
    share_->setVisible(paid && limit > 0);
    days_->setText(sum > 0 ? tr("%1 in the last %n day(s)", nullptr, int(spending.days.size()))
                                 .arg(formatMicros(sum, currency_))
                           : tr("Nothing in the last %n day(s)", nullptr, int(spending.days.size())));
    days_->setVisible(paid);
    bars_->setVisible(sum > 0);
    std::vector<DayBar> bars;
    for (const SpendingDay& day : spending.days)
        bars.push_back({day.day, day.micros});
    bars_->setBars(std::move(bars));
}

void HeadshotsSection::openChoice() {
    const std::optional<Generators> now = source_.generators();
    if (!now) return;
    auto* dialog = new GeneratorsDialog(*now, actions_, window());
    connect(dialog, &GeneratorsDialog::saved, this,
            [this] { showToast(this, {tr("Saved; new headshots are made so")}); });
    dialog->open();
}

} // namespace headroom::ui::settings
