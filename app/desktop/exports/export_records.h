#pragma once

#include "core/client/client.h"
#include "core/exports/export_journal.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// The exports of a team that were made on this computer: one journal each, newest first. They are the page's
// list, the Activity page's record, and what an interrupted export goes on from. They say member names, so
// they lie in the team's folder and are wiped with it.
namespace headroom::desktop {

/// A finished export's journal is kept for the record; older ones go.
inline constexpr std::size_t exportRecordsMost = 200;

std::filesystem::path exportRecordsFolder(const client::Client& client, const TeamId& team);
/// For a new export; `key` is what records are called by.
std::filesystem::path exportJournal(const std::filesystem::path& folder, const std::string& key);

struct ExportRecord {
    std::string key;
    Timestamp startedAt;
    std::filesystem::path target;
    exports::Format format = exports::Format::Jpeg;
    std::size_t headshots = 0;
    std::size_t files = 0;
    std::size_t written = 0;
    std::size_t skipped = 0;
    std::size_t failed = 0;
    std::size_t offline = 0; ///< of the failed ones, those that only wait for the endpoint
    std::int64_t bytesWritten = 0;
    std::optional<exports::RunEnding> ending; ///< none: running, or interrupted by the program's end
};

ExportRecord recordOf(const std::string& key, const exports::ExportJournal& journal);

/// Reads all, and deletes the oldest beyond exportRecordsMost. Journals that cannot be read are left out.
/// Blocks on the disk: not on the GUI's thread.
std::vector<ExportRecord> readExportRecords(const std::filesystem::path& folder);

} // namespace headroom::desktop
