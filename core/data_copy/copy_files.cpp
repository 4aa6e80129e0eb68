#include "core/data_copy/copy_files.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/data_copy/data_copy_limits.h"

namespace headroom::data_copy {

namespace {

using nlohmann::json;

/// Into a file, with the digest of what goes by.
class HashingFileSink final : public storage::ByteSink {
public:
    explicit HashingFileSink(storage::FileSink file)
        : file_(std::move(file)) {}
    Result<void> write(std::string_view bytes) override {
        hasher_.update(bytes);
        return file_.write(bytes);
    }
    std::string sha256() { return toHex(hasher_.finish()); }

private:
    storage::FileSink file_;
    Hasher hasher_{Hasher::Algorithm::Sha256};
};

std::string dumped(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

/// A list of one line for each item reads well and can be searched by line; other members are few.
std::string indented(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 3))
        text.insert(at + 1, "  ");
    return text;
}

bool isMoment(const std::string& key, const json& value) {
    return key.ends_with("_at") && value.is_number_integer();
}

bool looksLikeFormula(const std::string& cell) {
    return !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos &&
           !parseInteger(cell);
}

std::string cellText(const std::string& cell) {
    const std::string text = looksLikeFormula(cell) ? "'" + cell : cell;
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

} // namespace

Result<void> FileEntry::open() {
    source_.emplace(TRY(storage::FileSource::open(file_)));
    return {};
}

Result<std::size_t> FileEntry::read(char* buffer, std::size_t room) {
    return source_->read(buffer, room);
}

Result<void> PictureEntry::open() {
    const auto key = TRY(storage::BlobKey::parse(facts_.blobKey));
    HashingFileSink sink(TRY(storage::FileSink::create(scratch_)));
    fetched_ = true;
    if (const auto fetched = blobs_.get(key, std::nullopt, sink); !fetched) {
        if (fetched.error().code == ErrorCode::NotFound) lost_ = facts_.id;
        return fetched;
    }
    if (sink.sha256() != facts_.sha256) {
        lost_ = facts_.id;
        return fail(ErrorCode::Corrupt, "the bytes of a picture are others than its row says");
    }
    source_.emplace(TRY(storage::FileSource::open(scratch_)));
    return {};
}

Result<std::size_t> PictureEntry::read(char* buffer, std::size_t room) {
    return source_->read(buffer, room);
}

void PictureEntry::close() {
    source_.reset();
    if (!std::exchange(fetched_, false)) return;
    std::error_code ignored;
    std::filesystem::remove(scratch_, ignored);
}

Result<TextFile> TextFile::create(const std::filesystem::path& path) {
    return TextFile(path, TRY(storage::FileSink::create(path)));
}

Result<void> TextFile::write(std::string_view text) {
    sizeBytes_ += static_cast<std::int64_t>(text.size());
    if (sizeBytes_ > textBytesMax) return fail(ErrorCode::TooLarge, "a text of a copy");
    return sink_.write(text);
}

Result<JsonFile> JsonFile::create(const std::filesystem::path& path) {
    JsonFile file(TRY(TextFile::create(path)));
    TRY(file.file_.write("{"));
    return file;
}

Result<void> JsonFile::key(std::string_view key) {
    TRY(file_.write(anyMember_ ? ",\n  " : "\n  "));
    anyMember_ = true;
    return file_.write("\"" + std::string(key) + "\": ");
}

Result<void> JsonFile::member(std::string_view name, const json& value) {
    TRY(key(name));
    return file_.write(indented(dumped(withReadableTimes(value), 2)));
}

Result<void> JsonFile::beginList(std::string_view name) {
    TRY(key(name));
    anyItem_ = false;
    return file_.write("[");
}

Result<void> JsonFile::item(const json& value) {
    TRY(file_.write(anyItem_ ? ",\n    " : "\n    "));
    anyItem_ = true;
    return file_.write(dumped(withReadableTimes(value), -1));
}

Result<void> JsonFile::endList() {
    return file_.write(anyItem_ ? "\n  ]" : "]");
}

Result<void> JsonFile::finish() {
    return file_.write("\n}\n");
}

json withReadableTimes(json value) {
    if (value.is_array())
        for (json& item : value)
            item = withReadableTimes(std::move(item));
    if (value.is_object())
        for (auto& [key, item] : value.items())
            item = isMoment(key, item) ? json(isoText({item.get<std::int64_t>()}))
                                       : withReadableTimes(std::move(item));
    return value;
}

std::string csvLine(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i > 0 ? "," : "") + cellText(cells[i]);
    return line + "\r\n";
}

} // namespace headroom::data_copy
