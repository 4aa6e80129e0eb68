#include "app/desktop/exports/export_records.h"

#include "core/base/log.h"

#include <algorithm>
#include <unordered_set>

namespace headroom::desktop {

namespace fs = std::filesystem;

namespace {

constexpr const char* ending = ".jsonl";

} // namespace

fs::path exportRecordsFolder(const client::Client& client, const TeamId& team) {
    return client.teamFolder(team) / "exports";
}

fs::path exportJournal(const fs::path& folder, const std::string& key) {
    return folder / (key + ending);
}

ExportRecord recordOf(const std::string& key, const exports::ExportJournal& journal) {
    ExportRecord record;
    record.key = key;
    record.startedAt = journal.startedAt();
    record.target = journal.target();
    record.format = journal.plan().settings.format;
    record.ending = journal.ending();
    std::unordered_set<HeadshotId> headshots;
    for (const exports::PlannedFile& file : journal.plan().files)
        headshots.insert(file.headshot);
    record.headshots = headshots.size();
    record.files = journal.outcomes().size();
    for (const exports::FileOutcome& outcome : journal.outcomes()) {
        record.written += outcome.state == exports::FileState::Written;
        record.skipped += outcome.state == exports::FileState::Skipped;
        record.failed += outcome.state == exports::FileState::Failed;
        record.offline += outcome.error == ErrorCode::Offline;
        record.bytesWritten += outcome.sizeBytes;
    }
    return record;
}

std::vector<ExportRecord> readExportRecords(const fs::path& folder) {
    std::vector<ExportRecord> records;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
        if (entry.path().extension() != ending) continue;
        const std::string key = entry.path().stem().string();
        const auto journal = exports::ExportJournal::look(entry.path());
        if (journal)
            records.push_back(recordOf(key, *journal));
        else
            log::warning("exports.records", "an export's journal cannot be read",
                         {{"code", name(journal.error().code)}});
    }
    std::ranges::sort(records, std::greater<>(), &ExportRecord::startedAt);
    for (; records.size() > exportRecordsMost; records.pop_back())
        fs::remove(exportJournal(folder, records.back().key), missing);
    return records;
}

} // namespace headroom::desktop
