#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/exports/export_plan.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace headroom::exports {

enum class FileState : std::uint8_t { Pending, Written, Skipped, Failed };
std::string_view name(FileState state);

/// What became of one file of a plan.
struct FileOutcome {
    FileState state = FileState::Pending;
    std::string path; ///< relative; may differ from the plan when a file appeared there since
    std::int64_t sizeBytes = 0;
    std::string sha256; ///< of the file as written, hexadecimal
    std::optional<ErrorCode> error;
};

/// How a run came to its end; a run that says nothing was interrupted.
enum class RunEnd : std::uint8_t {
    Complete,  ///< every file was tried
    Paused,    ///< the user wants to go on later
    Cancelled, ///< the user does not
    Stopped,   ///< by what `error` says
};

struct RunEnding {
    RunEnd end = RunEnd::Complete;
    std::optional<ErrorCode> error;
};

/// The memory of a run, so that it can go on after a crash, a full disk or a restart: JSON lines, the plan
/// first, then a line for each finished file, and one for each time that it ended. It stands in the
/// application's data folder, not in the target: whoever exports to a memory stick wants to find pictures
/// there and nothing else. One thread.
class ExportJournal {
public:
    /// Errors: FileAccess, DiskFull.
    static Result<ExportJournal> create(const std::filesystem::path& file,
                                        const std::filesystem::path& target, const ExportPlan& plan,
                                        Timestamp now);

    /// Errors: NotFound, FileAccess, TooLarge, Corrupt. A line cut off by a crash is no error: that file
    /// counts as pending.
    static Result<ExportJournal> load(const std::filesystem::path& file);

    /// The same for reading only, also while a run writes to it.
    static Result<ExportJournal> look(const std::filesystem::path& file);

    ExportJournal(ExportJournal&& other) noexcept;
    ExportJournal& operator=(ExportJournal&&) = delete;
    ~ExportJournal();

    const ExportPlan& plan() const { return plan_; }
    const std::filesystem::path& target() const { return target_; }
    Timestamp startedAt() const { return startedAt_; }
    const std::string& runId() const { return runId_; }
    const std::vector<FileOutcome>& outcomes() const { return outcomes_; }

    /// How it ended; nothing while it runs, or when the program died under it.
    const std::optional<RunEnding>& ending() const { return ending_; }

    /// Durable when they return. Errors: DiskFull, FileAccess.
    Result<void> record(std::size_t index, FileOutcome outcome);
    Result<void> recordEnding(RunEnding ending);
    Result<void> recordGoingOn();

    /// The run is over and nobody will resume it.
    void discard();

private:
    ExportJournal() = default;
    static Result<ExportJournal> read(const std::filesystem::path& file, std::size_t& goodBytes);
    Result<void> append(std::string line);

    std::filesystem::path file_;
    int descriptor_ = -1;
    std::filesystem::path target_;
    std::string runId_;
    Timestamp startedAt_;
    std::optional<RunEnding> ending_;
    ExportPlan plan_;
    std::vector<FileOutcome> outcomes_;
};

} // namespace headroom::exports
