#pragma once

#include "app/endpoint/config/setting_reader.h"
#include "core/storage/blob_store.h"

#include <filesystem>
#include <memory>

namespace headroom::endpoint {

/// Where photos and headshots keep their bytes.
struct StorageConfig {
    std::filesystem::path folder; ///< of the disk store; empty: `blobs` in the data folder
};

const std::vector<Setting>& storageSettings();
Result<StorageConfig> readStorageConfig();
Result<std::unique_ptr<storage::BlobStore>> openBlobStore(const StorageConfig& config,
                                                          const std::filesystem::path& dataFolder);

} // namespace headroom::endpoint
