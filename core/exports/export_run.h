#pragma once

#include "core/exports/export_folder.h"
#include "core/exports/export_journal.h"

#include <atomic>
#include <functional>

namespace headroom::exports {

/// Where the bytes of headshots come from: the desktop's cache, or the endpoint through it. Called on the
/// run's thread, one at a time, the sizes of a headshot one after the other. Offline, NotFound and the like
/// fail that file; Cancelled, Unauthenticated, DiskFull and FileAccess stop the run.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    virtual Result<std::string> bytes(const PlannedFile& file) = 0;
};

/// Brings bytes into the format and size of the settings, with their provenance kept.
class Renderer {
public:
    virtual ~Renderer() = default;
    virtual Result<std::string> render(std::string_view bytes, const ExportSettings& settings,
                                       const Size& size) = 0;
};

/// Why a run shall stop after the file that it is at. The journal remembers which it was.
enum class StopWish : std::uint8_t {
    None,
    Interrupt, ///< the program ends; the next start goes on by itself
    Pause,
    Cancel,
};
/// Handed to a run by whoever may stop it, from any thread.
using StopFlag = std::atomic<StopWish>;

struct ExportProgress {
    std::size_t done = 0;
    std::size_t total = 0;
    std::int64_t bytesWritten = 0;
    FileOutcome last; ///< of the file that was just finished, number `done - 1` of the plan
};

struct ExportReport {
    std::vector<FileOutcome> outcomes; ///< one for each file of the plan, in its order
    std::size_t written = 0;
    std::size_t skipped = 0;
    std::size_t failed = 0;
    std::size_t pending = 0;        ///< not reached: cancelled or stopped; resume() does these
    std::optional<Error> stoppedBy; ///< Cancelled, DiskFull, FileAccess or Unauthenticated
};

/// Works a plan off, file by file. Files that are finished stay, whatever happens later; a file that is not
/// finished leaves nothing behind. Blocks for as long as it takes: the desktop runs it on a pool's thread.
class ExportRun {
public:
    /// Errors: those of ExportFolder::open and ExportJournal::create.
    static Result<ExportRun> start(ExportPlan plan, const std::filesystem::path& target,
                                   const std::filesystem::path& journal, Timestamp now);

    /// Goes on where the journal ends: pending and failed files are tried again, finished ones that somebody
    /// has deleted since are made again.
    static Result<ExportRun> resume(const std::filesystem::path& journal);

    const ExportPlan& plan() const { return journal_.plan(); }
    /// What the journal knows already.
    ExportReport known() const { return report(std::nullopt); }

    ExportReport run(Renderer& renderer, ByteSource& source, const StopFlag& stop,
                     const std::function<void(const ExportProgress&)>& progress = {});

private:
    ExportRun(ExportFolder folder, ExportJournal journal)
        : folder_(std::move(folder))
        , journal_(std::move(journal)) {}

    /// Why the whole run stops; nothing when the next file may be tried.
    std::optional<Error> exportOne(std::size_t index, Renderer& renderer, ByteSource& source);
    std::optional<Error> place(std::size_t index, const std::string& picture);
    std::optional<Error> close(std::size_t index, FileOutcome outcome);
    std::optional<Error> work(Renderer& renderer, ByteSource& source, const StopFlag& stop,
                              const std::function<void(const ExportProgress&)>& progress);
    ExportReport report(std::optional<Error> stoppedBy) const;

    ExportFolder folder_;
    ExportJournal journal_;
};

} // namespace headroom::exports
