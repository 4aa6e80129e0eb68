#include "ui/credits/buy_dialog.h"

#include "ui/credits/order_panel.h"
#include "ui/credits/package_card.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headroom::ui::credits {
namespace {
constexpr int customId = 1000;
}

BuyDialog::BuyDialog(CreditsSource& source, CreditsActions& actions, QWidget* parent)
    : Dialog(tr("Buy credits"),
             tr("Credits go to the team's pool and do not expire. One credit is one headshot."), parent)
    , source_(source)
    , actions_(actions)
    , prices_(source.prices())
    , stack_(new QStackedWidget)
    , choices_(new QButtonGroup(this))
    , customCredits_(new NumberField(prices_.customLeast, prices_.customMost, tr("Number of credits")))
    , hint_(new Notice)
    , total_(new TextLabel({}, TextStyle::Label))
    , order_(new OrderPanel(source, actions)) {
    setMinimumWidth(720);
    stack_->addWidget(buildChoice());
    stack_->addWidget(order_);
    body()->addWidget(stack_);
    cancel_ = addCancel();
    primary_ = setPrimary(tr("Continue to payment"), QStringLiteral("external-link"));
    connect(this, &Dialog::primaryTriggered, this, &BuyDialog::buy);
    connect(choices_, &QButtonGroup::idToggled, this, &BuyDialog::refresh);
    connect(customCredits_, &QSpinBox::valueChanged, this, &BuyDialog::refresh);
    connect(&source_, &CreditsSource::changed, this, &BuyDialog::refresh);
    connect(hint_, &Notice::actionTriggered, this, [this] {
        if (QAbstractButton* button = choices_->button(hinted_)) button->setChecked(true);
    });
    connect(order_, &OrderPanel::orderChanged, this, &BuyDialog::updateOrder);
    connect(order_, &OrderPanel::startOverRequested, this, [this] {
        stack_->setCurrentIndex(0);
        primary_->show();
        cancel_->setText(tr("Cancel"));
        refresh();
    });
    refresh();
}

QWidget* BuyDialog::buildChoice() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(10);
    qint64 cheapest = prices_.customUnitMinor;
    int best = -1;
    for (int i = 0; i < int(prices_.packages.size()); ++i) {
        const CreditPackage& package = prices_.packages[std::size_t(i)];
        const qint64 each = package.credits > 0 ? package.priceMinor / package.credits : 0;
        if (each < cheapest) {
            cheapest = each;
            best = i;
        }
        auto* card = new PackageCard(package.name, tr("%n credit(s)", nullptr, int(package.credits)),
                                     formatMoney(package.priceMinor, prices_.currency),
                                     tr("%1 each").arg(formatMoney(each, prices_.currency)));
        choices_->addButton(card, i);
        cards->addWidget(card);
    }
    if (auto* card = qobject_cast<PackageCard*>(choices_->button(best))) card->setBadge(tr("Best price"));
    customCard_ = new PackageCard(tr("Custom"), {}, {}, {});
    choices_->addButton(customCard_, customId);
    cards->addWidget(customCard_);
    column->addLayout(cards);

    customCredits_->setValue(std::clamp(100, prices_.customLeast, prices_.customMost));
    customRow_ =
        labelled(tr("Number of credits"), customCredits_,
                 tr("%1 to %2").arg(formatNumber(prices_.customLeast), formatNumber(prices_.customMost)));
    column->addWidget(customRow_);
    column->addWidget(hint_);
    column->addWidget(total_);
    if (prices_.sandbox)
        column->addWidget(new TextLabel(tr("Test mode: no money is taken."), TextStyle::Small, Tone::Muted));
    column->addStretch();
    const int middle = int(prices_.packages.size()) / 2;
    if (QAbstractButton* button = choices_->button(prices_.packages.empty() ? customId : middle))
        button->setChecked(true);
    return page;
}

Purchase BuyDialog::purchase() const {
    const int id = choices_->checkedId();
    if (id == customId) return {{}, customCredits_->value()};
    return {prices_.packages[std::size_t(id)].key, 0};
}

int BuyDialog::cheaperPackage(qint64 credits, qint64 price) const {
    int found = -1;
    qint64 least = price;
    for (int i = 0; i < int(prices_.packages.size()); ++i) {
        const CreditPackage& package = prices_.packages[std::size_t(i)];
        if (package.credits >= credits && package.priceMinor < least) {
            least = package.priceMinor;
            found = i;
        }
    }
    return found;
}

void BuyDialog::refresh() {
    if (stack_->currentIndex() != 0) return;
    const bool custom = choices_->checkedId() == customId;
    const qint64 credits = customCredits_->value();
    const qint64 customPrice = credits * prices_.customUnitMinor;
    customCard_->setTexts(tr("%n credit(s)", nullptr, int(credits)),
                          formatMoney(customPrice, prices_.currency),
                          tr("%1 each").arg(formatMoney(prices_.customUnitMinor, prices_.currency)));
    customRow_->setVisible(custom);
    hinted_ = custom ? cheaperPackage(credits, customPrice) : -1;
    if (hinted_ >= 0) {
        const CreditPackage& package = prices_.packages[std::size_t(hinted_)];
        hint_->setText(Tone::Info,
                       tr("%1 gives %2 credits for %3, that is less than %4 for %5.")
                           .arg(package.name, formatNumber(package.credits),
                                formatMoney(package.priceMinor, prices_.currency),
                                formatMoney(customPrice, prices_.currency), formatNumber(credits)),
                       tr("Take it"));
    } else {
        hint_->clear();
    }
    const Purchase chosen = purchase();
    if (custom) {
        total_->setText(tr("Total: %1").arg(formatMoney(customPrice, prices_.currency)));
    } else {
        const CreditPackage& package = prices_.packages[std::size_t(choices_->checkedId())];
        total_->setText(tr("Total: %1").arg(formatMoney(package.priceMinor, prices_.currency)));
    }
    const QString blocked = source_.buyingBlockedBy();
    setPrimaryReason(blocked);
    if (blocked.isEmpty())
        clearNotice();
    else
        showNotice(Tone::Warning, blocked);
}

void BuyDialog::buy() {
    setBusy(true);
    auto finish = guarded(this, [this](const Result<Order>& result) {
        setBusy(false);
        if (result)
            showOrder(*result);
        else
            showNotice(Tone::Danger, sentence(result.error()));
    });
    actions_.buy(purchase(), finish);
}

void BuyDialog::showOrder(const Order& order) {
    clearNotice();
    stack_->setCurrentWidget(order_);
    primary_->hide();
    cancel_->setText(tr("Close"));
    order_->setOrder(order);
}

void BuyDialog::updateOrder(const Order& order) {
    if (order.state != OrderState::Paid || paidTold_) return;
    paidTold_ = true;
    Q_EMIT paid(order);
}

} // namespace headroom::ui::credits
