#include "ui/settings/generator_order.h"

#include "ui/settings/generator_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text_label.h"
#include "ui/words/generator_names.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {

constexpr int placeWidth = 18;
constexpr int rowSpacing = 10;

QString detailOf(const Generator& generator) {
    QString detail = costWords(generator);
    detail[0] = detail[0].toUpper();
    if (!generator.photosLeave) return GeneratorOrder::tr("%1, no photo leaves the endpoint").arg(detail);
    return GeneratorOrder::tr("%1, only with the consent below").arg(detail);
}

} // namespace

GeneratorOrder::GeneratorOrder(const std::vector<Generator>& available, QWidget* parent)
    : QWidget(parent)
    , column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(rowSpacing);
    for (const Generator& generator : available) {
        operators_ << generator.name;
        rows_.push_back(makeRow(generator));
    }
    setOrder(operators_, Editing::No);
}

GeneratorOrder::Row GeneratorOrder::makeRow(const Generator& generator) {
    const QString title = generatorName(generator.name);
    const QString name = generator.name;
    Row row;
    row.name = name;
    row.widget = new QWidget;
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    row.used = new QCheckBox(title);
    row.used->setFont(ui::font(TextStyle::BodyStrong));
    row.used->setAccessibleName(tr("Use %1").arg(title));
    row.place = new TextLabel({}, TextStyle::BodyStrong, Tone::Muted);
    row.place->setFixedWidth(placeWidth);
    row.place->setFixedHeight(row.used->sizeHint().height());
    row.place->setAlignment(Qt::AlignVCenter | Qt::AlignLeading);
    line->addWidget(row.place, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(row.used);
    auto* detail = new TextLabel(detailOf(generator), TextStyle::Small, Tone::Muted);
    detail->setWordWrap(true);
    words->addWidget(detail);
    if (!generator.problem.isEmpty()) {
        auto* problem = new TextLabel(generator.problem, TextStyle::Small, Tone::Danger);
        problem->setWordWrap(true);
        words->addWidget(problem);
    }
    line->addLayout(words, 1);
    row.up = makeIconButton(QStringLiteral("arrow-up"), tr("%1 earlier").arg(title));
    row.down = makeIconButton(QStringLiteral("arrow-down"), tr("%1 later").arg(title));
    line->addWidget(row.up, 0, Qt::AlignVCenter);
    line->addWidget(row.down, 0, Qt::AlignVCenter);
    connect(row.used, &QCheckBox::toggled, this, [this, name](bool used) { toggle(name, used); });
    connect(row.up, &QPushButton::clicked, this, [this, name] { move(name, -1); });
    connect(row.down, &QPushButton::clicked, this, [this, name] { move(name, 1); });
    return row;
}

void GeneratorOrder::setOrder(const QStringList& order, Editing editing) {
    editing_ = editing;
    const auto placeOf = [&](const Row& row) {
        const auto at = order.indexOf(row.name);
        return at >= 0 ? at : order.size() + operators_.indexOf(row.name);
    };
    std::ranges::sort(rows_, {}, placeOf);
    for (const Row& row : rows_) {
        const QSignalBlocker blocker(row.used);
        row.used->setChecked(order.contains(row.name));
    }
    place();
}

QStringList GeneratorOrder::order() const {
    QStringList names;
    for (const Row& row : rows_)
        if (row.used->isChecked()) names << row.name;
    return names;
}

void GeneratorOrder::place() {
    const QWidget* focused = focusWidget();
    const int used = int(order().size());
    const bool editing = editing_ == Editing::Yes;
    QWidget* before = nullptr;
    for (int i = 0; i < int(rows_.size()); ++i) {
        const Row& row = rows_[std::size_t(i)];
        column_->removeWidget(row.widget);
        column_->addWidget(row.widget);
        const bool isUsed = row.used->isChecked();
        row.place->setText(isUsed ? QString::number(i + 1) : QString());
        row.used->setEnabled(editing);
        row.up->setEnabled(editing && isUsed && i > 0);
        row.down->setEnabled(editing && isUsed && i + 1 < used);
        // The keyboard goes on from what was just moved, also where it cannot move further.
        if (focused == row.up && !row.up->isEnabled()) row.down->setFocus(Qt::TabFocusReason);
        if (focused == row.down && !row.down->isEnabled()) row.up->setFocus(Qt::TabFocusReason);
        for (QWidget* control : {static_cast<QWidget*>(row.used), static_cast<QWidget*>(row.up),
                                 static_cast<QWidget*>(row.down)}) {
            if (before) setTabOrder(before, control);
            before = control;
        }
    }
}

void GeneratorOrder::move(const QString& name, int by) {
    const auto at = std::ranges::find(rows_, name, &Row::name) - rows_.begin();
    const auto to = at + by;
    if (to < 0 || to >= order().size()) return;
    std::swap(rows_[std::size_t(at)], rows_[std::size_t(to)]);
    place();
    Q_EMIT changed();
}

void GeneratorOrder::toggle(const QString&, bool) {
    // What is left out goes behind the rest, what is taken in joins at its end.
    std::ranges::stable_partition(rows_, [](const Row& row) { return row.used->isChecked(); });
    place();
    Q_EMIT changed();
}

} // namespace headroom::ui::settings
