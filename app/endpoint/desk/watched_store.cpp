#include "app/endpoint/desk/watched_store.h"

#include "app/endpoint/desk/service_places.h"
#include "app/endpoint/desk/watched.h"

namespace headroom::endpoint {

Result<std::unique_ptr<storage::BlobStore>> openWatchedStore(const EndpointConfig& config, const Clock& clock,
                                                             services::ServiceJournal& journal) {
    auto store = TRY(openBlobStore(config.storage, config.dataFolder, clock));
    const services::Service service{services::ServiceKind::Storage, std::string(nameOf(config.storage.kind))};
    return std::unique_ptr<storage::BlobStore>(
        std::make_unique<WatchedStore>(std::move(store), journal, service));
}

Result<void> WatchedStore::put(const storage::BlobKey& key, const storage::BlobContent& content,
                               storage::ByteSource& bytes) {
    return noted(journal_, service_, store_->put(key, content, bytes));
}

Result<void> WatchedStore::get(const storage::BlobKey& key, std::optional<storage::ByteRange> range,
                               storage::ByteSink& sink) {
    return noted(journal_, service_, store_->get(key, range, sink));
}

Result<storage::BlobInfo> WatchedStore::head(const storage::BlobKey& key) {
    return noted(journal_, service_, store_->head(key));
}

Result<void> WatchedStore::remove(const storage::BlobKey& key) {
    return noted(journal_, service_, store_->remove(key));
}

Result<storage::BlobPage> WatchedStore::list(std::string_view prefix, std::string_view after, int limit) {
    return noted(journal_, service_, store_->list(prefix, after, limit));
}

Result<int> WatchedStore::sweepUnfinished(Timestamp before) {
    return noted(journal_, service_, store_->sweepUnfinished(before));
}

Result<void> WatchedStore::check() {
    return noted(journal_, service_, store_->check());
}

std::optional<std::string> WatchedStore::signedGet(const storage::BlobKey& key, int lifetimeSeconds) {
    return store_->signedGet(key, lifetimeSeconds);
}

std::optional<std::string> WatchedStore::signedPut(const storage::BlobKey& key, std::string_view mediaType,
                                                   int lifetimeSeconds) {
    return store_->signedPut(key, mediaType, lifetimeSeconds);
}

} // namespace headroom::endpoint
