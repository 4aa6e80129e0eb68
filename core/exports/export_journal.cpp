#include "core/exports/export_journal.h"

#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/exports/exports_limits.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <utility>

namespace headroom::exports {

namespace {

using nlohmann::json;

constexpr int journalVersion = 2;

Failure journalFailure(const char* step) {
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return fail(full ? ErrorCode::DiskFull : ErrorCode::FileAccess,
                std::string("journal: ") + step + ": " + std::strerror(number));
}

json sizeJson(const Size& size) {
    return json::array({size.width, size.height, static_cast<int>(size.fit)});
}

Size sizeFrom(const json& array) {
    const int fit = array.at(2);
    if (fit < 0 || fit > 1) throw std::invalid_argument("unknown fit");
    return {array.at(0), array.at(1), static_cast<Fit>(fit)};
}

json settingsJson(const ExportSettings& settings) {
    json sizes = json::array();
    for (const Size& size : settings.sizes)
        sizes.push_back(sizeJson(size));
    return {{"template", settings.nameTemplate},
            {"format", static_cast<int>(settings.format)},
            {"sizes", sizes},
            {"quality", settings.quality},
            {"folders", static_cast<int>(settings.folders)},
            {"conflict", static_cast<int>(settings.conflict)}};
}

template <class Enum>
Enum enumAt(const json& object, const char* key, int count) {
    const int number = object.at(key).get<int>();
    if (number < 0 || number >= count) throw std::invalid_argument("unknown value");
    return static_cast<Enum>(number);
}

ExportSettings settingsFrom(const json& object) {
    ExportSettings settings;
    settings.nameTemplate = object.at("template");
    settings.format = enumAt<Format>(object, "format", 3);
    settings.sizes.clear();
    for (const json& size : object.at("sizes"))
        settings.sizes.push_back(sizeFrom(size));
    settings.quality = object.at("quality");
    settings.folders = enumAt<Folders>(object, "folders", 2);
    settings.conflict = enumAt<Conflict>(object, "conflict", 3);
    return settings;
}

json fileJson(const PlannedFile& file) {
    return json::array({file.headshot.text(), file.sha256, file.sizeBytes, file.path,
                        static_cast<int>(file.action), sizeJson(file.size)});
}

PlannedFile fileFrom(const json& array) {
    PlannedFile file;
    auto id = HeadshotId::parse(array.at(0).get_ref<const std::string&>());
    if (!id) throw std::invalid_argument("malformed id");
    file.headshot = std::move(*id);
    file.sha256 = array.at(1);
    file.sizeBytes = array.at(2);
    file.path = array.at(3);
    const int action = array.at(4);
    if (action < 0 || action > 2) throw std::invalid_argument("unknown action");
    file.action = static_cast<Action>(action);
    file.size = sizeFrom(array.at(5));
    return file;
}

json outcomeJson(std::size_t index, const FileOutcome& outcome) {
    return {{"i", index},
            {"state", name(outcome.state)},
            {"path", outcome.path},
            {"bytes", outcome.sizeBytes},
            {"sha256", outcome.sha256},
            {"error", outcome.error ? json(headroom::name(*outcome.error)) : json(nullptr)}};
}

FileOutcome outcomeFrom(const json& object) {
    FileOutcome outcome;
    const std::string& state = object.at("state").get_ref<const std::string&>();
    for (const FileState known : {FileState::Written, FileState::Skipped, FileState::Failed})
        if (name(known) == state) outcome.state = known;
    outcome.path = object.at("path");
    outcome.sizeBytes = object.at("bytes");
    outcome.sha256 = object.at("sha256");
    if (!object.at("error").is_null())
        outcome.error = errorCodeFromName(object.at("error").get_ref<const std::string&>());
    return outcome;
}

constexpr std::string_view endNames[] = {"complete", "paused", "cancelled", "stopped"};
constexpr std::string_view goingOn = "going_on";

json endingJson(const RunEnding& ending) {
    return {{"end", endNames[static_cast<std::size_t>(ending.end)]},
            {"error", ending.error ? json(headroom::name(*ending.error)) : json(nullptr)}};
}

std::optional<RunEnding> endingFrom(const json& object) {
    const std::string& text = object.at("end").get_ref<const std::string&>();
    if (text == goingOn) return std::nullopt;
    for (std::size_t i = 0; i < std::size(endNames); ++i) {
        if (endNames[i] != text) continue;
        RunEnding ending{static_cast<RunEnd>(i), std::nullopt};
        if (!object.at("error").is_null())
            ending.error = errorCodeFromName(object.at("error").get_ref<const std::string&>());
        return ending;
    }
    throw std::invalid_argument("unknown end");
}

} // namespace

std::string_view name(FileState state) {
    switch (state) {
    case FileState::Pending:
        return "pending";
    case FileState::Written:
        return "written";
    case FileState::Skipped:
        return "skipped";
    case FileState::Failed:
        return "failed";
    }
    __builtin_unreachable();
}

ExportJournal::ExportJournal(ExportJournal&& other) noexcept
    : file_(std::move(other.file_))
    , descriptor_(std::exchange(other.descriptor_, -1))
    , target_(std::move(other.target_))
    , runId_(std::move(other.runId_))
    , startedAt_(other.startedAt_)
    , ending_(other.ending_)
    , plan_(std::move(other.plan_))
    , outcomes_(std::move(other.outcomes_)) {}

ExportJournal::~ExportJournal() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<ExportJournal> ExportJournal::create(const std::filesystem::path& file,
                                            const std::filesystem::path& target, const ExportPlan& plan,
                                            Timestamp now) {
    ExportJournal journal;
    journal.file_ = file;
    journal.target_ = target;
    journal.runId_ = newUuid();
    journal.startedAt_ = now;
    journal.plan_ = plan;
    journal.outcomes_.resize(plan.files.size());
    journal.descriptor_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (journal.descriptor_ < 0) return journalFailure("open");
    json files = json::array();
    for (const PlannedFile& planned : plan.files)
        files.push_back(fileJson(planned));
    const json head{{"headroom_export", journalVersion},
                    {"run", journal.runId_},
                    {"started", now.ms},
                    {"target", target.string()},
                    {"settings", settingsJson(plan.settings)},
                    {"files", std::move(files)}};
    TRY(journal.append(head.dump(-1, ' ', false, json::error_handler_t::replace)));
    return journal;
}

Result<ExportJournal> ExportJournal::look(const std::filesystem::path& file) {
    std::size_t goodBytes = 0;
    return read(file, goodBytes);
}

Result<ExportJournal> ExportJournal::load(const std::filesystem::path& file) {
    std::size_t goodBytes = 0;
    ExportJournal journal = TRY(read(file, goodBytes));
    journal.descriptor_ = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (journal.descriptor_ < 0) return journalFailure("open");
    // What a crash left of a line would otherwise spoil the next one.
    if (::ftruncate(journal.descriptor_, static_cast<off_t>(goodBytes)) != 0)
        return journalFailure("truncate");
    return journal;
}

Result<ExportJournal> ExportJournal::read(const std::filesystem::path& file, std::size_t& goodBytes) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    if (unknown) return fail(ErrorCode::NotFound, "no journal");
    if (size > maxJournalBytes) return fail(ErrorCode::TooLarge, "journal");
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return fail(ErrorCode::FileAccess, "journal cannot be read");
    ExportJournal journal;
    journal.file_ = file;
    try {
        std::string line;
        if (!std::getline(stream, line) || stream.eof())
            return fail(ErrorCode::Corrupt, "journal without a plan");
        const json head = json::parse(line);
        if (head.at("headroom_export").get<int>() != journalVersion)
            return fail(ErrorCode::SchemaFromFuture, "journal of another version");
        if (!isUuid(head.at("run").get_ref<const std::string&>()))
            return fail(ErrorCode::Corrupt, "journal's run id");
        journal.runId_ = head.at("run");
        journal.startedAt_.ms = head.at("started");
        journal.target_ = head.at("target").get<std::string>();
        journal.plan_.settings = settingsFrom(head.at("settings"));
        for (const json& entry : head.at("files"))
            journal.plan_.files.push_back(fileFrom(entry));
        journal.outcomes_.resize(journal.plan_.files.size());
        goodBytes = line.size() + 1;
        while (std::getline(stream, line) && !stream.eof()) {
            const json entry = json::parse(line);
            if (entry.contains("end"))
                journal.ending_ = endingFrom(entry);
            else
                journal.outcomes_.at(entry.at("i").get<std::size_t>()) = outcomeFrom(entry);
            goodBytes += line.size() + 1;
        }
    } catch (const std::exception& broken) {
        return fail(ErrorCode::Corrupt, std::string("journal: ") + broken.what());
    }
    return journal;
}

Result<void> ExportJournal::append(std::string line) {
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return journalFailure("write");
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fdatasync(descriptor_) != 0) return journalFailure("sync");
    return {};
}

Result<void> ExportJournal::record(std::size_t index, FileOutcome outcome) {
    outcomes_.at(index) = outcome;
    return append(outcomeJson(index, outcome).dump(-1, ' ', false, json::error_handler_t::replace));
}

Result<void> ExportJournal::recordEnding(RunEnding ending) {
    ending_ = ending;
    return append(endingJson(ending).dump());
}

Result<void> ExportJournal::recordGoingOn() {
    if (!ending_) return {};
    ending_.reset();
    return append(json{{"end", goingOn}}.dump());
}

void ExportJournal::discard() {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

} // namespace headroom::exports
