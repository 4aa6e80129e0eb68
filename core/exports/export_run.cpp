#include "core/exports/export_run.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/exports/exports_limits.h"

#include <csignal>

namespace headroom::exports {

namespace {

/// Errors after which the next file would only meet the same.
bool stopsTheRun(ErrorCode code) {
    return code == ErrorCode::DiskFull || code == ErrorCode::FileAccess || code == ErrorCode::Cancelled ||
           code == ErrorCode::Unauthenticated;
}

/// What the journal shall remember; nothing when the run is to go on by itself.
std::optional<RunEnding> endingOf(const std::optional<Error>& stoppedBy, const StopFlag& stop) {
    if (!stoppedBy) return RunEnding{RunEnd::Complete, std::nullopt};
    if (stoppedBy->code != ErrorCode::Cancelled) return RunEnding{RunEnd::Stopped, stoppedBy->code};
    switch (stop.load()) {
    case StopWish::None:
    case StopWish::Interrupt:
        return std::nullopt;
    case StopWish::Pause:
        return RunEnding{RunEnd::Paused, std::nullopt};
    case StopWish::Cancel:
        return RunEnding{RunEnd::Cancelled, std::nullopt};
    }
    __builtin_unreachable();
}

FileOutcome failed(const PlannedFile& file, ErrorCode code) {
    return {FileState::Failed, file.path, 0, {}, code};
}

} // namespace

Result<ExportRun> ExportRun::start(ExportPlan plan, const std::filesystem::path& target,
                                   const std::filesystem::path& journal, Timestamp now) {
    std::error_code unknown;
    auto absolute = std::filesystem::absolute(target, unknown);
    if (unknown) return fail(ErrorCode::FileAccess, "target");
    auto folder = TRY(ExportFolder::open(absolute));
    auto opened = TRY(ExportJournal::create(journal, absolute, plan, now));
    return ExportRun(std::move(folder), std::move(opened));
}

Result<ExportRun> ExportRun::resume(const std::filesystem::path& journal) {
    auto opened = TRY(ExportJournal::load(journal));
    auto folder = TRY(ExportFolder::open(opened.target()));
    return ExportRun(std::move(folder), std::move(opened));
}

ExportReport ExportRun::run(Renderer& renderer, ByteSource& source, const StopFlag& stop,
                            const std::function<void(const ExportProgress&)>& progress) {
    // A file size limit would otherwise kill the program instead of failing the write.
    struct sigaction before {};
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGXFSZ, &ignore, &before);

    std::optional<Error> stoppedBy = work(renderer, source, stop, progress);
    ::sigaction(SIGXFSZ, &before, nullptr);
    if (const auto ending = endingOf(stoppedBy, stop))
        // On a full disk this may not succeed; the run then counts as interrupted, which is as good.
        static_cast<void>(journal_.recordEnding(*ending));
    return report(std::move(stoppedBy));
}

std::optional<Error> ExportRun::work(Renderer& renderer, ByteSource& source, const StopFlag& stop,
                                     const std::function<void(const ExportProgress&)>& progress) {
    if (const auto begun = journal_.recordGoingOn(); !begun) return begun.error();
    ExportProgress state{0, journal_.plan().files.size(), 0, {}};
    for (std::size_t i = 0; i < state.total; ++i) {
        const FileOutcome& known = journal_.outcomes()[i];
        const bool finished = known.state == FileState::Skipped ||
                              (known.state == FileState::Written && folder_.exists(known.path));
        if (!finished) {
            if (stop.load() != StopWish::None) return Error{ErrorCode::Cancelled, {}};
            if (auto stoppedBy = exportOne(i, renderer, source)) return stoppedBy;
        }
        const FileOutcome& outcome = journal_.outcomes()[i];
        ++state.done;
        state.bytesWritten += outcome.sizeBytes;
        state.last = outcome;
        if (progress) progress(state);
    }
    return std::nullopt;
}

std::optional<Error> ExportRun::close(std::size_t index, FileOutcome outcome) {
    if (auto recorded = journal_.record(index, std::move(outcome)); !recorded) return recorded.error();
    return std::nullopt;
}

std::optional<Error> ExportRun::exportOne(std::size_t index, Renderer& renderer, ByteSource& source) {
    const PlannedFile& file = journal_.plan().files[index];
    if (file.action == Action::Skip)
        return close(index, {FileState::Skipped, file.path, 0, {}, std::nullopt});

    auto original = source.bytes(file);
    if (!original) {
        if (stopsTheRun(original.error().code)) return original.error();
        return close(index, failed(file, original.error().code));
    }
    if (!file.sha256.empty() && toHex(sha256(*original)) != file.sha256)
        return close(index, failed(file, ErrorCode::ChecksumMismatch));

    auto picture = renderer.render(*original, journal_.plan().settings, file.size);
    if (!picture) {
        log::warning("exports.render", "a headshot was not exported",
                     {{"headshot_id", file.headshot.text()}, {"code", headroom::name(picture.error().code)}});
        return close(index, failed(file, picture.error().code));
    }
    return place(index, *picture);
}

std::optional<Error> ExportRun::place(std::size_t index, const std::string& picture) {
    const PlannedFile& file = journal_.plan().files[index];
    const auto free = folder_.freeBytes();
    if (!free) return free.error();
    if (*free < static_cast<std::int64_t>(picture.size()) + reserveBytes)
        return Error{ErrorCode::DiskFull, "less space than the file and the reserve need"};

    const std::string temporary = ".headroom-" + journal_.runId().substr(0, 8) + ".part";
    const Replace replace = file.action == Action::Overwrite ? Replace::Yes : Replace::No;
    std::string path = file.path;
    for (int number = 2;; ++number) {
        const auto written = folder_.write(path, picture, temporary, replace);
        if (written) break;
        if (written.error().code != ErrorCode::FileExists) {
            if (stopsTheRun(written.error().code)) return written.error();
            return close(index, failed(file, written.error().code));
        }
        // It appeared after planning. Our own file of a run that died before its journal line: taken as done.
        const auto present = folder_.read(path, picture.size());
        if (present && *present == picture) break;
        if (journal_.plan().settings.conflict == Conflict::Skip)
            return close(index, {FileState::Skipped, path, 0, {}, std::nullopt});
        // Also for Overwrite: the user agreed to replace what was there then, not this file.
        if (number > maxNumber) return close(index, failed(file, ErrorCode::LimitExceeded));
        path = numberedPath(file.path, number);
    }
    return close(index, {FileState::Written, path, static_cast<std::int64_t>(picture.size()),
                         toHex(sha256(picture)), std::nullopt});
}

ExportReport ExportRun::report(std::optional<Error> stoppedBy) const {
    ExportReport result;
    result.outcomes = journal_.outcomes();
    result.stoppedBy = std::move(stoppedBy);
    for (const FileOutcome& outcome : result.outcomes) {
        switch (outcome.state) {
        case FileState::Pending:
            ++result.pending;
            break;
        case FileState::Written:
            ++result.written;
            break;
        case FileState::Skipped:
            ++result.skipped;
            break;
        case FileState::Failed:
            ++result.failed;
            break;
        }
    }
    return result;
}

} // namespace headroom::exports
