#include "core/data_copy/data_copy_maker.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/data_copy/copy_contents.h"
#include "core/storage/storage_limits.h"

#include <chrono>
#include <memory>
#include <vector>

namespace headroom::data_copy {

namespace {

constexpr std::string_view channel = "data_copy.maker";

/// A folder that goes with this object.
class ScratchFolder {
public:
    static Result<std::unique_ptr<ScratchFolder>> create(const std::filesystem::path& parent) {
        auto folder = std::unique_ptr<ScratchFolder>(new ScratchFolder(parent / newUuid()));
        TRY(storage::ensureFolder(folder->path_));
        return folder;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    explicit ScratchFolder(std::filesystem::path path)
        : path_(std::move(path)) {}
    std::filesystem::path path_;
};

/// A file on its way into the store, which takes its time: the lease is kept meanwhile.
class KeptSource final : public storage::ByteSource {
public:
    KeptSource(storage::FileSource file, const std::function<Result<void>()>& keepGoing)
        : file_(std::move(file))
        , keepGoing_(keepGoing) {}
    Result<std::size_t> read(char* buffer, std::size_t room) override {
        TRY(keepGoing_());
        return file_.read(buffer, room);
    }
    Result<void> rewind() override { return file_.rewind(); }

private:
    storage::FileSource file_;
    const std::function<Result<void>()>& keepGoing_;
};

Result<storage::BlobContent> contentOf(KeptSource& source) {
    storage::BlobContent content{.sizeBytes = 0, .sha256 = {}, .mediaType = "application/zip"};
    Hasher hasher(Hasher::Algorithm::Sha256);
    std::vector<char> buffer(storage::copyBufferBytes);
    while (const std::size_t count = TRY(source.read(buffer.data(), buffer.size()))) {
        hasher.update({buffer.data(), count});
        content.sizeBytes += static_cast<std::int64_t>(count);
    }
    content.sha256 = toHex(hasher.finish());
    TRY(source.rewind());
    return content;
}

std::int64_t steadyMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace

Result<DataCopyMaker> DataCopyMaker::create(Parts parts) {
    std::error_code error;
    std::filesystem::remove_all(parts.scratch, error);
    if (error) return fail(ErrorCode::FileAccess, "the scratch folder of data copies");
    TRY(storage::ensureFolder(parts.scratch));
    return DataCopyMaker(std::move(parts));
}

Result<DataCopyMaker::Did> DataCopyMaker::runOnce(const std::atomic<bool>& stopping) {
    const auto task = TRY(parts_.queue.claim());
    if (!task) return Did::Nothing;
    for (int earlier = 1; earlier < task->attempt; ++earlier)
        removeBytes(*task, earlier);
    log::info(channel, "a copy is prepared",
              {{"copy", task->copy.text()}, {"attempt", std::to_string(task->attempt)}});
    const auto prepared = prepare(*task, keeper(*task, stopping));
    if (!prepared) TRY(ended(*task, prepared.error()));
    return Did::Worked;
}

DataCopyMaker::KeepGoing DataCopyMaker::keeper(const CopyTask& task,
                                               const std::atomic<bool>& stopping) const {
    return [&stopping, &queue = parts_.queue, task,
            last = std::make_shared<std::int64_t>(steadyMs())]() -> Result<void> {
        if (stopping) return fail(ErrorCode::Cancelled, "the program stops");
        if (steadyMs() - *last < heartbeatEveryMs) return {};
        *last = steadyMs();
        const auto kept = queue.heartbeat(task);
        // A database that is away for a moment is no reason to stop: the lease is longer.
        if (!kept && kept.error().code == ErrorCode::LeaseLost) return kept;
        return {};
    };
}

Result<void> DataCopyMaker::prepare(const CopyTask& task, const KeepGoing& keepGoing) {
    std::set<std::string> lost;
    while (true) {
        const auto folder = TRY(ScratchFolder::create(parts_.scratch));
        CopyContents contents({.database = parts_.database,
                               .blobs = parts_.blobs,
                               .task = task,
                               .now = parts_.clock.now(),
                               .folder = folder->path(),
                               .lost = lost,
                               .keepGoing = keepGoing});
        const auto written = contents.write();
        if (written) return finish(task, contents.file(), keepGoing);
        if (!contents.lostPicture() || lost.size() == lostPicturesMax) return written;
        // Deleted meanwhile, or gone from the store: the copy does without it and says so.
        log::warning(channel, "a picture cannot be copied",
                     {{"copy", task.copy.text()}, {"error", describe(written.error())}});
        lost.insert(*contents.lostPicture());
    }
}

Result<void> DataCopyMaker::finish(const CopyTask& task, const std::filesystem::path& file,
                                   const KeepGoing& keepGoing) {
    KeptSource source(TRY(storage::FileSource::open(file)), keepGoing);
    const auto content = TRY(contentOf(source));
    TRY(parts_.blobs.put(TRY(storage::BlobKey::parse(task.blobKey())), content, source));
    return parts_.queue.ready(task, content);
}

Result<void> DataCopyMaker::ended(const CopyTask& task, const Error& error) {
    if (error.code == ErrorCode::LeaseLost) {
        // Nobody will ever point to what this attempt has stored.
        removeBytes(task, task.attempt);
        return {};
    }
    Result<void> written;
    if (error.code == ErrorCode::Cancelled) {
        written = parts_.queue.giveBack(task);
    } else {
        log::warning(channel, "a copy could not be prepared",
                     {{"copy", task.copy.text()}, {"error", describe(error)}});
        const auto state = parts_.queue.failed(task, error.code);
        if (!state) written = fail(state.error());
    }
    // Whether this attempt became the ready one is not known after a lost answer, so its bytes stay; the next
    // attempt or the sweep knows.
    if (!written && written.error().code == ErrorCode::LeaseLost) return {};
    return written;
}

void DataCopyMaker::removeBytes(const CopyTask& task, int attempt) {
    const auto key = storage::BlobKey::parse(dataCopyBlobKey(task.team, task.copy, attempt));
    // The sweep of orphans takes what could not be removed now.
    if (const auto removed = parts_.blobs.remove(*key); !removed)
        log::info(channel, "bytes of an earlier attempt stay for now",
                  {{"copy", task.copy.text()}, {"error", describe(removed.error())}});
}

} // namespace headroom::data_copy
