#include "ui/settings/generators_dialog.h"

#include "ui/settings/generator_order.h"
#include "ui/settings/generator_words.h"
#include "ui/settings/settings_limits.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/money_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/text_label.h"
#include "ui/words/generator_names.h"
#include "ui/words/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {

constexpr int dialogWidth = 720;
constexpr int stylesWidth = 190;
constexpr int ordersHeight = 250;
constexpr int indicatorWidth = 26; ///< of a check box, before its words
constexpr int styleHeight = 30;
constexpr int markSize = 14;

enum Whose { Given, Own }; ///< indices of the two segmented controls

QString whereTo(const Generator& generator) {
    const QString name = generatorName(generator.name);
    return generator.place.isEmpty() ? name : GeneratorsDialog::tr("%1 (%2)").arg(name, generator.place);
}

} // namespace

GeneratorsDialog::GeneratorsDialog(const Generators& generators, GeneratorsActions& actions, QWidget* parent)
    : Dialog(
          tr("Who makes headshots"),
          tr("The first one that works and may be used makes a headshot. When it cannot, the next one does."),
          parent)
    , generators_(generators)
    , actions_(actions) {
    setMinimumWidth(dialogWidth);
    readChoice();
    body()->addWidget(buildOrders());
    if (QWidget* consents = buildConsents()) body()->addWidget(consents);
    body()->addWidget(buildLimit());
    addCancel();
    setPrimary(tr("Save"));
    connect(this, &Dialog::primaryTriggered, this, &GeneratorsDialog::save);
    list_->setCurrentRow(0);
    judge();
}

void GeneratorsDialog::readChoice() {
    const GeneratorChoice choice = cleaned(generators_, generators_.choice);
    scopes_.push_back({{}, tr("All styles"), std::nullopt});
    if (!choice.order.isEmpty()) scopes_.front().order = choice.order;
    std::vector<StyleName> styles = generators_.styles;
    for (const QString& key : choice.styles.keys())
        if (std::ranges::find(styles, key, &StyleName::key) == styles.end()) styles.push_back({key, key});
    for (const StyleName& style : styles) {
        const auto own = choice.styles.constFind(style.key);
        scopes_.push_back({style.key, style.name,
                           own == choice.styles.constEnd() ? std::nullopt : std::optional(own.value())});
    }
}

QWidget* GeneratorsDialog::buildOrders() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metric::gap);
    list_ = new QListWidget;
    list_->setAccessibleName(tr("Styles"));
    list_->setProperty("headroomField", true);
    list_->setFrameStyle(list_->frameStyle()); // reads the frame width of a field
    list_->setFixedWidth(stylesWidth);
    list_->setMinimumHeight(ordersHeight);
    list_->setIconSize({markSize, markSize});
    for (const Scope& scope : scopes_) {
        auto* item = new QListWidgetItem(scope.name, list_);
        item->setSizeHint({0, styleHeight});
    }
    row->addWidget(list_);
    auto* right = new QVBoxLayout;
    right->setSpacing(metric::gap);
    own_ = new SegmentedControl({{}, {}}, tr("Whose order"));
    right->addWidget(own_, 0, Qt::AlignLeft);
    order_ = new GeneratorOrder(generators_.available);
    right->addWidget(order_);
    right->addStretch();
    row->addLayout(right, 1);
    connect(list_, &QListWidget::currentRowChanged, this, &GeneratorsDialog::showScope);
    connect(own_, &SegmentedControl::chosen, this, &GeneratorsDialog::chooseOwn);
    connect(order_, &GeneratorOrder::changed, this, &GeneratorsDialog::takeOrder);
    return box;
}

QWidget* GeneratorsDialog::buildConsents() {
    std::vector<QWidget*> rows;
    for (const Generator& generator : generators_.available)
        if (generator.photosLeave) rows.push_back(buildConsent(generator));
    if (rows.empty()) return nullptr;
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metric::gapSmall);
    column->addWidget(
        new TextLabel(tr("Photos that leave the endpoint"), TextStyle::BodyStrong, Tone::Secondary));
    auto* meaning = new TextLabel(
        tr("Photos of those who ask for a headshot, without name, place or time. Each consent is a "
           "decision of its own, and the team's records keep it with your name. Whom you do not "
           "give it is passed over."),
        TextStyle::Small, Tone::Muted);
    meaning->setWordWrap(true);
    column->addWidget(meaning);
    auto* card = new Card;
    for (QWidget* row : rows)
        card->body()->addWidget(row);
    column->addWidget(card);
    return box;
}

QWidget* GeneratorsDialog::buildConsent(const Generator& generator) {
    const QString name = generatorName(generator.name);
    auto* row = new QWidget;
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto* box = new QCheckBox(tr("Photos may be sent to %1").arg(name));
    box->setChecked(generators_.choice.consents.contains(generator.name));
    const QString words =
        tr("They go to %1, with the style that was chosen. The operator's account there pays, %2.")
            .arg(whereTo(generator), costWords(generator));
    box->setAccessibleDescription(words);
    column->addWidget(box);
    auto* detail = new TextLabel(words, TextStyle::Small, Tone::Muted);
    detail->setWordWrap(true);
    detail->setContentsMargins(layoutDirection() == Qt::LeftToRight ? indicatorWidth : 0, 0,
                               layoutDirection() == Qt::LeftToRight ? 0 : indicatorWidth, 0);
    column->addWidget(detail);
    connect(box, &QCheckBox::toggled, this, &GeneratorsDialog::judge);
    consents_.emplace_back(generator.name, box);
    return row;
}

QWidget* GeneratorsDialog::buildLimit() {
    const Spending& spending = generators_.spending;
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metric::gap);
    const QString given =
        tr("The operator's, %1").arg(formatMicros(spending.operatorDayLimitMicros, spending.currency));
    ownLimit_ = new SegmentedControl({given, tr("A limit of our own")}, tr("Limit a day"));
    limit_ = new MoneyField(limits::mostDayLimitMicros, tr("Our own limit a day"));
    limit_->setCurrency(spending.currency);
    const std::optional<qint64> own = generators_.choice.dayLimitMicros;
    limit_->setMicros(own.value_or(spending.operatorDayLimitMicros));
    limit_->setEnabled(own.has_value());
    ownLimit_->setCurrent(own ? Own : Given);
    row->addWidget(ownLimit_);
    row->addWidget(limit_);
    row->addStretch();
    connect(ownLimit_, &SegmentedControl::chosen, this, [this](int index) {
        limit_->setEnabled(index == Own);
        if (index == Own) limit_->setFocus(Qt::OtherFocusReason);
    });
    return labelled(
        tr("Limit a day"), box,
        tr("Paid services make no more headshots that day once it is reached. The operator's limit "
           "is for all teams together and holds in any case."));
}

GeneratorsDialog::Scope& GeneratorsDialog::scope() {
    return scopes_[std::size_t(std::max(0, list_->currentRow()))];
}

QStringList GeneratorsDialog::inherited(const Scope& scope) const {
    const std::optional<QStringList> own = scope.style.isEmpty() ? std::nullopt : scopes_.front().order;
    return effectiveOrder(generators_, own);
}

void GeneratorsDialog::showScope() {
    const Scope& shown = scope();
    const bool all = shown.style.isEmpty();
    own_->setLabel(Given, all ? tr("As the operator has it") : tr("As for all styles"));
    own_->setLabel(Own, all ? tr("An order of our own") : tr("An order of its own"));
    own_->setCurrent(shown.order ? Own : Given);
    order_->setOrder(shown.order.value_or(inherited(shown)),
                     shown.order ? GeneratorOrder::Editing::Yes : GeneratorOrder::Editing::No);
    markScopes();
}

void GeneratorsDialog::chooseOwn(int index) {
    Scope& shown = scope();
    if (index == Own)
        shown.order = inherited(shown);
    else
        shown.order.reset();
    showScope();
    judge();
}

void GeneratorsDialog::takeOrder() {
    scope().order = order_->order();
    judge();
}

/// Styles that go their own way are to be seen without looking at each.
void GeneratorsDialog::markScopes() {
    const QIcon mark = icon(QStringLiteral("sliders-horizontal"), Theme::t().accentText);
    for (int i = 1; i < int(scopes_.size()); ++i) {
        const Scope& one = scopes_[std::size_t(i)];
        QListWidgetItem* item = list_->item(i);
        item->setIcon(one.order ? mark : QIcon());
        item->setData(Qt::AccessibleTextRole,
                      one.order ? tr("%1, an order of its own").arg(one.name) : one.name);
    }
}

/// What cannot be saved, and what would be saved but helps nobody.
void GeneratorsDialog::judge() {
    const auto empty =
        std::ranges::find_if(scopes_, [](const Scope& one) { return one.order && one.order->isEmpty(); });
    setPrimaryReason(empty == scopes_.end() ? QString() : tr("%1: choose at least one").arg(empty->name));
    if (empty != scopes_.end())
        return showNotice(Tone::Warning, tr("%1: choose at least one.").arg(empty->name));
    const QStringList consents = choice().consents;
    for (const Scope& one : scopes_)
        if (usable(generators_, one.order.value_or(inherited(one)), consents).isEmpty())
            return showNotice(Tone::Warning,
                              tr("%1: nobody may make these headshots, as no photo may be sent "
                                 "to any of those chosen.")
                                  .arg(one.name));
    QStringList gone;
    for (const QString& name : goneNames(generators_))
        gone << generatorName(name);
    if (!gone.isEmpty())
        return showNotice(Tone::Info, tr("The operator does not offer %1 any more; saving takes it out.")
                                          .arg(gone.join(QStringLiteral(", "))));
    clearNotice();
}

GeneratorChoice GeneratorsDialog::choice() const {
    GeneratorChoice choice;
    choice.order = scopes_.front().order.value_or(QStringList());
    for (const Scope& one : scopes_)
        if (!one.style.isEmpty() && one.order) choice.styles[one.style] = *one.order;
    for (const auto& [name, box] : consents_)
        if (box->isChecked()) choice.consents << name;
    if (ownLimit_->current() == Own) choice.dayLimitMicros = limit_->micros();
    return choice;
}

void GeneratorsDialog::save() {
    setBusy(true);
    actions_.choose(choice(), guarded(this, [this](const Result<void>& result) {
                        setBusy(false);
                        if (!result) return showNotice(Tone::Danger, sentence(result.error()));
                        Q_EMIT saved();
                        accept();
                    }));
}

} // namespace headroom::ui::settings
