#include "ui/widgets/page_header.h"

#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace headroom::ui {

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , subtitle_(new TextLabel({}, TextStyle::Body, Tone::Muted))
    , actions_(new QHBoxLayout) {
    setAccessibleName(title);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(new TextLabel(title, TextStyle::Heading));
    subtitle_->setElided(Qt::ElideRight);
    words->addWidget(subtitle_);
    row->addLayout(words, 1);
    actions_->setSpacing(10);
    row->addLayout(actions_);
}

void PageHeader::setSubtitle(const QString& text) {
    subtitle_->setText(text);
    subtitle_->setToolTip(text);
}

void PageHeader::addAction(QWidget* widget) {
    actions_->addWidget(widget);
}

} // namespace headroom::ui
