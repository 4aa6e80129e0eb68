#include "app/endpoint/config/storage_config.h"

#include "core/base/log.h"
#include "core/base/text.h"
#include "core/storage/cloudinary/cloudinary_store.h"
#include "core/storage/disk_store.h"
#include "core/storage/s3/s3_store.h"
#include "core/storage/vercel_blob/vercel_blob_store.h"

namespace headroom::endpoint {

namespace {

constexpr std::string_view amazonDomain = ".amazonaws.com";

/// AWS wants buckets as virtual hosts, everybody else takes paths.
Result<storage::S3Addressing> addressingOf(const std::string& text, const std::string& endpoint) {
    if (text == "host") return storage::S3Addressing::VirtualHost;
    if (text == "path") return storage::S3Addressing::Path;
    if (!text.empty()) return fail(ErrorCode::InvalidInput, "HEADROOM_S3_ADDRESSING must be host or path");
    return endpoint.ends_with(amazonDomain) ? storage::S3Addressing::VirtualHost
                                            : storage::S3Addressing::Path;
}

Result<void> readS3(const SettingReader& reader, StorageConfig& config) {
    storage::S3Options& s3 = config.s3;
    s3.region = reader.text("HEADROOM_S3_REGION");
    s3.endpoint = reader.text("HEADROOM_S3_ENDPOINT");
    if (s3.endpoint.empty()) s3.endpoint = "https://s3." + s3.region + std::string(amazonDomain);
    s3.bucket = reader.text("HEADROOM_S3_BUCKET");
    s3.credentials.accessKey = reader.text("HEADROOM_S3_ACCESS_KEY");
    s3.credentials.secretKey = reader.text("HEADROOM_S3_SECRET_KEY");
    s3.credentials.sessionToken = reader.text("HEADROOM_S3_SESSION_TOKEN");
    s3.addressing = TRY(addressingOf(toLowerAscii(reader.text("HEADROOM_S3_ADDRESSING")), s3.endpoint));
    config.s3AuthorityFile = reader.text("HEADROOM_S3_CA_FILE");
    return {};
}

/// Which settings a complaint of a store is about.
Failure aboutSettings(std::string_view names, const Error& error) {
    return fail(error.code, std::string(names) + ": " + error.detail);
}

Result<std::unique_ptr<http::Client>> makeClient(const std::string& authorityFile) {
    return http::Client::create(
        {.userAgent = "headroom-endpoint/" HEADROOM_VERSION, .caFile = authorityFile});
}

Result<std::unique_ptr<storage::BlobStore>> openS3(const StorageConfig& config, const Clock& clock) {
    auto store = storage::S3Store::create(config.s3, TRY(makeClient(config.s3AuthorityFile)), clock);
    if (!store) return aboutSettings("HEADROOM_S3_...", store.error());
    return std::unique_ptr<storage::BlobStore>(std::move(*store));
}

Result<std::unique_ptr<storage::BlobStore>> openCloudinary(const StorageConfig& config, const Clock& clock) {
    const auto options = storage::parseCloudinaryUrl(config.cloudinaryUrl);
    if (!options) return aboutSettings("HEADROOM_CLOUDINARY_URL", options.error());
    auto store = storage::CloudinaryStore::create(*options, TRY(makeClient({})), clock);
    if (!store) return aboutSettings("HEADROOM_CLOUDINARY_URL", store.error());
    return std::unique_ptr<storage::BlobStore>(std::move(*store));
}

Result<std::unique_ptr<storage::BlobStore>> openVercelBlob(const StorageConfig& config, const Clock& clock) {
    auto store = storage::VercelBlobStore::create(config.vercelBlob, TRY(makeClient({})), clock);
    if (!store) return aboutSettings("HEADROOM_VERCEL_BLOB_...", store.error());
    return std::unique_ptr<storage::BlobStore>(std::move(*store));
}

} // namespace

Result<StorageKind> storageKind(std::string_view name) {
    const std::string lower = toLowerAscii(name);
    if (lower == "disk") return StorageKind::Disk;
    if (lower == "s3") return StorageKind::S3;
    if (lower == "cloudinary") return StorageKind::Cloudinary;
    if (lower == "vercel-blob") return StorageKind::VercelBlob;
    return fail(ErrorCode::InvalidInput, "a storage must be one of: " + std::string(storageKindNames));
}

const std::vector<Setting>& storageSettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_STORAGE", "disk",
         "where photos and headshots are kept: disk, s3, cloudinary or vercel-blob"},
        {"HEADROOM_STORAGE_FOLDER", "",
         "folder for photos and headshots (default: blobs in the data folder)"},
        {"HEADROOM_S3_BUCKET", "", "private bucket that exists already"},
        {"HEADROOM_S3_ACCESS_KEY", "", "access key that may read, write, list and delete in the bucket"},
        {"HEADROOM_S3_SECRET_KEY", "", "its secret key"},
        {"HEADROOM_S3_SESSION_TOKEN", "", "of temporary credentials; empty: none"},
        {"HEADROOM_S3_REGION", "us-east-1", "region of the bucket; part of every signature"},
        {"HEADROOM_S3_ENDPOINT", "",
         "https://HOST of a service that is not Amazon's; http only for this machine "
         "(default: https://s3.REGION.amazonaws.com)"},
        {"HEADROOM_S3_ADDRESSING", "",
         "host: https://BUCKET.HOST/, path: https://HOST/BUCKET/ (default: host for Amazon, else path)"},
        {"HEADROOM_S3_CA_FILE", "", "PEM file of a private certificate authority of the service"},
        {"HEADROOM_S3_DIRECT", "no",
         "yes: desktops fetch photos and headshots from there by links that live for minutes; they must "
         "reach the service as the endpoint does"},
        {"HEADROOM_CLOUDINARY_URL", "",
         "cloudinary://KEY:SECRET@CLOUD, as in Cloudinary's console; ?upload_prefix=URL and "
         "signature_algorithm=sha256 may follow"},
        {"HEADROOM_VERCEL_BLOB_TOKEN", "", "read-write token of a private store: vercel_blob_rw_..."},
        {"HEADROOM_VERCEL_BLOB_API", "https://vercel.com/api/blob",
         "base address of Vercel Blob's API; the sandbox has its own"},
        {"HEADROOM_VERCEL_BLOB_CONTENT", "",
         "where private blobs are read (default: https://STORE.private.blob.vercel-storage.com)"},
        {"HEADROOM_VERCEL_BLOB_DIRECT", "no", "yes: as HEADROOM_S3_DIRECT"},
    };
    return list;
}

Result<StorageConfig> readStorageConfig() {
    const SettingReader reader(storageSettings());
    StorageConfig config;
    const auto kind = storageKind(reader.text("HEADROOM_STORAGE"));
    if (!kind) return aboutSettings("HEADROOM_STORAGE", kind.error());
    config.kind = *kind;
    config.folder = reader.text("HEADROOM_STORAGE_FOLDER");
    TRY(readS3(reader, config));
    config.cloudinaryUrl = reader.text("HEADROOM_CLOUDINARY_URL");
    config.vercelBlob.token = reader.text("HEADROOM_VERCEL_BLOB_TOKEN");
    config.vercelBlob.apiBase = reader.text("HEADROOM_VERCEL_BLOB_API");
    config.vercelBlob.contentBase = reader.text("HEADROOM_VERCEL_BLOB_CONTENT");
    const bool s3Direct = TRY(reader.flag("HEADROOM_S3_DIRECT"));
    const bool vercelDirect = TRY(reader.flag("HEADROOM_VERCEL_BLOB_DIRECT"));
    config.direct =
        config.kind == StorageKind::S3 ? s3Direct : config.kind == StorageKind::VercelBlob && vercelDirect;
    // What cannot be meant is found before anything is opened.
    static const SystemClock clock;
    if (config.kind != StorageKind::Disk) TRY(openStore(config.kind, config, {}, clock));
    return config;
}

Result<std::unique_ptr<storage::BlobStore>> openStore(StorageKind kind, const StorageConfig& config,
                                                      const std::filesystem::path& dataFolder,
                                                      const Clock& clock) {
    switch (kind) {
    case StorageKind::Disk:
        return std::unique_ptr<storage::BlobStore>(
            TRY(storage::DiskStore::open(config.folder.empty() ? dataFolder / "blobs" : config.folder)));
    case StorageKind::S3:
        return openS3(config, clock);
    case StorageKind::Cloudinary:
        return openCloudinary(config, clock);
    case StorageKind::VercelBlob:
        return openVercelBlob(config, clock);
    }
    __builtin_unreachable();
}

Result<std::unique_ptr<storage::BlobStore>>
openBlobStore(const StorageConfig& config, const std::filesystem::path& dataFolder, const Clock& clock) {
    auto store = TRY(openStore(config.kind, config, dataFolder, clock));
    const auto checked = store->check();
    if (!checked && checked.error().code == ErrorCode::FileAccess) return fail(checked.error());
    if (!checked)
        log::warning("endpoint.start", "the storage does not answer now; going on without",
                     {{"error", describe(checked.error())}});
    return store;
}

} // namespace headroom::endpoint
