#include "ui/gallery/widget_sheet.h"

#include "ui/theme/icons.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip_row.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/progress_row.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QSlider>
#include <QVBoxLayout>

namespace headroom::ui::gallery {
namespace {

QHBoxLayout* row(std::initializer_list<QWidget*> widgets) {
    auto* layout = new QHBoxLayout;
    layout->setSpacing(10);
    for (QWidget* widget : widgets)
        layout->addWidget(widget);
    layout->addStretch();
    return layout;
}

QPushButton* disabled(QPushButton* button) {
    button->setEnabled(false);
    return button;
}

Card* buttonCard() {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(QStringLiteral("Buttons"), TextStyle::Title));
    const QString plus = QStringLiteral("plus");
    card->body()->addLayout(
        row({makeButton(QStringLiteral("Primary"), plus, ButtonVariant::Primary),
             makeButton(QStringLiteral("Standard"), plus),
             makeButton(QStringLiteral("Ghost"), plus, ButtonVariant::Ghost),
             makeButton(QStringLiteral("Danger"), QStringLiteral("trash-2"), ButtonVariant::Danger),
             makeButton(QStringLiteral("Link"), {}, ButtonVariant::Link),
             makeIconButton(QStringLiteral("ellipsis"), QStringLiteral("More"))}));
    card->body()->addLayout(
        row({disabled(makeButton(QStringLiteral("Primary"), plus, ButtonVariant::Primary)),
             disabled(makeButton(QStringLiteral("Standard"), plus)),
             disabled(makeButton(QStringLiteral("Ghost"), plus, ButtonVariant::Ghost)),
             disabled(makeButton(QStringLiteral("Danger"), {}, ButtonVariant::Danger))}));
    auto* chips = new ChipRow(QStringLiteral("Filter"));
    chips->addChip(QStringLiteral("all"), QStringLiteral("All"));
    chips->addChip(QStringLiteral("fav"), QStringLiteral("Favourites"), QStringLiteral("heart"));
    chips->addChip(QStringLiteral("grey"), QStringLiteral("Studio grey"));
    card->body()->addWidget(chips);
    card->body()->addLayout(row(
        {new SegmentedControl({QStringLiteral("30 days"), QStringLiteral("90 days"), QStringLiteral("Year")},
                              QStringLiteral("Period"))}));
    card->body()->addStretch();
    return card;
}

Card* fieldCard() {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(QStringLiteral("Fields"), TextStyle::Title));
    card->body()->addWidget(new SearchField(QStringLiteral("Search members"), QStringLiteral("Ctrl F")));
    auto* text = new QLineEdit(QStringLiteral("elena.weber@northwind.design"));
    card->body()->addWidget(
        labelled(QStringLiteral("E-mail"), text, QStringLiteral("A code is sent to it.")));
    auto* combo = new QComboBox;
    combo->addItems({QStringLiteral("All roles"), QStringLiteral("Admins")});
    combo->setAccessibleName(QStringLiteral("Role"));
    auto* number = new NumberField(0, 10000, QStringLiteral("Credits"));
    number->setValue(1250);
    auto* wrong = new NumberField(0, 10000, QStringLiteral("Credits"));
    wrong->setValue(9999);
    wrong->setInvalid(true);
    card->body()->addLayout(row({combo, number, wrong, new Stepper(1, 9, QStringLiteral("Count"))}));
    auto* on = new QCheckBox(QStringLiteral("Include invited"));
    on->setChecked(true);
    auto* radio = new QRadioButton(QStringLiteral("Equal share"));
    radio->setChecked(true);
    card->body()->addLayout(
        row({on, new QCheckBox(QStringLiteral("Off")), radio, new QRadioButton(QStringLiteral("Top up"))}));
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(0, 10);
    slider->setValue(4);
    slider->setAccessibleName(QStringLiteral("Size"));
    card->body()->addWidget(slider);
    card->body()->addStretch();
    return card;
}

Card* stateCard() {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(QStringLiteral("States"), TextStyle::Title));
    card->body()->addLayout(
        row({new Pill(QStringLiteral("Member")), new Pill(QStringLiteral("Admin"), {}, Tone::Accent),
             new Pill(QStringLiteral("12.4 %"), QStringLiteral("trending-up"), Tone::Success),
             new Pill(QStringLiteral("Low soon"), QStringLiteral("triangle-alert"), Tone::Warning),
             new Pill(QStringLiteral("Suspended"), {}, Tone::Danger),
             new Pill(QStringLiteral("Invited"), {}, Tone::Info)}));
    auto* avatar = new Avatar(40);
    avatar->setPerson(QStringLiteral("Elena Weber"), QStringLiteral("1"));
    auto* other = new Avatar(40);
    other->setPerson(QStringLiteral("Noor Bianchi"), QStringLiteral("7"));
    card->body()->addLayout(row({avatar, other}));
    for (const auto& [tone, text] :
         {std::pair(Tone::Info, "Custom 400 costs $200; Enterprise gives 500 for $199."),
          std::pair(Tone::Warning, "The pool lacks 120 credits for this."),
          std::pair(Tone::Danger, "The payment was declined. Try another card."),
          std::pair(Tone::Success, "Paid. 500 credits were added to the pool.")}) {
        auto* notice = new Notice;
        notice->setText(tone, QString::fromUtf8(text),
                        tone == Tone::Info ? QStringLiteral("Take it") : QString());
        card->body()->addWidget(notice);
    }
    auto* upload = new ProgressRow(QStringLiteral("IMG_20261121_184455.jpg"));
    upload->setState(0.62, QStringLiteral("3.1 of 4.9 MB"));
    upload->addAction(QStringLiteral("pause"), QStringLiteral("Pause"));
    upload->addAction(QStringLiteral("x"), QStringLiteral("Remove"));
    card->body()->addWidget(upload);
    card->body()->addWidget(new Skeleton(QSize(120, 14)));
    card->body()->addStretch();
    return card;
}

Card* iconCard() {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(QStringLiteral("Mark"), TextStyle::Title));
    auto* mark = new QLabel;
    mark->setPixmap(applicationIcon().pixmap(QSize(96, 96), 2));
    auto* small = new QLabel;
    small->setPixmap(applicationIcon().pixmap(QSize(32, 32), 2));
    auto* tiny = new QLabel;
    tiny->setPixmap(applicationIcon().pixmap(QSize(16, 16), 2));
    card->body()->addLayout(row({mark, small, tiny}));
    auto* empty = new EmptyState;
    empty->setContent(QStringLiteral("images"), QStringLiteral("No headshots yet"),
                      QStringLiteral("Drop a few photos of yourself and choose a style."),
                      QStringLiteral("Make headshots"), QStringLiteral("sparkles"));
    card->body()->addWidget(empty, 1);
    return card;
}

} // namespace

WidgetSheet::WidgetSheet(QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(28, 22, 28, 20);
    column->setSpacing(14);
    auto* header = new PageHeader(QStringLiteral("Widgets"));
    header->setSubtitle(QStringLiteral("Everything that pages are made of"));
    column->addWidget(header);
    auto* metrics = new QHBoxLayout;
    metrics->setSpacing(14);
    auto* pool = new MetricCard(QStringLiteral("wallet"), QStringLiteral("Available in pool"));
    pool->setValue(QStringLiteral("1,284"), QStringLiteral("of 5,000 purchased"));
    pool->setShare(0.26);
    auto* lasts = new MetricCard(QStringLiteral("clock"), QStringLiteral("Pool lasts"));
    lasts->setValue(QStringLiteral("31 days"), QStringLiteral("at the present pace, until 23 Dec"));
    lasts->setPill(QStringLiteral("Low soon"), QStringLiteral("triangle-alert"), Tone::Warning);
    metrics->addWidget(pool, 1);
    metrics->addWidget(lasts, 1);
    column->addLayout(metrics);
    auto* first = new QHBoxLayout;
    first->setSpacing(14);
    first->addWidget(buttonCard(), 1);
    first->addWidget(fieldCard(), 1);
    column->addLayout(first);
    auto* second = new QHBoxLayout;
    second->setSpacing(14);
    second->addWidget(stateCard(), 1);
    second->addWidget(iconCard(), 1);
    column->addLayout(second, 1);
}

} // namespace headroom::ui::gallery
