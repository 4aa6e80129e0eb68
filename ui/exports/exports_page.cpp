#include "ui/exports/exports_page.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/progress_row.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headroom::ui::exports {
namespace {

constexpr int optionsWidth = 470;
constexpr const char* sizeKey = "headroomSizeKey";

QString stateText(const ExportRow& row) {
    const QString done =
        ExportsPage::tr("%1 of %2 files").arg(formatNumber(row.filesDone), formatNumber(row.filesTotal));
    switch (row.state) {
    case ExportState::Waiting:
        return ExportsPage::tr("Waiting");
    case ExportState::Running:
        return done;
    case ExportState::Done:
        if (row.filesFailed > 0) return ExportsPage::tr("%1, %n failed", nullptr, row.filesFailed).arg(done);
        if (row.filesSkipped > 0)
            return ExportsPage::tr("%1, %n skipped", nullptr, row.filesSkipped).arg(done);
        return ExportsPage::tr("%n file(s) written", nullptr, row.filesDone);
    case ExportState::Cancelled:
        return ExportsPage::tr("Cancelled, %n file(s) kept", nullptr, row.filesDone);
    case ExportState::Failed:
        return words(row.error.value_or(ErrorCode::Internal)).title;
    }
    return {};
}

Tone stateTone(const ExportRow& row) {
    switch (row.state) {
    case ExportState::Waiting:
    case ExportState::Running:
        return Tone::Accent;
    case ExportState::Done:
        return row.filesFailed > 0 ? Tone::Warning : Tone::Success;
    case ExportState::Cancelled:
        return Tone::Warning;
    case ExportState::Failed:
        return Tone::Danger;
    }
    return Tone::Accent;
}

} // namespace

ExportsPage::ExportsPage(ExportsSource& source, ExportsActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::pageMarginX, metric::pageMarginTop, metric::pageMarginX,
                               metric::pageMarginBottom);
    column->setSpacing(metric::gapLarge);
    auto* header = new PageHeader(tr("Exports"));
    header->setSubtitle(tr("Headshots as files, named the way you need them"));
    column->addWidget(header);
    auto* row = new QHBoxLayout;
    row->setSpacing(metric::gap);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(optionsWidth);
    scroll->setWidget(buildOptions());
    row->addWidget(scroll);
    row->addWidget(buildList(), 1);
    column->addLayout(row, 1);
    connect(&source_, &ExportsSource::changed, this, &ExportsPage::refreshPlan);
    connect(&source_, &ExportsSource::changed, this, &ExportsPage::refreshList);
    refreshPlan();
    refreshList();
}

Card* ExportsPage::buildOptions() {
    auto* card = new Card;
    card->body()->setSpacing(13);
    card->body()->addWidget(new TextLabel(tr("New export"), TextStyle::Title));
    what_ = new TextLabel({}, TextStyle::Body, Tone::Secondary);
    card->body()->addWidget(what_);
    const Options last = source_.lastOptions();
    format_ = new QComboBox;
    format_->addItems(
        {QStringLiteral("JPEG"), QStringLiteral("PNG"), QStringLiteral("WebP"), QStringLiteral("TIFF")});
    format_->setCurrentIndex(int(last.format));
    conflict_ = new QComboBox;
    conflict_->addItems({tr("Keep both"), tr("Replace"), tr("Skip")});
    conflict_->setCurrentIndex(int(last.conflict));
    auto* pair = new QHBoxLayout;
    pair->setSpacing(12);
    pair->addWidget(labelled(tr("Format"), format_), 1);
    pair->addWidget(labelled(tr("If a file exists"), conflict_), 1);
    card->body()->addLayout(pair);
    auto* sizes = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    sizes->setSizePolicy(policy);
    auto* flow = new FlowLayout(16);
    sizes->setLayout(flow);
    for (const SizeChoice& size : source_.sizes()) {
        auto* box = new QCheckBox(size.name);
        box->setProperty(sizeKey, size.key);
        box->setChecked(last.sizes.contains(size.key));
        flow->addWidget(box);
        sizes_ << box;
        connect(box, &QCheckBox::toggled, this, &ExportsPage::refreshPlan);
    }
    card->body()->addWidget(labelled(tr("Sizes"), sizes));
    card->body()->addWidget(buildNames());
    strip_ = new QCheckBox(tr("Leave out camera data and names"));
    strip_->setToolTip(tr("The note that a picture was made or changed by a machine always stays."));
    strip_->setChecked(last.metadata == Metadata::Strip);
    card->body()->addWidget(strip_);
    auto* where = new QWidget;
    auto* line = new QHBoxLayout(where);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    folder_ = new QLineEdit(last.folder);
    folder_->setAccessibleName(tr("Folder"));
    line->addWidget(folder_, 1);
    QPushButton* browse = makeButton(tr("Choose…"), QStringLiteral("folder-open"));
    line->addWidget(browse);
    card->body()->addWidget(labelled(tr("Folder"), where));
    plan_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    plan_->setWordWrap(true);
    card->body()->addWidget(plan_);
    start_ = makeButton(tr("Export"), QStringLiteral("folder-down"), ButtonVariant::Primary);
    start_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    card->body()->addWidget(start_);
    reason_ = new TextLabel({}, TextStyle::Small, Tone::Warning);
    reason_->setWordWrap(true);
    card->body()->addWidget(reason_);
    card->body()->addStretch();
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportsPage::refreshPlan);
    connect(conflict_, &QComboBox::currentIndexChanged, this, &ExportsPage::refreshPlan);
    connect(strip_, &QCheckBox::toggled, this, &ExportsPage::refreshPlan);
    connect(folder_, &QLineEdit::textChanged, this, &ExportsPage::refreshPlan);
    connect(browse, &QPushButton::clicked, this, &ExportsPage::chooseFolder);
    connect(start_, &QPushButton::clicked, this, &ExportsPage::start);
    return card;
}

QWidget* ExportsPage::buildNames() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(7);
    template_ = new QLineEdit(source_.lastOptions().nameTemplate);
    column->addWidget(labelled(tr("File names"), template_));
    auto* flow = new FlowLayout(6);
    auto* chips = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    chips->setSizePolicy(policy);
    chips->setLayout(flow);
    for (const auto& [placeholder, meaning] : source_.placeholders()) {
        QPushButton* chip = makeButton(placeholder, {}, ButtonVariant::Chip);
        chip->setFixedHeight(26);
        chip->setToolTip(meaning);
        chip->setAccessibleName(tr("Insert %1").arg(meaning));
        flow->addWidget(chip);
        connect(chip, &QPushButton::clicked, this, [this, text = placeholder] { template_->insert(text); });
    }
    column->addWidget(chips);
    names_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    names_->setWordWrap(true);
    column->addWidget(names_);
    connect(template_, &QLineEdit::textChanged, this, &ExportsPage::refreshPlan);
    return box;
}

Card* ExportsPage::buildList() {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(tr("Running and finished"), TextStyle::Title));
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto* content = new QWidget;
    content->setAutoFillBackground(false);
    list_ = new QVBoxLayout(content);
    list_->setContentsMargins(0, 0, 6, 0);
    empty_ = new EmptyState;
    empty_->setContent(
        QStringLiteral("folder-down"), tr("No exports yet"),
        tr("Choose headshots in the gallery, or export all of them with the options on this page."));
    list_->addWidget(empty_);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    card->body()->addWidget(scroll, 1);
    return card;
}

void ExportsPage::setHeadshots(const QStringList& keys) {
    headshots_ = keys;
    refreshPlan();
}

Options ExportsPage::options() const {
    Options result;
    result.headshots = headshots_;
    result.format = Format(format_->currentIndex());
    for (const QCheckBox* box : sizes_)
        if (box->isChecked()) result.sizes << box->property(sizeKey).toString();
    result.nameTemplate = template_->text();
    result.conflict = ConflictPolicy(conflict_->currentIndex());
    result.metadata = strip_->isChecked() ? Metadata::Strip : Metadata::Keep;
    result.folder = folder_->text().trimmed();
    return result;
}

void ExportsPage::refreshPlan() {
    const Plan plan = source_.plan(options());
    what_->setText(headshots_.isEmpty()
                       ? tr("All %n finished headshot(s) of the team", nullptr, plan.headshots)
                       : tr("%n chosen headshot(s)", nullptr, plan.headshots));
    template_->setProperty("headroomInvalid", !plan.templateProblem.isEmpty());
    template_->update();
    names_->setTone(plan.templateProblem.isEmpty() ? Tone::Muted : Tone::Danger);
    names_->setText(plan.templateProblem.isEmpty()
                        ? tr("For example %1").arg(plan.exampleNames.join(QStringLiteral(", ")))
                        : plan.templateProblem);
    QString size = tr("%n file(s), about %1", nullptr, plan.files).arg(formatBytes(plan.estimatedBytes));
    if (plan.freeBytes >= 0) size = tr("%1; %2 are free").arg(size, formatBytes(plan.freeBytes));
    plan_->setText(size);
    setAvailable(start_, plan.blockedBy);
    reason_->setText(plan.blockedBy);
    reason_->setVisible(!plan.blockedBy.isEmpty());
}

void ExportsPage::refreshList() {
    delete rows_;
    rows_ = new QWidget;
    auto* column = new QVBoxLayout(rows_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    const std::vector<ExportRow> rows = source_.exports();
    for (std::size_t i = 0; i < rows.size() && i < std::size_t(mostRows); ++i)
        column->addWidget(buildRow(rows[i]));
    column->addStretch();
    list_->addWidget(rows_, 1);
    rows_->setVisible(!rows.empty());
    empty_->setVisible(rows.empty());
}

QWidget* ExportsPage::buildRow(const ExportRow& row) {
    auto* line = new ProgressRow(tr("%1 to %2").arg(row.title, row.folder));
    const bool running = row.state == ExportState::Running || row.state == ExportState::Waiting;
    const double share = row.filesTotal > 0 ? double(row.filesDone) / row.filesTotal : 0;
    line->setState(share, stateText(row), stateTone(row));
    if (row.error) line->setToolTip(sentence(*row.error));
    if (running) {
        QPushButton* cancel = line->addAction(QStringLiteral("x"), tr("Cancel; finished files stay"));
        connect(cancel, &QPushButton::clicked, this, [this, key = row.key] { actions_.cancel(key); });
        return line;
    }
    if (row.state == ExportState::Cancelled || row.state == ExportState::Failed) {
        QPushButton* resume = line->addAction(QStringLiteral("rotate-cw"), tr("Go on"));
        connect(resume, &QPushButton::clicked, this, [this, key = row.key] { actions_.resume(key); });
    }
    QPushButton* show = line->addAction(QStringLiteral("folder-open"), tr("Show in folder"));
    connect(show, &QPushButton::clicked, this, [this, key = row.key] { actions_.showFolder(key); });
    QPushButton* forget = line->addAction(QStringLiteral("x"), tr("Remove from this list"));
    connect(forget, &QPushButton::clicked, this, [this, key = row.key] { actions_.forget(key); });
    return line;
}

void ExportsPage::chooseFolder() {
    auto* chooser = new QFileDialog(this, tr("Choose a folder"), folder_->text());
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, folder_, &QLineEdit::setText);
    chooser->open();
}

void ExportsPage::start() {
    actions_.start(options(), guarded(this, [this](const Result<void>& result) {
                       if (result)
                           setHeadshots({});
                       else
                           showToast(this, {sentence(result.error()), Tone::Danger});
                   }));
}

} // namespace headroom::ui::exports
