#include "ui/settings/setting_row.h"

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace headroom::ui::settings {
namespace {

constexpr int headingGap = 8;
constexpr int fieldWidth = 280;

/// A hairline in the colour of the card's border.
class Divider : public QWidget {
public:
    Divider() { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), Theme::t().border); }
};

} // namespace

QLineEdit* makeSettingField(const QString& accessibleName) {
    auto* field = new QLineEdit;
    field->setAccessibleName(accessibleName);
    field->setFixedWidth(fieldWidth);
    return field;
}

SettingRow::SettingRow(const QString& name, const QString& detail, QWidget* control, QWidget* parent)
    : QWidget(parent)
    , name_(new TextLabel(name, TextStyle::BodyStrong))
    , detail_(new TextLabel(detail, TextStyle::Small, Tone::Muted)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(rowPaddingX, rowPaddingY, rowPaddingX, rowPaddingY);
    row->setSpacing(metric::gapLarge);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name_);
    detail_->setWordWrap(true);
    words->addWidget(detail_);
    detail_->setVisible(!detail.isEmpty());
    row->addLayout(words, 1);
    if (control) row->addWidget(control, 0, Qt::AlignVCenter);
}

void SettingRow::setName(const QString& name) {
    name_->setText(name);
}

void SettingRow::setDetail(const QString& detail) {
    detail_->setText(detail);
    detail_->setVisible(!detail.isEmpty());
}

SettingSection::SettingSection(const QString& title, QWidget* parent)
    : QWidget(parent)
    , heading_(new QHBoxLayout)
    , card_(new Card) {
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(headingGap);
    heading_->addWidget(new TextLabel(title, TextStyle::Title), 1);
    column->addLayout(heading_);
    card_->body()->setContentsMargins(1, 3, 1, 3);
    card_->body()->setSpacing(0);
    column->addWidget(card_);
}

void SettingSection::setHeadingAction(QWidget* action) {
    heading_->addWidget(action, 0, Qt::AlignVCenter);
}

SettingRow* SettingSection::addRow(const QString& name, const QString& detail, QWidget* control) {
    auto* row = new SettingRow(name, detail, control);
    addRow(row);
    return row;
}

void SettingSection::addRow(QWidget* row) {
    if (card_->body()->count() > 0) card_->body()->addWidget(new Divider);
    card_->body()->addWidget(row);
}

void SettingSection::clear() {
    while (QLayoutItem* item = card_->body()->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // a click in it may be what led here
        }
        delete item;
    }
}

} // namespace headroom::ui::settings
