#pragma once

#include "app/endpoint/config/setting_reader.h"
#include "core/base/clock.h"
#include "core/storage/blob_store.h"
#include "core/storage/s3/s3_options.h"
#include "core/storage/vercel_blob/vercel_blob_calls.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace headroom::endpoint {

enum class StorageKind { Disk, S3, Cloudinary, VercelBlob };

inline constexpr std::string_view storageKindNames = "disk, s3, cloudinary, vercel-blob";

/// As in HEADROOM_STORAGE. InvalidInput with the list of names for any other.
Result<StorageKind> storageKind(std::string_view name);

/// Where photos and headshots keep their bytes. What belongs to the stores that are not chosen is read too: a
/// move needs two of them.
struct StorageConfig {
    StorageKind kind = StorageKind::Disk;
    bool direct = false;          ///< desktops fetch photos and headshots there by short-lived links
    std::filesystem::path folder; ///< of the disk store; empty: `blobs` in the data folder
    storage::S3Options s3;
    std::string s3AuthorityFile; ///< PEM of a private certificate authority
    std::string cloudinaryUrl;   ///< cloudinary://KEY:SECRET@CLOUD
    storage::VercelBlobOptions vercelBlob;
};

const std::vector<Setting>& storageSettings();
/// Checks the settings of the chosen store.
Result<StorageConfig> readStorageConfig();

/// The store of that kind, without asking it anything; `clock` must live longer. InvalidInput for settings
/// that cannot be meant, with their names.
Result<std::unique_ptr<storage::BlobStore>> openStore(StorageKind kind, const StorageConfig& config,
                                                      const std::filesystem::path& dataFolder,
                                                      const Clock& clock);

/// The chosen store. Settings that the service refuses are an error with words; a service that is down now is
/// only a line in the log, as what does not need it can go on.
Result<std::unique_ptr<storage::BlobStore>>
openBlobStore(const StorageConfig& config, const std::filesystem::path& dataFolder, const Clock& clock);

} // namespace headroom::endpoint
