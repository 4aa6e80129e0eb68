#include "ui/shell/outbox_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headroom::ui::shell {
namespace {

struct Face {
    QString text;
    Tone tone;
};

Face face(OutboxState state) {
    switch (state) {
    case OutboxState::Waiting:
        return {OutboxDialog::tr("Waiting"), Tone::Secondary};
    case OutboxState::Sending:
        return {OutboxDialog::tr("Sending"), Tone::Info};
    case OutboxState::Refused:
        return {OutboxDialog::tr("Refused"), Tone::Danger};
    case OutboxState::Unknown:
        return {OutboxDialog::tr("Being checked"), Tone::Warning};
    }
    return {};
}

} // namespace

OutboxDialog::OutboxDialog(ShellSource& source, ShellActions& actions, QWidget* parent)
    : Dialog(tr("Changes waiting to be sent"),
             tr("They are kept on this computer and sent in order when the server can be reached."), parent)
    , source_(source)
    , actions_(actions) {
    setMinimumSize(560, 420);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget;
    holder_ = new QVBoxLayout(content);
    holder_->setContentsMargins(0, 0, 8, 0);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false); // the dialog's own ground shows
    content->setAutoFillBackground(false);
    body()->addWidget(scroll, 1);
    addCancel(tr("Close"));
    connect(&source_, &ShellSource::changed, this, &OutboxDialog::refresh);
    refresh();
}

void OutboxDialog::refresh() {
    if (rows_) {
        holder_->removeWidget(rows_);
        rows_->hide();
        rows_->deleteLater(); // a click in it may be what led here
    }
    rows_ = new QWidget;
    auto* column = new QVBoxLayout(rows_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    const std::vector<OutboxRow> rows = source_.outbox();
    for (std::size_t i = 0; i < rows.size() && i < std::size_t(mostRows); ++i)
        column->addWidget(buildRow(rows[i]));
    if (rows.size() > std::size_t(mostRows))
        column->addWidget(new TextLabel(tr("and %n more", nullptr, int(rows.size()) - mostRows),
                                        TextStyle::Small, Tone::Muted));
    if (rows.empty()) {
        auto* empty = new EmptyState;
        empty->setContent(QStringLiteral("cloud-check"), tr("Everything is sent"),
                          tr("No change waits on this computer."));
        column->addWidget(empty);
    }
    column->addStretch();
    holder_->addWidget(rows_);
}

QWidget* OutboxDialog::buildRow(const OutboxRow& row) {
    auto* card = new Card;
    card->body()->setContentsMargins(14, 10, 10, 11);
    auto* line = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    auto* title = new TextLabel(row.title, TextStyle::BodyStrong);
    title->setElided(Qt::ElideRight);
    words->addWidget(title);
    const QString detail =
        row.error ? sentence(*row.error) : formatSince(row.made, QDateTime::currentDateTime());
    auto* note = new TextLabel(detail, TextStyle::Small, row.error ? Tone::Danger : Tone::Muted);
    note->setWordWrap(true);
    words->addWidget(note);
    line->addLayout(words, 1);
    const Face now = face(row.state);
    line->addWidget(new Pill(now.text, {}, now.tone));
    const bool refused = row.state == OutboxState::Refused;
    if (refused) {
        QPushButton* retry = makeIconButton(QStringLiteral("rotate-cw"), tr("Try again: %1").arg(row.title));
        connect(retry, &QPushButton::clicked, this, [this, key = row.key] { actions_.retryOutboxRow(key); });
        line->addWidget(retry);
    }
    if (refused || row.state == OutboxState::Waiting) {
        QPushButton* discard = makeIconButton(QStringLiteral("trash-2"), tr("Discard: %1").arg(row.title));
        connect(discard, &QPushButton::clicked, this,
                [this, key = row.key] { actions_.discardOutboxRow(key); });
        line->addWidget(discard);
    }
    card->body()->addLayout(line);
    return card;
}

} // namespace headroom::ui::shell
