#include "app/desktop/exports/export_queue.h"

#include "core/base/log.h"

#include <algorithm>

namespace headroom::desktop {

namespace {

using exports::RunEnd;
using exports::StopWish;

constexpr int showEveryMs = 100;

ExportEntry entryOf(ExportRecord record) {
    ExportEntry entry;
    entry.record = std::move(record);
    if (!entry.record.ending) return entry; // interrupted: goes on
    switch (entry.record.ending->end) {
    case RunEnd::Complete:
        entry.phase = entry.record.offline > 0 ? ExportPhase::Offline : ExportPhase::Done;
        break;
    case RunEnd::Paused:
        entry.phase = ExportPhase::Paused;
        break;
    case RunEnd::Cancelled:
        entry.phase = ExportPhase::Cancelled;
        break;
    case RunEnd::Stopped:
        entry.phase = ExportPhase::Failed;
        entry.error = entry.record.ending->error.value_or(ErrorCode::Internal);
        break;
    }
    return entry;
}

void count(ExportRecord& record, const exports::FileOutcome& outcome) {
    record.written += outcome.state == exports::FileState::Written;
    record.skipped += outcome.state == exports::FileState::Skipped;
    record.failed += outcome.state == exports::FileState::Failed;
    record.offline += outcome.error == ErrorCode::Offline;
    record.bytesWritten += outcome.sizeBytes;
}

void countNothing(ExportRecord& record) {
    record.written = record.skipped = record.failed = record.offline = 0;
    record.bytesWritten = 0;
}

/// Something may be left to do.
bool isOpen(ExportPhase phase) {
    return phase == ExportPhase::Waiting || phase == ExportPhase::Paused || phase == ExportPhase::Offline;
}

bool isActive(ExportPhase phase) {
    return phase == ExportPhase::Running || phase == ExportPhase::Waiting;
}

} // namespace

ExportQueue::ExportQueue(client::Client& client, client::TeamSession& session, QObject* parent)
    : QObject(parent)
    , session_(session)
    , clock_(client.options().clock)
    , folder_(exportRecordsFolder(client, session.membership().team))
    , worker_(std::make_unique<client::Worker>("headroom-exports")) {
    soon_.setSingleShot(true);
    soon_.setInterval(showEveryMs);
    connect(&soon_, &QTimer::timeout, this, &ExportQueue::changed);
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (has(parts, client::Part::Status)) linkChanged();
    });
    worker_->ask(
        this, [folder = folder_] { return readExportRecords(folder); },
        [this](std::vector<ExportRecord> records) { take(std::move(records)); });
}

ExportQueue::~ExportQueue() = default;

ExportEntry* ExportQueue::entry(const std::string& key) {
    const auto found = std::ranges::find(
        entries_, key, [](const ExportEntry& one) -> const std::string& { return one.record.key; });
    return found == entries_.end() ? nullptr : &*found;
}

const ExportEntry* ExportQueue::find(const std::string& key) const {
    return const_cast<ExportQueue*>(this)->entry(key);
}

void ExportQueue::take(std::vector<ExportRecord> records) {
    // What was begun meanwhile is newer than anything from the disk.
    for (ExportRecord& record : records)
        if (!find(record.key)) entries_.push_back(entryOf(std::move(record)));
    Q_EMIT changed();
    linkChanged();
    next();
}

void ExportQueue::start(ExportOrder order, std::function<void(Result<void>)> done) {
    const std::string key = newUuid();
    worker_->ask(
        this,
        [order = std::move(order), journal = exportJournal(folder_, key), key,
         now = clock_->now()]() -> Result<ExportRecord> {
            TRY(prepareExport(order, journal, now));
            return recordOf(key, TRY(exports::ExportJournal::look(journal)));
        },
        [this, done = std::move(done)](Result<ExportRecord> record) {
            if (!record) return done(fail(record.error()));
            entries_.insert(entries_.begin(), entryOf(std::move(*record)));
            Q_EMIT changed();
            next();
            done({});
        });
}

void ExportQueue::next() {
    if (!running_.empty()) return;
    // The one that was asked for first.
    const auto waiting = std::find_if(entries_.rbegin(), entries_.rend(), [](const ExportEntry& one) {
        return one.phase == ExportPhase::Waiting;
    });
    if (waiting != entries_.rend()) run(*waiting);
}

void ExportQueue::run(ExportEntry& entry) {
    running_ = entry.record.key;
    wish_ = StopWish::None;
    entry.phase = ExportPhase::Running;
    entry.error.reset();
    countNothing(entry.record);
    job_ = std::make_unique<ExportJob>(session_, exportJournal(folder_, running_));
    connect(job_.get(), &ExportJob::progressed, this, &ExportQueue::progressed);
    connect(job_.get(), &ExportJob::ended, this, &ExportQueue::ended);
    job_->run();
    Q_EMIT changed();
}

void ExportQueue::progressed(const exports::ExportProgress& progress) {
    if (ExportEntry* found = entry(running_)) count(found->record, progress.last);
    if (!soon_.isActive()) soon_.start();
}

void ExportQueue::ended(const Result<exports::ExportReport>& report) {
    ExportEntry* found = entry(running_);
    running_.clear();
    // Queued: it is the sender.
    job_.release()->deleteLater();
    if (!found) return next();
    if (!report) {
        found->phase = ExportPhase::Failed;
        found->error = report.error().code;
    } else {
        countNothing(found->record);
        for (const exports::FileOutcome& outcome : report->outcomes)
            count(found->record, outcome);
        if (!report->stoppedBy) {
            found->phase = found->record.offline > 0 ? ExportPhase::Offline : ExportPhase::Done;
        } else if (report->stoppedBy->code == ErrorCode::Cancelled) {
            found->phase = wish_ == StopWish::Pause ? ExportPhase::Paused : ExportPhase::Cancelled;
        } else {
            found->phase = ExportPhase::Failed;
            found->error = report->stoppedBy->code;
            log::warning("exports.queue", "an export stopped", {{"why", describe(*report->stoppedBy)}});
        }
    }
    Q_EMIT changed();
    next();
}

void ExportQueue::pause(const std::string& key) {
    halt(key, StopWish::Pause, RunEnd::Paused, ExportPhase::Paused);
}

void ExportQueue::cancel(const std::string& key) {
    halt(key, StopWish::Cancel, RunEnd::Cancelled, ExportPhase::Cancelled);
}

void ExportQueue::halt(const std::string& key, StopWish wish, RunEnd end, ExportPhase phase) {
    ExportEntry* found = entry(key);
    if (!found) return;
    if (key == running_) {
        wish_ = wish;
        return job_->stop(wish);
    }
    if (!isOpen(found->phase)) return;
    found->phase = phase;
    worker_->post([journal = exportJournal(folder_, key), end] {
        // If it cannot be written, the next start goes on, where it can be stopped again.
        if (auto opened = exports::ExportJournal::load(journal))
            static_cast<void>(opened->recordEnding({end, std::nullopt}));
    });
    Q_EMIT changed();
}

void ExportQueue::resume(const std::string& key) {
    ExportEntry* found = entry(key);
    if (!found || isActive(found->phase)) return;
    found->phase = ExportPhase::Waiting;
    Q_EMIT changed();
    next();
}

void ExportQueue::forget(const std::string& key) {
    const ExportEntry* found = entry(key);
    if (!found || isActive(found->phase)) return;
    worker_->post([journal = exportJournal(folder_, key)] {
        std::error_code ignored;
        std::filesystem::remove(journal, ignored);
    });
    std::erase_if(entries_, [&](const ExportEntry& one) { return one.record.key == key; });
    Q_EMIT changed();
}

void ExportQueue::look(const std::string& key, QObject* context,
                       std::function<void(Result<std::shared_ptr<exports::ExportJournal>>)> then) const {
    worker_->ask(
        context,
        [journal = exportJournal(folder_, key)]() -> Result<std::shared_ptr<exports::ExportJournal>> {
            return std::make_shared<exports::ExportJournal>(TRY(exports::ExportJournal::look(journal)));
        },
        std::move(then));
}

void ExportQueue::linkChanged() {
    if (session_.view().status().link != client::Link::Online) return;
    const bool any = std::ranges::any_of(
        entries_, [](const ExportEntry& one) { return one.phase == ExportPhase::Offline; });
    if (!any) return;
    for (ExportEntry& one : entries_)
        if (one.phase == ExportPhase::Offline) one.phase = ExportPhase::Waiting;
    Q_EMIT changed();
    next();
}

} // namespace headroom::desktop
