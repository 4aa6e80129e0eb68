#include "ui/exports/export_list.h"

#include "ui/exports/export_results.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/progress_row.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QDir>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace headroom::ui::exports {
namespace {

bool isActive(ExportState state) {
    return state == ExportState::Running || state == ExportState::Waiting;
}

QString stateText(const ExportRow& row) {
    const QString done =
        ExportList::tr("%1 of %2 files").arg(formatNumber(row.filesDone), formatNumber(row.filesTotal));
    switch (row.state) {
    case ExportState::Waiting:
        return ExportList::tr("Waiting");
    case ExportState::Running:
        return done;
    case ExportState::Paused:
        return ExportList::tr("Paused, %1").arg(done);
    case ExportState::Offline:
        return ExportList::tr("%1, the rest when connected").arg(done);
    case ExportState::Done:
        if (row.filesFailed > 0) return ExportList::tr("%1, %n failed", nullptr, row.filesFailed).arg(done);
        if (row.filesSkipped > 0)
            return ExportList::tr("%1, %n already there", nullptr, row.filesSkipped).arg(done);
        return ExportList::tr("%n file(s) written", nullptr, row.filesDone);
    case ExportState::Cancelled:
        return ExportList::tr("Cancelled, %n file(s) kept", nullptr, row.filesDone);
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
    case ExportState::Paused:
    case ExportState::Offline:
    case ExportState::Cancelled:
        return Tone::Warning;
    case ExportState::Failed:
        return Tone::Danger;
    }
    return Tone::Accent;
}

QString homeAsTilde(const QString& folder) {
    const QString home = QDir::homePath() + QLatin1Char('/');
    return folder.startsWith(home) ? QStringLiteral("~/") + folder.mid(home.size()) : folder;
}

/// Whether the same widget can show both, with other numbers.
bool sameActions(const ExportRow& a, const ExportRow& b) {
    return a.key == b.key && a.state == b.state && (a.filesFailed > 0) == (b.filesFailed > 0);
}

} // namespace

ExportList::ExportList(ExportsSource& source, ExportsActions& actions, QWidget* parent)
    : Card(parent)
    , source_(source)
    , actions_(actions)
    , empty_(new EmptyState) {
    body()->addWidget(new TextLabel(tr("Running and finished"), TextStyle::Title));
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    auto* content = new QWidget;
    list_ = new QVBoxLayout(content);
    list_->setContentsMargins(0, 0, 6, 0);
    empty_->setContent(
        QStringLiteral("folder-down"), tr("No exports yet"),
        tr("Choose headshots in the gallery, or export all of them with the options on this page."));
    list_->addWidget(empty_);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    body()->addWidget(scroll, 1);
    connect(&source_, &ExportsSource::changed, this, &ExportList::refresh);
    refresh();
}

void ExportList::refresh() {
    std::vector<ExportRow> rows = source_.exports();
    if (rows.size() > std::size_t(mostRows)) rows.resize(mostRows);
    bool same = rows.size() == lines_.size() && rows_;
    for (std::size_t i = 0; same && i < rows.size(); ++i)
        same = sameActions(rows[i], lines_[i].row);
    if (!same) return rebuild(rows);
    // In place: buttons stay under the pointer while numbers move.
    for (std::size_t i = 0; i < rows.size(); ++i)
        update(lines_[i], rows[i]);
}

void ExportList::rebuild(const std::vector<ExportRow>& rows) {
    if (rows_) {
        rows_->hide();
        rows_->deleteLater(); // it may be the sender
    }
    lines_.clear();
    rows_ = new QWidget;
    auto* column = new QVBoxLayout(rows_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    for (const ExportRow& row : rows) {
        lines_.push_back({row, makeLine(row)});
        column->addWidget(lines_.back().widget);
    }
    column->addStretch();
    list_->addWidget(rows_, 1);
    rows_->setVisible(!rows.empty());
    empty_->setVisible(rows.empty());
}

void ExportList::update(Line& line, const ExportRow& row) {
    const double share = row.filesTotal > 0 ? double(row.filesDone) / row.filesTotal : 0;
    line.row = row;
    line.widget->setState(share, stateText(row), stateTone(row));
    line.widget->setToolTip(row.error ? sentence(*row.error) : row.folder);
}

ProgressRow* ExportList::makeLine(const ExportRow& row) {
    auto* widget = new ProgressRow(tr("%1 to %2").arg(row.title, homeAsTilde(row.folder)));
    Line line{row, widget};
    update(line, row);
    addActions(widget, row);
    return widget;
}

void ExportList::addActions(ProgressRow* line, const ExportRow& row) {
    const auto add = [&](const char* icon, const QString& name, auto act) {
        QPushButton* button = line->addAction(QLatin1String(icon), name);
        connect(button, &QPushButton::clicked, this, [act, key = row.key] { act(key); });
    };
    if (row.state == ExportState::Running)
        add("pause", tr("Pause"), [this](const QString& key) { actions_.pause(key); });
    if (row.state == ExportState::Paused || row.state == ExportState::Cancelled ||
        row.state == ExportState::Failed || row.state == ExportState::Offline)
        add("play", tr("Go on"), [this](const QString& key) { actions_.resume(key); });
    if (row.state == ExportState::Done && row.filesFailed > 0)
        add("rotate-cw", tr("Try the failed ones again"),
            [this](const QString& key) { actions_.resume(key); });
    if (row.state != ExportState::Waiting)
        add("file-text", tr("Files and what became of them"),
            [this](const QString& key) { openResults(key); });
    add("folder-open", tr("Show in folder"), [this](const QString& key) { actions_.showFolder(key); });
    if (isActive(row.state))
        add("x", tr("Cancel; finished files stay"), [this](const QString& key) { actions_.cancel(key); });
    else
        add("x", tr("Remove from this list; the files stay"),
            [this](const QString& key) { actions_.forget(key); });
}

void ExportList::openResults(const QString& key) {
    for (const Line& line : lines_)
        if (line.row.key == key) (new ExportResults(source_, actions_, line.row, window()))->open();
}

} // namespace headroom::ui::exports
