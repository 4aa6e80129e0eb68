#include "ui/exports/export_options_form.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headroom::ui::exports {
namespace {

constexpr const char* sizeKey = "headroomSizeKey";
constexpr int mostPixels = 8192;
constexpr QSize firstOwnSize{800, 800};
constexpr int namesShown = 3;

constexpr int besideScrollBar = 4; ///< so that what stands above and below each other ends at one line

QString sizeText(const SizeChoice& size) {
    if (size.pixels.isEmpty()) return size.name;
    return ExportOptionsForm::tr("%1, %2 × %3")
        .arg(size.name)
        .arg(size.pixels.width())
        .arg(size.pixels.height());
}

QWidget* flowing(FlowLayout* flow) {
    auto* widget = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    widget->setSizePolicy(policy);
    widget->setLayout(flow);
    return widget;
}

QVBoxLayout* plainColumn(QWidget* widget, int spacing) {
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing);
    return column;
}

/// First "all", then one entry each; keeps what was chosen if it is still there.
void fill(QComboBox* box, const QString& all, const std::vector<Filter>& filters) {
    const QString chosen = box->currentData().toString();
    const QSignalBlocker quiet(box);
    box->clear();
    box->addItem(all, QString());
    for (const Filter& filter : filters)
        box->addItem(filter.name, filter.key);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

QComboBox* makeFilter(const QString& name) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setMinimumContentsLength(6);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

} // namespace

ExportOptionsForm::ExportOptionsForm(ExportsSource& source, QWidget* parent)
    : Card(parent)
    , source_(source) {
    body()->setSpacing(10);
    body()->addWidget(new TextLabel(tr("New export"), TextStyle::Title));
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto* content = new QWidget;
    auto* column = plainColumn(content, 13);
    column->setContentsMargins(0, 0, besideScrollBar, 0);
    column->addWidget(buildWhat());
    column->addWidget(buildFormat());
    column->addWidget(buildSizes());
    column->addWidget(buildNames());
    column->addWidget(buildFolder());
    column->addStretch();
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    body()->addWidget(scroll, 1);
    body()->addWidget(buildFooter());
    fillFilters();
    connectAll();
    refresh();
}

QWidget* ExportOptionsForm::buildWhat() {
    auto* box = new QWidget;
    auto* column = plainColumn(box, 8);
    auto* line = new QHBoxLayout;
    what_ = new TextLabel({}, TextStyle::Body, Tone::Secondary);
    line->addWidget(what_, 1);
    dropChoice_ = makeButton(tr("All instead"), {}, ButtonVariant::Chip);
    dropChoice_->setFixedHeight(26);
    line->addWidget(dropChoice_);
    column->addLayout(line);
    filters_ = new QWidget;
    auto* filters = plainColumn(filters_, 9);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(12);
    member_ = makeFilter(tr("Member"));
    style_ = makeFilter(tr("Style"));
    pair->addWidget(labelled(tr("Member"), member_), 1);
    pair->addWidget(labelled(tr("Style"), style_), 1);
    filters->addLayout(pair);
    favourites_ = new QCheckBox(tr("Favourites only"));
    filters->addWidget(favourites_);
    column->addWidget(filters_);
    return box;
}

QWidget* ExportOptionsForm::buildFormat() {
    const Options last = source_.lastOptions();
    auto* box = new QWidget;
    auto* pair = new QHBoxLayout(box);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->setSpacing(12);
    format_ = new QComboBox;
    format_->addItems({QStringLiteral("JPEG"), QStringLiteral("PNG"), QStringLiteral("WebP")});
    format_->setCurrentIndex(int(last.format));
    conflict_ = new QComboBox;
    conflict_->addItems({tr("Keep both"), tr("Replace"), tr("Skip")});
    conflict_->setCurrentIndex(int(last.conflict));
    pair->addWidget(labelled(tr("Format"), format_), 1);
    pair->addWidget(labelled(tr("If a file exists"), conflict_), 1);
    return box;
}

QWidget* ExportOptionsForm::buildSizes() {
    const Options last = source_.lastOptions();
    auto* box = new QWidget;
    auto* column = plainColumn(box, 8);
    auto* flow = new FlowLayout(14);
    for (const SizeChoice& size : source_.sizes()) {
        auto* check = new QCheckBox(sizeText(size));
        check->setProperty(sizeKey, size.key);
        check->setChecked(last.sizes.contains(size.key));
        flow->addWidget(check);
        sizes_ << check;
    }
    column->addWidget(flowing(flow));
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    own_ = new QCheckBox(tr("Own size"));
    own_->setChecked(!last.ownSize.isEmpty());
    const QSize size = last.ownSize.isEmpty() ? firstOwnSize : last.ownSize;
    ownWidth_ = new NumberField(1, mostPixels, tr("Width in pixels"));
    ownHeight_ = new NumberField(1, mostPixels, tr("Height in pixels"));
    ownWidth_->setValue(size.width());
    ownHeight_->setValue(size.height());
    line->addWidget(own_);
    line->addWidget(ownWidth_);
    line->addWidget(new TextLabel(QStringLiteral("×"), TextStyle::Body, Tone::Muted));
    line->addWidget(ownHeight_);
    line->addWidget(new TextLabel(tr("pixels"), TextStyle::Body, Tone::Muted));
    line->addStretch();
    column->addLayout(line);
    return labelled(tr("Sizes"), box);
}

QWidget* ExportOptionsForm::buildNames() {
    auto* box = new QWidget;
    auto* column = plainColumn(box, 7);
    template_ = new QLineEdit(source_.lastOptions().nameTemplate);
    column->addWidget(labelled(tr("File names"), template_));
    auto* flow = new FlowLayout(6);
    for (const auto& [placeholder, meaning] : source_.placeholders()) {
        QPushButton* chip = makeButton(placeholder, {}, ButtonVariant::Chip);
        chip->setFixedHeight(26);
        chip->setToolTip(meaning);
        chip->setAccessibleName(tr("Insert %1").arg(meaning));
        flow->addWidget(chip);
        connect(chip, &QPushButton::clicked, this, [this, text = placeholder] {
            template_->insert(text);
            template_->setFocus();
        });
    }
    column->addWidget(flowing(flow));
    names_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    names_->setWordWrap(true);
    column->addWidget(names_);
    perMember_ = new QCheckBox(tr("A folder for each member"));
    perMember_->setChecked(source_.lastOptions().folders == Folders::PerMember);
    column->addWidget(perMember_);
    return box;
}

QWidget* ExportOptionsForm::buildFolder() {
    auto* where = new QWidget;
    auto* line = new QHBoxLayout(where);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    folder_ = new QLineEdit(source_.lastOptions().folder);
    folder_->setAccessibleName(tr("Folder"));
    line->addWidget(folder_, 1);
    QPushButton* browse = makeButton(tr("Choose…"), QStringLiteral("folder-open"));
    line->addWidget(browse);
    connect(browse, &QPushButton::clicked, this, &ExportOptionsForm::chooseFolder);
    return labelled(tr("Folder"), where);
}

QWidget* ExportOptionsForm::buildFooter() {
    auto* box = new QWidget;
    auto* column = plainColumn(box, 8);
    column->setContentsMargins(0, 0, besideScrollBar, 0);
    plan_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    plan_->setWordWrap(true);
    column->addWidget(plan_);
    start_ = makeButton(tr("Export"), QStringLiteral("folder-down"), ButtonVariant::Primary);
    start_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(start_);
    reason_ = new TextLabel({}, TextStyle::Small, Tone::Warning);
    reason_->setWordWrap(true);
    column->addWidget(reason_);
    return box;
}

void ExportOptionsForm::connectAll() {
    for (QComboBox* box : {member_, style_, format_, conflict_})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportOptionsForm::refresh);
    for (QCheckBox* box : sizes_ + QList<QCheckBox*>{favourites_, own_, perMember_})
        connect(box, &QCheckBox::toggled, this, &ExportOptionsForm::refresh);
    for (NumberField* field : {ownWidth_, ownHeight_})
        connect(field, &NumberField::valueChanged, this, &ExportOptionsForm::refresh);
    for (QLineEdit* field : {template_, folder_})
        connect(field, &QLineEdit::textChanged, this, &ExportOptionsForm::refresh);
    connect(dropChoice_, &QPushButton::clicked, this, [this] { setHeadshots({}); });
    connect(start_, &QPushButton::clicked, this, &ExportOptionsForm::startRequested);
    connect(&source_, &ExportsSource::planChanged, this, [this] {
        fillFilters();
        refresh();
    });
}

void ExportOptionsForm::fillFilters() {
    fill(member_, tr("Everybody"), source_.members());
    fill(style_, tr("All styles"), source_.styles());
}

void ExportOptionsForm::setHeadshots(const QStringList& keys) {
    headshots_ = keys;
    refresh();
}

Options ExportOptionsForm::options() const {
    Options result;
    result.headshots = headshots_;
    result.member = member_->currentData().toString();
    result.style = style_->currentData().toString();
    result.favourites = favourites_->isChecked() ? Favourites::Only : Favourites::Any;
    result.format = Format(format_->currentIndex());
    for (const QCheckBox* box : sizes_)
        if (box->isChecked()) result.sizes << box->property(sizeKey).toString();
    if (own_->isChecked()) result.ownSize = QSize(ownWidth_->value(), ownHeight_->value());
    result.nameTemplate = template_->text();
    result.folders = perMember_->isChecked() ? Folders::PerMember : Folders::One;
    result.conflict = ConflictPolicy(conflict_->currentIndex());
    result.folder = folder_->text().trimmed();
    return result;
}

void ExportOptionsForm::refresh() {
    const Options chosen = options();
    const Plan plan = source_.plan(chosen);
    const bool picked = !headshots_.isEmpty();
    const bool filtered = !chosen.member.isEmpty() || !chosen.style.isEmpty() || favourites_->isChecked();
    what_->setText(picked     ? tr("%n chosen headshot(s)", nullptr, plan.headshots)
                   : filtered ? tr("%n finished headshot(s) of this choice", nullptr, plan.headshots)
                              : tr("All %n finished headshot(s) of the team", nullptr, plan.headshots));
    dropChoice_->setVisible(picked);
    filters_->setVisible(!picked);
    for (QWidget* field : {static_cast<QWidget*>(ownWidth_), static_cast<QWidget*>(ownHeight_)})
        field->setEnabled(own_->isChecked());
    template_->setProperty("headroomInvalid", !plan.templateProblem.isEmpty());
    template_->update();
    names_->setTone(plan.templateProblem.isEmpty() ? Tone::Muted : Tone::Danger);
    names_->setText(
        !plan.templateProblem.isEmpty() ? plan.templateProblem
        : plan.exampleNames.isEmpty()
            ? QString()
            : tr("For example %1").arg(plan.exampleNames.mid(0, namesShown).join(QStringLiteral(", "))));
    names_->setVisible(!names_->text().isEmpty());
    QString size = tr("%n file(s), about %1", nullptr, plan.files).arg(formatBytes(plan.estimatedBytes));
    if (plan.freeBytes >= 0) size = tr("%1; %2 are free").arg(size, formatBytes(plan.freeBytes));
    plan_->setText(size);
    setAvailable(start_, plan.blockedBy);
    reason_->setText(plan.blockedBy);
    reason_->setVisible(!plan.blockedBy.isEmpty());
}

void ExportOptionsForm::chooseFolder() {
    auto* chooser = new QFileDialog(this, tr("Choose a folder"), folder_->text());
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, folder_, &QLineEdit::setText);
    chooser->open();
}

} // namespace headroom::ui::exports
