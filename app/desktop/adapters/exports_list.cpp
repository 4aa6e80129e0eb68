#include "app/desktop/adapters/exports_list.h"

namespace headroom::desktop {

namespace {

using ui::Tone;
using ui::exports::ExportRow;
using ui::exports::ExportState;

struct Status {
    QString text;
    Tone tone;
};

Status statusOf(const ExportRow& row) {
    switch (row.state) {
    case ExportState::Waiting:
        return {ExportsList::tr("Waiting"), Tone::Secondary};
    case ExportState::Running:
        return {ExportsList::tr("%1 of %2").arg(row.filesDone).arg(row.filesTotal), Tone::Info};
    case ExportState::Done:
        return row.filesFailed > 0
                   ? Status{ExportsList::tr("%n failed", nullptr, row.filesFailed), Tone::Warning}
                   : Status{ExportsList::tr("Done"), Tone::Success};
    case ExportState::Paused:
        return {ExportsList::tr("Paused"), Tone::Warning};
    case ExportState::Offline:
        return {ExportsList::tr("Waits for the connection"), Tone::Warning};
    case ExportState::Cancelled:
        return {ExportsList::tr("Cancelled"), Tone::Secondary};
    case ExportState::Failed:
        return {ExportsList::tr("Failed"), Tone::Danger};
    }
    __builtin_unreachable();
}

} // namespace

ExportsList::ExportsList(ui::exports::ExportsSource* source, QObject* parent)
    : ActivityList(parent) {
    if (!source) return;
    const auto refresh = [this, source] { reload([&] { exports_ = source->exports(); }); };
    refresh();
    connect(source, &ui::exports::ExportsSource::changed, this, refresh);
}

ui::activity::ActivityRow ExportsList::entry(std::size_t index) const {
    const ExportRow& found = exports_[index];
    const Status status = statusOf(found);
    return {found.key,
            found.startedAt,
            QStringLiteral("folder-down"),
            found.title,
            found.folder,
            status.text,
            status.tone,
            {}};
}

QStringList ExportsList::csvHeading() const {
    return {"time", "what", "state", "files", "skipped", "failed", "folder"};
}

std::vector<QStringList> ExportsList::csvRecords(std::size_t index) const {
    const ExportRow& found = exports_[index];
    return {{found.startedAt.toUTC().toString(Qt::ISODate), found.title, statusOf(found).text,
             QString::number(found.filesDone), QString::number(found.filesSkipped),
             QString::number(found.filesFailed), found.folder}};
}

} // namespace headroom::desktop
