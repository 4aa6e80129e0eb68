#include "app/endpoint/config/storage_config.h"

#include "core/storage/disk_store.h"

namespace headroom::endpoint {

const std::vector<Setting>& storageSettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_STORAGE_FOLDER", "",
         "folder for photos and headshots (default: blobs in the data folder)"},
    };
    return list;
}

Result<StorageConfig> readStorageConfig() {
    const SettingReader reader(storageSettings());
    return StorageConfig{.folder = reader.text("HEADROOM_STORAGE_FOLDER")};
}

Result<std::unique_ptr<storage::BlobStore>> openBlobStore(const StorageConfig& config,
                                                          const std::filesystem::path& dataFolder) {
    return std::unique_ptr<storage::BlobStore>(
        TRY(storage::DiskStore::open(config.folder.empty() ? dataFolder / "blobs" : config.folder)));
}

} // namespace headroom::endpoint
