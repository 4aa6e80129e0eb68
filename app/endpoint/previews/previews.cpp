#include "app/endpoint/previews/previews.h"

#include "app/endpoint/previews/previews_limits.h"
#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/generators/scratch_folder.h"
#include "core/storage/orphan_sweep.h"
#include "core/sync/preview_sizes.h"

#include <algorithm>
#include <chrono>

namespace headroom::endpoint {

namespace {

/// `photos/<team>/<photo>/512`
Result<storage::BlobKey> keyOf(const storage::BlobKey& original, int edge) {
    return storage::BlobKey::parse(original.text() + "/" + std::to_string(edge));
}

Result<storage::BlobKey> originalOf(const storage::BlobKey& preview) {
    return storage::BlobKey::parse(preview.text().substr(0, preview.text().rfind('/')));
}

bool isThePicturesFault(ErrorCode code) {
    return code == ErrorCode::Corrupt || code == ErrorCode::TooLarge ||
           (code >= ErrorCode::PhotoNotAnImage && code <= ErrorCode::PhotoNotUsable);
}

} // namespace

Previews::Previews(std::filesystem::path scratch, std::unique_ptr<storage::DiskStore> store,
                   storage::BlobStore& originals, generators::RenderProgram program)
    : scratch_(std::move(scratch))
    , store_(std::move(store))
    , originals_(originals)
    , previewer_(std::move(program)) {}

Result<std::unique_ptr<Previews>> Previews::open(const std::filesystem::path& dataFolder,
                                                 storage::BlobStore& originals,
                                                 generators::RenderProgram program) {
    auto store = TRY(storage::DiskStore::open(dataFolder / "previews"));
    const std::filesystem::path scratch = dataFolder / "preview-scratch";
    TRY(generators::emptyFolder(scratch));
    return std::unique_ptr<Previews>(new Previews(scratch, std::move(store), originals, std::move(program)));
}

Result<Previews::Preview> Previews::get(const storage::BlobKey& original, int edge) {
    if (std::ranges::find(sync::previewEdges, edge) == std::end(sync::previewEdges))
        return fail(ErrorCode::InvalidInput, "edge must be 256, 512 or 1024");
    const storage::BlobKey key = TRY(keyOf(original, edge));
    if (const auto kept = store_->head(key)) return Preview{key, kept->sizeBytes};

    TRY(enter(key.text()));
    // Whoever made the same one before us left it there.
    auto kept = store_->head(key);
    Result<void> made;
    if (!kept) made = make(original, key, edge);
    leave(key.text());
    if (!made) return fail(made.error());
    if (!kept) kept = store_->head(key);
    if (!kept) return fail(kept.error());
    return Preview{key, kept->sizeBytes};
}

Result<void> Previews::make(const storage::BlobKey& original, const storage::BlobKey& key, int edge) {
    const auto folder = TRY(generators::ScratchFolder::make(scratch_));
    const auto output = folder.path() / "out";
    TRY(storage::ensureFolder(output));
    const auto picture = folder.path() / "picture";
    TRY(originals_.getToFile(original, picture));
    const auto bytes = previewer_.make(picture, output, edge);
    if (!bytes) {
        log::warning("endpoint.previews", "a preview was not made",
                     {{"picture", original.text()}, {"error", describe(bytes.error())}});
        if (isThePicturesFault(bytes.error().code))
            return fail(ErrorCode::PhotoNotUsable, "the picture cannot be decoded");
        return fail(bytes.error());
    }
    storage::MemorySource source(*bytes);
    return store_->put(key, {static_cast<std::int64_t>(bytes->size()), toHex(sha256(*bytes)), "image/jpeg"},
                       source);
}

Result<void> Previews::enter(const std::string& key) {
    std::unique_lock lock(mutex_);
    const auto myTurn = [&] { return inTheMaking_.size() < previewsAtOnce && !inTheMaking_.contains(key); };
    if (!myTurn() && waiting_ >= previewsWaitingMax)
        return fail(ErrorCode::Unavailable, "too many previews are being made");
    ++waiting_;
    const bool entered = left_.wait_for(lock, std::chrono::milliseconds(previewWaitMs), myTurn);
    --waiting_;
    if (!entered) return fail(ErrorCode::Unavailable, "previews take long at the moment");
    inTheMaking_.insert(key);
    return {};
}

void Previews::leave(const std::string& key) {
    {
        const std::lock_guard lock(mutex_);
        inTheMaking_.erase(key);
    }
    left_.notify_all();
}

Result<int> Previews::sweep(std::string_view prefix, const KnowsOriginal& isKnown) {
    // Of any age: an original's row stands before its first preview is asked for.
    const Timestamp always{INT64_MAX};
    const auto report = TRY(
        storage::sweepOrphans(*store_, prefix, always, [&](const storage::BlobKey& preview) -> Result<bool> {
            return isKnown(TRY(originalOf(preview)));
        }));
    return report.removed;
}

} // namespace headroom::endpoint
