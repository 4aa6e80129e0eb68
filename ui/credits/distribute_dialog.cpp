#include "ui/credits/distribute_dialog.h"

#include "ui/credits/credits_limits.h"
#include "ui/credits/distribution_model.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QRadioButton>
#include <QTimer>
#include <QVBoxLayout>

namespace headroom::ui::credits {
namespace {
constexpr int previewDelayMs = 150;
constexpr int lineHeight = 38;
} // namespace

DistributeDialog::DistributeDialog(CreditsSource& source, CreditsActions& actions, QWidget* parent)
    : Dialog(tr("Auto-distribute"),
             tr("Shares pool credits out to active members. Nothing happens before you confirm."), parent)
    , actions_(actions)
    , modes_(new QButtonGroup(this))
    , shareAmount_(new NumberField(1, limits::mostCreditsInField, tr("Credits to share out")))
    , topUpLevel_(new NumberField(1, limits::mostCreditsInField, tr("Credits to top up to")))
    , invited_(new QCheckBox(tr("Also members who have not accepted their invitation yet")))
    , model_(new DistributionModel(this))
    , table_(new TableView(tr("Preview of the distribution")))
    , summary_(new TextLabel({}, TextStyle::Label))
    , pool_(new TextLabel({}, TextStyle::Small, Tone::Muted))
    , delay_(new QTimer(this)) {
    setMinimumWidth(620);
    body()->addWidget(buildModes());
    body()->addWidget(invited_);
    auto* preview = new Card;
    preview->body()->setContentsMargins(1, 1, 1, 2);
    table_->setModel(model_);
    table_->setItemDelegate(new DistributionDelegate(table_));
    table_->verticalHeader()->setDefaultSectionSize(lineHeight);
    table_->setColumnWidths({90, 90, 90});
    table_->setSelectionMode(QAbstractItemView::NoSelection);
    table_->setMinimumHeight(250);
    preview->body()->addWidget(table_);
    body()->addWidget(preview, 1);
    auto* sums = new QVBoxLayout;
    sums->setSpacing(3);
    sums->addWidget(summary_);
    sums->addWidget(pool_);
    body()->addLayout(sums);
    addCancel();
    setPrimary(tr("Distribute"), QStringLiteral("wand-sparkles"));

    delay_->setSingleShot(true);
    delay_->setInterval(previewDelayMs);
    connect(delay_, &QTimer::timeout, this, &DistributeDialog::askPreview);
    connect(modes_, &QButtonGroup::idToggled, delay_, [this] { delay_->start(); });
    connect(shareAmount_, &QSpinBox::valueChanged, delay_, [this] { delay_->start(); });
    connect(topUpLevel_, &QSpinBox::valueChanged, delay_, [this] { delay_->start(); });
    connect(invited_, &QCheckBox::toggled, delay_, [this] { delay_->start(); });
    connect(&source, &CreditsSource::changed, delay_, [this] { delay_->start(); });
    connect(this, &Dialog::primaryTriggered, this, &DistributeDialog::send);
    shareAmount_->setValue(
        int(std::clamp<qint64>(source.overview().pool / 2, 1, limits::mostCreditsInField)));
    topUpLevel_->setValue(10);
    askPreview();
}

QWidget* DistributeDialog::buildModes() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
    const auto add = [&](int row, DistributionMode mode, const QString& text, QWidget* field) {
        auto* radio = new QRadioButton(text);
        modes_->addButton(radio, int(mode));
        grid->addWidget(radio, row, 0);
        if (!field) return;
        grid->addWidget(field, row, 1);
        field->setEnabled(false);
        connect(radio, &QRadioButton::toggled, field, &QWidget::setEnabled);
    };
    add(0, DistributionMode::EqualShareOfPool, tr("Share the whole pool equally"), nullptr);
    add(1, DistributionMode::EqualShareOfAmount, tr("Share a part of it equally"), shareAmount_);
    add(2, DistributionMode::TopUp, tr("Top everybody up to"), topUpLevel_);
    modes_->button(int(DistributionMode::EqualShareOfPool))->setChecked(true);
    grid->setRowMinimumHeight(0, 34);
    return box;
}

DistributionRequest DistributeDialog::request() const {
    DistributionRequest request;
    request.mode = DistributionMode(modes_->checkedId());
    switch (request.mode) {
    case DistributionMode::EqualShareOfPool:
        break;
    case DistributionMode::EqualShareOfAmount:
        request.amount = shareAmount_->value();
        break;
    case DistributionMode::TopUp:
        request.amount = topUpLevel_->value();
        break;
    }
    request.invited = invited_->isChecked() ? IncludeInvited::Yes : IncludeInvited::No;
    return request;
}

void DistributeDialog::askPreview() {
    const int question = ++asked_;
    setPrimaryReason(tr("The preview is being computed"));
    auto answer = guarded(this, [this, question](const Result<DistributionPreview>& result) {
        if (question != asked_) return;
        if (!result) {
            preview_.reset();
            model_->setLines({});
            summary_->setText({});
            pool_->setText({});
            showNotice(Tone::Danger, sentence(result.error()));
            setPrimaryReason(words(result.error().code).title);
            return;
        }
        showPreview(*result);
    });
    actions_.previewDistribution(request(), answer);
}

void DistributeDialog::showPreview(const DistributionPreview& preview) {
    preview_ = preview;
    model_->setLines(preview.lines);
    summary_->setText(tr("%1 credits for %n member(s)", nullptr, int(preview.lines.size()))
                          .arg(formatNumber(preview.total)));
    pool_->setText(tr("Pool: %1 now, %2 afterwards")
                       .arg(formatNumber(preview.poolBefore), formatNumber(preview.poolAfter)));
    clearNotice();
    if (preview.shortfall > 0) {
        const QString text = tr("The pool lacks %n credit(s) for this.", nullptr, int(preview.shortfall));
        showNotice(Tone::Warning, text);
        setPrimaryReason(text);
    } else {
        setPrimaryReason(preview.lines.empty() ? tr("Nobody would get anything") : QString());
    }
}

void DistributeDialog::send() {
    if (!preview_) return;
    const DistributionPreview approved = *preview_;
    setBusy(true);
    auto finish = guarded(this, [this, approved](const Result<void>& result) {
        setBusy(false);
        if (result) {
            Q_EMIT distributed(approved.total, int(approved.lines.size()));
            accept();
            return;
        }
        if (result.error().code == ErrorCode::BasisChanged) askPreview();
        showNotice(Tone::Danger, sentence(result.error()));
    });
    actions_.distribute(approved, finish);
}

} // namespace headroom::ui::credits
