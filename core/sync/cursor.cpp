#include "core/sync/cursor.h"

#include "core/base/text.h"
#include "core/sync/sync_limits.h"

namespace headroom::sync {

namespace {

constexpr std::string_view cursorMark = "c1";
constexpr std::string_view snapshotMark = "s1";

bool isHexText(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string joined(std::string_view mark, const Cursor& cursor) {
    std::string text(mark);
    text += "." + cursor.epoch;
    for (const std::int64_t number : {cursor.scope, cursor.schema, cursor.version, cursor.ordinal})
        text += "." + std::to_string(number);
    return text;
}

Failure malformed() {
    return fail(ErrorCode::InvalidInput, "not a cursor of this endpoint");
}

Result<std::vector<std::string_view>> fields(std::string_view text, std::string_view mark,
                                             std::size_t count) {
    if (text.size() > cursorMaxBytes) return malformed();
    std::vector<std::string_view> parts = split(text, '.');
    if (parts.size() != count || parts[0] != mark || !isHexText(parts[1])) return malformed();
    return parts;
}

Result<std::int64_t> number(std::string_view text) {
    const auto parsed = parseInteger(text);
    if (!parsed || *parsed < 0) return malformed();
    return *parsed;
}

Result<Cursor> cursorOf(const std::vector<std::string_view>& parts) {
    Cursor cursor;
    cursor.epoch = parts[1];
    cursor.scope = TRY(number(parts[2]));
    cursor.schema = TRY(number(parts[3]));
    cursor.version = TRY(number(parts[4]));
    cursor.ordinal = TRY(number(parts[5]));
    return cursor;
}

} // namespace

std::string encode(const Cursor& cursor) {
    return joined(cursorMark, cursor);
}

std::string encode(const SnapshotPosition& position) {
    std::string text = joined(snapshotMark, position.begun);
    for (const std::int64_t part :
         {std::int64_t(position.section), position.rowsOfSection, position.keyNumber})
        text += "." + std::to_string(part);
    return text + "." + position.keyId;
}

Result<Cursor> parseCursor(std::string_view text) {
    return cursorOf(TRY(fields(text, cursorMark, 6)));
}

Result<SnapshotPosition> parseSnapshotPosition(std::string_view text) {
    const auto parts = TRY(fields(text, snapshotMark, 10));
    SnapshotPosition position;
    position.begun = TRY(cursorOf(parts));
    const std::int64_t section = TRY(number(parts[6]));
    if (section > valueCount<RowKind>) return malformed();
    position.section = static_cast<int>(section);
    position.rowsOfSection = TRY(number(parts[7]));
    position.keyNumber = TRY(number(parts[8]));
    if (!parts[9].empty() && !isUuid(parts[9])) return malformed();
    position.keyId = parts[9];
    return position;
}

Result<void> checkBelongs(const Cursor& cursor, std::string_view epoch, const Viewer& viewer) {
    if (cursor.epoch != epoch) return fail(ErrorCode::ResyncRequired, "the feed has a new epoch");
    if (cursor.scope != viewer.scope)
        return fail(ErrorCode::ResyncRequired, "the member sees other rows now");
    if (cursor.schema != feedSchema) return fail(ErrorCode::ResyncRequired, "the rows have a new schema");
    return {};
}

} // namespace headroom::sync
