#pragma once

#include "core/data_copy/zip/zip_writer.h"
#include "core/storage/blob_store.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>

// The files of a copy on their way into it. Only for the .cpp files of this folder.
namespace headroom::data_copy {

/// A finished file of the scratch folder, read from there.
class FileEntry final : public EntrySource {
public:
    explicit FileEntry(std::filesystem::path file)
        : file_(std::move(file)) {}
    Result<void> open() override;
    Result<std::size_t> read(char* buffer, std::size_t room) override;
    void close() override { source_.reset(); }

private:
    std::filesystem::path file_;
    std::optional<storage::FileSource> source_;
};

/// What the rows say of a picture's bytes.
struct PictureFacts {
    std::string id;
    std::string blobKey;
    std::string sha256; ///< hexadecimal
    std::string mediaType;
    std::int64_t sizeBytes = 0;
    Timestamp createdAt;
};

/// A picture out of the blob store: fetched into a file when its turn comes, and only given on when it is the
/// one that the row tells of. `lost` is set to its id when it is not there or another.
class PictureEntry final : public EntrySource {
public:
    PictureEntry(storage::BlobStore& blobs, PictureFacts facts, std::filesystem::path scratch,
                 std::optional<std::string>& lost)
        : blobs_(blobs)
        , facts_(std::move(facts))
        , scratch_(std::move(scratch))
        , lost_(lost) {}
    ~PictureEntry() override { PictureEntry::close(); }
    Result<void> open() override;
    Result<std::size_t> read(char* buffer, std::size_t room) override;
    void close() override;

private:
    storage::BlobStore& blobs_;
    PictureFacts facts_;
    std::filesystem::path scratch_;
    std::optional<std::string>& lost_;
    std::optional<storage::FileSource> source_;
    bool fetched_ = false; ///< the scratch file is this entry's
};

/// A text that is written as its rows come, so that it never is in memory as a whole. LimitExceeded beyond
/// textBytesMax.
class TextFile {
public:
    static Result<TextFile> create(const std::filesystem::path& path);
    Result<void> write(std::string_view text);
    const std::filesystem::path& path() const { return path_; }
    std::int64_t sizeBytes() const { return sizeBytes_; }

private:
    TextFile(std::filesystem::path path, storage::FileSink sink)
        : path_(std::move(path))
        , sink_(std::move(sink)) {}

    std::filesystem::path path_;
    storage::FileSink sink_;
    std::int64_t sizeBytes_ = 0;
};

/// One JSON object in a TextFile: members one below the other, items of lists one a line. Moments, which rows
/// hold as numbers, are written as text.
class JsonFile {
public:
    static Result<JsonFile> create(const std::filesystem::path& path);
    Result<void> member(std::string_view key, const nlohmann::json& value);
    Result<void> beginList(std::string_view key);
    Result<void> item(const nlohmann::json& value);
    Result<void> endList();
    Result<void> finish();
    const TextFile& file() const { return file_; }

private:
    explicit JsonFile(TextFile file)
        : file_(std::move(file)) {}
    Result<void> key(std::string_view key);

    TextFile file_;
    bool anyMember_ = false;
    bool anyItem_ = false;
};

/// `created_at` and its like: milliseconds become "2026-11-22T21:31:13.045Z".
nlohmann::json withReadableTimes(nlohmann::json value);

/// A line of a table (RFC 4180), without what a spreadsheet would take for a formula.
std::string csvLine(const std::vector<std::string>& cells);

} // namespace headroom::data_copy
