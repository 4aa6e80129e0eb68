#include "core/photos/photo_rows.h"

#include "core/base/ensure.h"

namespace headroom::photos {

namespace {

std::optional<int> pixels(const database::Row& row, std::string_view column) {
    const auto value = row.optionalInteger(column);
    return value ? std::optional<int>(static_cast<int>(*value)) : std::nullopt;
}

} // namespace

sync::PhotoRow rowOf(const database::Row& row) {
    const auto state = sync::fromName<sync::PhotoState>(row.text("state"));
    ENSURE(state.has_value()); // the schema's CHECK allows no other
    return {
        .id = row.id<PhotoId>("id"),
        .memberId = row.id<MemberId>("member_id"),
        .uploaderId = row.id<MemberId>("uploader_id"),
        .fileName = row.text("file_name"),
        .mediaType = row.text("media_type"),
        .sizeBytes = row.integer("size_bytes"),
        .sha256 = row.text("sha256"),
        .width = pixels(row, "width"),
        .height = pixels(row, "height"),
        .state = *state,
        .refusal = row.optionalText("refusal").value_or(""),
        .report = row.text("report"),
        .createdAt = row.moment("created_at"),
        .updatedAt = row.moment("updated_at"),
    };
}

} // namespace headroom::photos
