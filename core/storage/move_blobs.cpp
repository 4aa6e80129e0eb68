#include "core/storage/move_blobs.h"

#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/storage/storage_limits.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace headroom::storage {

namespace {

/// Looks at bytes and keeps none.
class HashingSink final : public ByteSink {
public:
    explicit HashingSink(ByteSink* further = nullptr)
        : further_(further) {}
    Result<void> write(std::string_view bytes) override {
        hasher_.update(bytes);
        size_ += static_cast<std::int64_t>(bytes.size());
        if (further_) return further_->write(bytes);
        return {};
    }
    BlobContent content() {
        return {
            .sizeBytes = size_, .sha256 = toHex(hasher_.finish()), .mediaType = "application/octet-stream"};
    }

private:
    ByteSink* further_;
    Hasher hasher_{Hasher::Algorithm::Sha256};
    std::int64_t size_ = 0;
};

Result<BlobContent> readThrough(BlobStore& store, const BlobKey& key, ByteSink* further = nullptr) {
    HashingSink sink(further);
    TRY(store.get(key, std::nullopt, sink));
    return sink.content();
}

bool areSame(const BlobContent& a, const BlobContent& b) {
    return a.sizeBytes == b.sizeBytes && a.sha256 == b.sha256;
}

/// Gone with this object.
class ScratchFile {
public:
    explicit ScratchFile(const std::filesystem::path& folder)
        : path_(folder / ("move-" + newUuid())) {}
    ~ScratchFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class Mover {
public:
    Mover(BlobStore& from, BlobStore& to, const MoveOptions& options,
          const std::function<void(const MoveProgress&)>& progress)
        : from_(from)
        , to_(to)
        , options_(options)
        , report_(progress) {}

    Result<MoveProgress> run() {
        TRY(eachPage([this](const std::vector<BlobInfo>& blobs) -> Result<void> {
            for (const BlobInfo& blob : blobs) {
                ++progress_.blobs;
                progress_.bytes += blob.sizeBytes;
            }
            return {};
        }));
        TRY(eachPage([this](const std::vector<BlobInfo>& blobs) { return movePage(blobs); }));
        return progress_;
    }

private:
    Result<void> eachPage(const std::function<Result<void>(const std::vector<BlobInfo>&)>& visit) {
        std::string after;
        do {
            const BlobPage page = TRY(from_.list("", after, listPageMax));
            TRY(visit(page.blobs));
            after = page.next;
        } while (!after.empty());
        return {};
    }

    Result<void> movePage(const std::vector<BlobInfo>& blobs) {
        std::atomic<std::size_t> next = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < options_.threads; ++i) {
            threads.emplace_back([&] {
                for (std::size_t at = next++; at < blobs.size(); at = next++) {
                    {
                        const std::lock_guard lock(mutex_);
                        if (problem_) return;
                    }
                    const auto moved = moveOne(blobs[at]);
                    const std::lock_guard lock(mutex_);
                    if (!moved && !problem_)
                        problem_ =
                            Error{moved.error().code, blobs[at].key.text() + ": " + moved.error().detail};
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        if (problem_) return fail(*problem_);
        return {};
    }

    Result<void> moveOne(const BlobInfo& blob) {
        const bool there = TRY(isThere(blob));
        if (!there) {
            const auto copied = copy(blob.key);
            const bool vanished = !copied && copied.error().code == ErrorCode::NotFound && isGone(blob.key);
            if (!copied && !vanished) return copied;
            if (vanished) return count(blob, &MoveProgress::vanished);
        }
        if (options_.source == MovedSource::Removed) TRY(from_.remove(blob.key));
        return count(blob, there ? &MoveProgress::foundThere : nullptr);
    }

    Result<bool> isThere(const BlobInfo& blob) {
        const auto there = to_.head(blob.key);
        if (!there && there.error().code == ErrorCode::NotFound) return false;
        if (!there) return fail(there.error());
        if (there->sizeBytes != blob.sizeBytes) return false;
        if (options_.alreadyThere == AlreadyThere::Trusted) return true;
        return areSame(TRY(readThrough(from_, blob.key)), TRY(readThrough(to_, blob.key)));
    }

    bool isGone(const BlobKey& key) {
        const auto info = from_.head(key);
        return !info && info.error().code == ErrorCode::NotFound;
    }

    Result<void> copy(const BlobKey& key) {
        const ScratchFile scratch(options_.scratch);
        BlobContent content;
        {
            FileSink file = TRY(FileSink::create(scratch.path()));
            content = TRY(readThrough(from_, key, &file));
        }
        TRY(to_.putFile(key, content, scratch.path()));
        if (!areSame(content, TRY(readThrough(to_, key))))
            return fail(ErrorCode::Corrupt, "other bytes came back than were put");
        return {};
    }

    Result<void> count(const BlobInfo& blob, std::int64_t MoveProgress::*also) {
        const std::lock_guard lock(mutex_);
        ++progress_.doneBlobs;
        progress_.doneBytes += blob.sizeBytes;
        if (also) ++(progress_.*also);
        if (report_) report_(progress_);
        return {};
    }

    BlobStore& from_;
    BlobStore& to_;
    const MoveOptions& options_;
    const std::function<void(const MoveProgress&)>& report_;
    std::mutex mutex_; ///< of what follows
    MoveProgress progress_;
    std::optional<Error> problem_;
};

} // namespace

Result<MoveProgress> moveBlobs(BlobStore& from, BlobStore& to, const MoveOptions& options,
                               const std::function<void(const MoveProgress&)>& progress) {
    if (options.threads < 1 || options.threads > moveThreadsMax)
        return fail(ErrorCode::InvalidInput, "number of threads of a move");
    TRY(ensureFolder(options.scratch));
    return Mover(from, to, options, progress).run();
}

} // namespace headroom::storage
