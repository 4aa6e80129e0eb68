#pragma once

#include "core/storage/blob_store.h"

#include <memory>

namespace headroom::storage {

/// Blobs as files below one folder: key `photos/t/p` is the file `photos/t/_p/p`, where the folder with the
/// underscore (the first two characters of the name) keeps folders small. Files get their name by rename()
/// after fsync(), so that a crash leaves at most a file in `.incoming`, which sweepUnfinished() clears.
class DiskStore final : public BlobStore {
public:
    /// Makes the folder where it is missing. FileAccess, DiskFull.
    static Result<std::unique_ptr<DiskStore>> open(const std::filesystem::path& root);

    Result<void> put(const BlobKey& key, const BlobContent& content, ByteSource& bytes) override;
    Result<void> get(const BlobKey& key, std::optional<ByteRange> range, ByteSink& sink) override;
    Result<BlobInfo> head(const BlobKey& key) override;
    Result<void> remove(const BlobKey& key) override;
    Result<BlobPage> list(std::string_view prefix, std::string_view after, int limit) override;

    /// Of `.incoming`.
    Result<int> sweepUnfinished(Timestamp before) override;
    Result<void> check() override;

private:
    DiskStore(UniqueFd root, UniqueFd incoming)
        : root_(std::move(root))
        , incoming_(std::move(incoming)) {}

    Result<UniqueFd> openBlob(const BlobKey& key) const;
    Result<void> writeIncoming(const std::string& name, const BlobContent& content, ByteSource& bytes) const;

    UniqueFd root_;
    UniqueFd incoming_;
};

} // namespace headroom::storage
