#pragma once

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

/// The memory of a run, so that it can go on after a crash, a full disk or a restart: JSON lines, the plan
/// first, then a line for each finished file. It stands in the application's data folder, not in the target:
/// whoever exports to a memory stick wants to find pictures there and nothing else. One thread.
class ExportJournal {
public:
    /// Errors: FileAccess, DiskFull.
    static Result<ExportJournal> create(const std::filesystem::path& file,
                                        const std::filesystem::path& target, const ExportPlan& plan);

    /// Errors: NotFound, FileAccess, TooLarge, Corrupt. A line cut off by a crash is no error: that file
    /// counts as pending.
    static Result<ExportJournal> load(const std::filesystem::path& file);

    ExportJournal(ExportJournal&& other) noexcept;
    ExportJournal& operator=(ExportJournal&&) = delete;
    ~ExportJournal();

    const ExportPlan& plan() const { return plan_; }
    const std::filesystem::path& target() const { return target_; }
    const std::string& runId() const { return runId_; }
    const std::vector<FileOutcome>& outcomes() const { return outcomes_; }

    /// Durable when it returns. Errors: DiskFull, FileAccess.
    Result<void> record(std::size_t index, FileOutcome outcome);

    /// The run is over and nobody will resume it.
    void discard();

private:
    ExportJournal() = default;
    Result<void> append(std::string line);

    std::filesystem::path file_;
    int descriptor_ = -1;
    std::filesystem::path target_;
    std::string runId_;
    ExportPlan plan_;
    std::vector<FileOutcome> outcomes_;
};

} // namespace headroom::exports
