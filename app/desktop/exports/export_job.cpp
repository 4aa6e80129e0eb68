#include "app/desktop/exports/export_job.h"

#include "core/exports/image_renderer.h"

namespace headroom::desktop {

namespace {

namespace fs = std::filesystem;

Result<void> makeFolder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed == std::errc::no_space_on_device) return fail(ErrorCode::DiskFull, "folder");
    if (failed) return fail(ErrorCode::FileAccess, "folder: " + failed.message());
    return {};
}

} // namespace

Result<void> prepareExport(const ExportOrder& order, const fs::path& journal, Timestamp now) {
    TRY(makeFolder(order.target));
    TRY(makeFolder(journal.parent_path()));
    const auto target = TRY(exports::ExportFolder::open(order.target));
    const auto plan = TRY(exports::planExport(order.items, order.team, order.settings,
                                              [&](const std::string& path) { return target.exists(path); }));
    const auto written = exports::ExportJournal::create(journal, fs::absolute(order.target), plan, now);
    if (!written) {
        std::error_code ignored;
        fs::remove(journal, ignored);
        return fail(written.error());
    }
    return {};
}

ExportJob::ExportJob(client::TeamSession& session, fs::path journal, QObject* parent)
    : QObject(parent)
    , stop_(std::make_shared<ExportStop>())
    , journal_(std::move(journal))
    , bytes_(std::make_unique<ExportBytes>(session, stop_))
    , worker_(std::make_unique<client::Worker>("headroom-export")) {
    // Rendering takes a core; the window comes first.
    worker_->thread()->setPriority(QThread::LowPriority);
}

ExportJob::~ExportJob() {
    if (stop_->flag() == exports::StopWish::None) stop_->wish(exports::StopWish::Interrupt);
}

void ExportJob::run() {
    auto postbox = std::make_shared<client::Postbox>(this);
    const auto work = [this, postbox]() -> Result<exports::ExportReport> {
        TRY(makeFolder(TRY(exports::ExportJournal::look(journal_)).target()));
        exports::ExportRun opened = TRY(exports::ExportRun::resume(journal_));
        exports::ImageRenderer renderer;
        return opened.run(renderer, *bytes_, stop_->flag(), [&](const exports::ExportProgress& progress) {
            postbox->deliver([this, progress] { Q_EMIT progressed(progress); });
        });
    };
    worker_->ask(this, work, [this](const Result<exports::ExportReport>& report) { Q_EMIT ended(report); });
}

} // namespace headroom::desktop
