#include "core/storage/blob_store.h"

#include "core/storage/storage_limits.h"

namespace headroom::storage {

Result<void> BlobStore::putFile(const BlobKey& key, const BlobContent& content,
                                const std::filesystem::path& file) {
    FileSource source = TRY(FileSource::open(file));
    return put(key, content, source);
}

Result<void> BlobStore::getToFile(const BlobKey& key, const std::filesystem::path& file) {
    FileSink sink = TRY(FileSink::create(file));
    Result<void> done = get(key, std::nullopt, sink);
    if (!done) {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
    return done;
}

Result<std::string> BlobStore::getBytes(const BlobKey& key) {
    MemorySink sink(readToMemoryMax);
    TRY(get(key, std::nullopt, sink));
    return sink.take();
}

std::optional<std::string> BlobStore::signedGet(const BlobKey&, int) {
    return std::nullopt;
}

std::optional<std::string> BlobStore::signedPut(const BlobKey&, std::string_view, int) {
    return std::nullopt;
}

} // namespace headroom::storage
