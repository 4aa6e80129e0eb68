#pragma once

#include "app/desktop/exports/export_job.h"
#include "app/desktop/exports/export_records.h"

#include <QObject>
#include <QTimer>

namespace headroom::desktop {

/// Where an export stands.
enum class ExportPhase {
    Waiting, ///< for the export before it
    Running,
    Paused,
    Offline, ///< written as far as possible; goes on when the endpoint is back
    Done,
    Cancelled,
    Failed,
};

struct ExportEntry {
    ExportRecord record;
    ExportPhase phase = ExportPhase::Waiting;
    std::optional<ErrorCode> error; ///< why it failed
};

/// All exports of a team on this computer, of which one runs at a time. What the end of the program
/// interrupted goes on when the team is opened again. Lives on the session's thread; the client and the
/// session outlive it.
class ExportQueue : public QObject {
    Q_OBJECT

public:
    ExportQueue(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);
    ~ExportQueue() override;

    /// Newest first.
    const std::vector<ExportEntry>& entries() const { return entries_; }
    const ExportEntry* find(const std::string& key) const;

    /// `done` is called once the export is on its way, or with why it could not be begun.
    void start(ExportOrder order, std::function<void(Result<void>)> done);
    void pause(const std::string& key);
    void cancel(const std::string& key);
    void resume(const std::string& key);
    /// Of an export that neither runs nor waits: takes it off the list; its files stay.
    void forget(const std::string& key);

    /// The whole journal, for its results.
    void look(const std::string& key, QObject* context,
              std::function<void(Result<std::shared_ptr<exports::ExportJournal>>)> then) const;

    /// For other slow work about exports.
    client::Worker& worker() const { return *worker_; }

Q_SIGNALS:
    /// Something in entries(); at most ten times a second while one runs.
    void changed();

private:
    void take(std::vector<ExportRecord> records);
    void next();
    void run(ExportEntry& entry);
    void progressed(const exports::ExportProgress& progress);
    void ended(const Result<exports::ExportReport>& report);
    void halt(const std::string& key, exports::StopWish wish, exports::RunEnd end, ExportPhase phase);
    void linkChanged();
    ExportEntry* entry(const std::string& key);

    client::TeamSession& session_;
    std::shared_ptr<const Clock> clock_;
    std::filesystem::path folder_;
    std::vector<ExportEntry> entries_;
    std::string running_; ///< key; empty when none
    exports::StopWish wish_ = exports::StopWish::None;
    QTimer soon_;
    std::unique_ptr<client::Worker> worker_;
    std::unique_ptr<ExportJob> job_; ///< freed first
};

} // namespace headroom::desktop
