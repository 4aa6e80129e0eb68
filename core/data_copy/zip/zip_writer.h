#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace headroom::data_copy {

/// Where the bytes of one entry come from: opened when its turn comes, read once from start to end, closed
/// before the next. By one thread.
class EntrySource {
public:
    virtual ~EntrySource() = default;
    virtual Result<void> open() = 0;
    /// Up to `room` bytes into `buffer`; 0 at the end.
    virtual Result<std::size_t> read(char* buffer, std::size_t room) = 0;
    virtual void close() = 0;
};

enum class Packing {
    Stored,   ///< pictures: they are compressed already
    Deflated, ///< texts
};

struct ZipEntry {
    std::string name; ///< UTF-8, '/' between folders; unique
    std::int64_t sizeBytes = 0;
    Timestamp modified;
    Packing packing = Packing::Stored;
};

/// Writes a ZIP file (with ZIP64 where it must) over libzip, in memory that grows with the number of entries
/// only. The file appears when write() has succeeded, complete; before and without that there are only
/// temporary ones beside it, whose removal after a death is the caller's. One thread at a time.
class ZipWriter {
public:
    /// FileExists, FileAccess.
    static Result<ZipWriter> create(const std::filesystem::path& file);
    ~ZipWriter();
    ZipWriter(ZipWriter&&) noexcept;
    ZipWriter& operator=(ZipWriter&&) = delete;

    /// Nothing of `source` is read yet. AlreadyExists for a name that is taken.
    Result<void> add(const ZipEntry& entry, std::unique_ptr<EntrySource> source);

    /// Reads all sources and writes the file. `keepGoing` is called every few kilobytes; its error stops the
    /// work and is returned, as is the first error of a source. DiskFull, FileAccess. Ends the writer.
    Result<void> write(std::function<Result<void>()> keepGoing);

private:
    struct State;
    explicit ZipWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace headroom::data_copy
