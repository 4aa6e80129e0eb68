#pragma once

#include "core/generators/render_child.h"
#include "core/storage/disk_store.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace headroom::endpoint {

/// Small pictures of photos and headshots, made by a confined child process at the first ask and kept on this
/// machine's disk. Nothing is lost with them: the folder may be emptied at any time. Any thread.
class Previews {
public:
    /// `originals` is where the pictures are. FileAccess, DiskFull.
    static Result<std::unique_ptr<Previews>> open(const std::filesystem::path& dataFolder,
                                                  storage::BlobStore& originals,
                                                  generators::RenderProgram program);

    struct Preview {
        storage::BlobKey key; ///< in store()
        std::int64_t sizeBytes = 0;
    };
    /// The preview of an original, a JPEG. Blocks while it is made. InvalidInput for an edge that is none of
    /// sync::previewEdges; PhotoNotUsable when the picture cannot be decoded; Unavailable when too many wait;
    /// NotFound when the original is gone.
    Result<Preview> get(const storage::BlobKey& original, int edge);

    storage::BlobStore& store() { return *store_; }

    using KnowsOriginal = std::function<Result<bool>(const storage::BlobKey& original)>;
    /// Removes previews whose original nobody knows any more. `prefix` as for the originals: "photos/".
    Result<int> sweep(std::string_view prefix, const KnowsOriginal& isKnown);

private:
    Previews(std::filesystem::path scratch, std::unique_ptr<storage::DiskStore> store,
             storage::BlobStore& originals, generators::RenderProgram program);

    Result<void> make(const storage::BlobKey& original, const storage::BlobKey& key, int edge);
    /// Waits for its turn and that nobody else makes the same one.
    Result<void> enter(const std::string& key);
    void leave(const std::string& key);

    std::filesystem::path scratch_;
    std::unique_ptr<storage::DiskStore> store_;
    storage::BlobStore& originals_;
    generators::ChildPreviewer previewer_;
    std::mutex mutex_;
    std::condition_variable left_;
    std::set<std::string> inTheMaking_;
    std::size_t waiting_ = 0;
};

} // namespace headroom::endpoint
