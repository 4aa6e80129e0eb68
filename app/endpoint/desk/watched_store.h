#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "core/services/service_journal.h"
#include "core/storage/blob_store.h"

#include <memory>

namespace headroom::endpoint {

/// The chosen store, its mishaps written down; errors as openBlobStore(). Clock and journal must live longer.
Result<std::unique_ptr<storage::BlobStore>> openWatchedStore(const EndpointConfig& config, const Clock& clock,
                                                             services::ServiceJournal& journal);

/// A store whose mishaps are written down. The journal must live longer.
class WatchedStore final : public storage::BlobStore {
public:
    WatchedStore(std::unique_ptr<storage::BlobStore> store, services::ServiceJournal& journal,
                 services::Service service)
        : store_(std::move(store))
        , journal_(journal)
        , service_(std::move(service)) {}

    Result<void> put(const storage::BlobKey& key, const storage::BlobContent& content,
                     storage::ByteSource& bytes) override;
    Result<void> get(const storage::BlobKey& key, std::optional<storage::ByteRange> range,
                     storage::ByteSink& sink) override;
    Result<storage::BlobInfo> head(const storage::BlobKey& key) override;
    Result<void> remove(const storage::BlobKey& key) override;
    Result<storage::BlobPage> list(std::string_view prefix, std::string_view after, int limit) override;
    Result<int> sweepUnfinished(Timestamp before) override;
    Result<void> check() override;
    std::optional<std::string> signedGet(const storage::BlobKey& key, int lifetimeSeconds) override;
    std::optional<std::string> signedPut(const storage::BlobKey& key, std::string_view mediaType,
                                         int lifetimeSeconds) override;

private:
    std::unique_ptr<storage::BlobStore> store_;
    services::ServiceJournal& journal_;
    const services::Service service_;
};

} // namespace headroom::endpoint
