#include "core/data_copy/zip/zip_writer.h"

#include <zip.h>

#include <cerrno>
#include <optional>

namespace headroom::data_copy {

struct ZipWriter::State {
    zip_t* archive = nullptr;
    std::optional<Error> first; ///< of a source or of keepGoing, where libzip only knows that it failed
    std::function<Result<void>()> keepGoing;

    /// libzip's callbacks know nothing of Result: the first error is kept for who called write().
    bool keep(const Result<void>& done) {
        if (!done && !first) first = done.error();
        return done.has_value();
    }
};

namespace {

/// libzip's number stands for the file system's; it says which with zip_error_system_type.
Failure failZip(zip_error_t& error, std::string_view during) {
    const bool diskFull =
        zip_error_system_type(&error) == ZIP_ET_SYS &&
        (zip_error_code_system(&error) == ENOSPC || zip_error_code_system(&error) == EDQUOT);
    const ErrorCode code = diskFull                                      ? ErrorCode::DiskFull
                           : zip_error_code_zip(&error) == ZIP_ER_EXISTS ? ErrorCode::FileExists
                                                                         : ErrorCode::FileAccess;
    return fail(code, std::string(during) + ": " + zip_error_strerror(&error));
}

/// An entry's source as libzip sees it.
struct Feed {
    std::unique_ptr<EntrySource> source;
    std::int64_t sizeBytes = 0;
    Timestamp modified;
    std::optional<Error>* first = nullptr;
    zip_error_t error{};

    explicit Feed(std::unique_ptr<EntrySource> from)
        : source(std::move(from)) {
        zip_error_init(&error);
    }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    ~Feed() { zip_error_fini(&error); }

    zip_int64_t failed(const Error& why) {
        if (!*first) *first = why;
        zip_error_set(&error, ZIP_ER_READ, 0);
        return -1;
    }
    zip_int64_t open() {
        const auto opened = source->open();
        return opened ? 0 : failed(opened.error());
    }
    zip_int64_t read(void* data, zip_uint64_t room) {
        const auto count = source->read(static_cast<char*>(data), room);
        return count ? static_cast<zip_int64_t>(*count) : failed(count.error());
    }
    zip_int64_t stat(void* data, zip_uint64_t room) {
        if (room < sizeof(zip_stat_t)) return -1;
        auto* const facts = static_cast<zip_stat_t*>(data);
        zip_stat_init(facts);
        facts->size = static_cast<zip_uint64_t>(sizeBytes);
        facts->mtime = static_cast<time_t>(modified.seconds());
        facts->valid = ZIP_STAT_SIZE | ZIP_STAT_MTIME;
        return sizeof(zip_stat_t);
    }
};

zip_int64_t onFeed(void* feedOf, void* data, zip_uint64_t room, zip_source_cmd_t command) {
    auto* const feed = static_cast<Feed*>(feedOf);
    switch (static_cast<int>(command)) {
    case ZIP_SOURCE_OPEN:
        return feed->open();
    case ZIP_SOURCE_READ:
        return feed->read(data, room);
    case ZIP_SOURCE_CLOSE:
        feed->source->close();
        return 0;
    case ZIP_SOURCE_STAT:
        return feed->stat(data, room);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&feed->error, data, room);
    case ZIP_SOURCE_FREE:
        delete feed;
        return 0;
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_READABLE;
    default: // a library's list of commands, which grows
        zip_error_set(&feed->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

} // namespace

ZipWriter::ZipWriter(std::unique_ptr<State> state)
    : state_(std::move(state)) {}

ZipWriter::ZipWriter(ZipWriter&&) noexcept = default;

ZipWriter::~ZipWriter() {
    if (state_ && state_->archive) zip_discard(state_->archive);
}

Result<ZipWriter> ZipWriter::create(const std::filesystem::path& file) {
    int problem = 0;
    auto state = std::make_unique<State>();
    state->archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &problem);
    if (!state->archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, problem);
        const Failure failure = failZip(error, "begin of a ZIP file");
        zip_error_fini(&error);
        return failure;
    }
    return ZipWriter(std::move(state));
}

Result<void> ZipWriter::add(const ZipEntry& entry, std::unique_ptr<EntrySource> source) {
    auto feed = std::make_unique<Feed>(std::move(source));
    feed->sizeBytes = entry.sizeBytes;
    feed->modified = entry.modified;
    feed->first = &state_->first;
    zip_source_t* const bytes = zip_source_function(state_->archive, onFeed, feed.get());
    if (!bytes) return failZip(*zip_get_error(state_->archive), "entry of a ZIP file");
    static_cast<void>(feed.release()); // libzip's from here on: it is told to free it
    const zip_int64_t index = zip_file_add(state_->archive, entry.name.c_str(), bytes, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(bytes);
        if (zip_error_code_zip(zip_get_error(state_->archive)) == ZIP_ER_EXISTS)
            return fail(ErrorCode::AlreadyExists, "a name twice in a ZIP file");
        return failZip(*zip_get_error(state_->archive), "entry of a ZIP file");
    }
    const auto method = entry.packing == Packing::Stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    const auto at = static_cast<zip_uint64_t>(index);
    // Readable by its owner, as on any Unix; without it some programs unpack files that nobody may read.
    const zip_uint32_t attributes = 0100644U << 16;
    if (zip_set_file_compression(state_->archive, at, method, 0) != 0 ||
        zip_file_set_external_attributes(state_->archive, at, 0, ZIP_OPSYS_UNIX, attributes) != 0)
        return failZip(*zip_get_error(state_->archive), "entry of a ZIP file");
    return {};
}

Result<void> ZipWriter::write(std::function<Result<void>()> keepGoing) {
    State& state = *state_;
    state.keepGoing = std::move(keepGoing);
    zip_register_cancel_callback_with_state(
        state.archive,
        [](zip_t*, void* of) {
            auto* const self = static_cast<State*>(of);
            return self->keep(self->keepGoing()) ? 0 : 1;
        },
        nullptr, &state);
    if (zip_close(state.archive) != 0) {
        const Failure failure = failZip(*zip_get_error(state.archive), "writing a ZIP file");
        if (state.first) return fail(*state.first);
        return failure;
    }
    state.archive = nullptr;
    return {};
}

} // namespace headroom::data_copy
