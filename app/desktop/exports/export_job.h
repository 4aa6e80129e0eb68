#pragma once

#include "app/desktop/exports/export_bytes.h"

#include <QObject>

#include <filesystem>

namespace headroom::desktop {

/// What is to be exported, under which names and where to.
struct ExportOrder {
    std::vector<exports::ExportItem> items;
    std::string team; ///< its name, for {team}
    exports::ExportSettings settings;
    std::filesystem::path target; ///< made when missing
};

/// Decides the names and writes them down as the journal of an export that ExportJob then works off. Blocks
/// on the disk. Errors: those of planExport(), ExportFolder::open() and ExportJournal::create().
Result<void> prepareExport(const ExportOrder& order, const std::filesystem::path& journal, Timestamp now);

/// Works the journal of one export off, from wherever it stands, on a thread of its own. Both the Exports
/// page and `headroom export` run this. Lives on the session's thread; destroying it interrupts the run after
/// the file that it is at, and the next job goes on.
class ExportJob : public QObject {
    Q_OBJECT

public:
    ExportJob(client::TeamSession& session, std::filesystem::path journal, QObject* parent = nullptr);
    ~ExportJob() override;

    /// Once.
    void run();

    void stop(exports::StopWish wish) { stop_->wish(wish); }

Q_SIGNALS:
    /// After every file, also for those that a resumed run finds finished.
    void progressed(const headroom::exports::ExportProgress& progress);
    /// The last signal: how it came out, or why it could not begin.
    void ended(const headroom::Result<headroom::exports::ExportReport>& report);

private:
    std::shared_ptr<ExportStop> stop_;
    std::filesystem::path journal_;
    std::unique_ptr<ExportBytes> bytes_;
    std::unique_ptr<client::Worker> worker_; ///< last: it ends before what it uses
};

} // namespace headroom::desktop
