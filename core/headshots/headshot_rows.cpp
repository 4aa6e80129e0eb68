#include "core/headshots/headshot_rows.h"

#include "core/base/ensure.h"

#include <nlohmann/json.hpp>

namespace headroom::headshots {

namespace {

/// As the generators' picture room writes it into the variant.
bool likenessChecked(const std::string& variantJson) {
    const auto variant = nlohmann::json::parse(variantJson, nullptr, false);
    return variant.is_object() && variant.value("likeness", nlohmann::json()) == "same";
}

std::optional<int> pixels(const database::Row& row, std::string_view column) {
    const auto value = row.optionalInteger(column);
    return value ? std::optional<int>(static_cast<int>(*value)) : std::nullopt;
}

} // namespace

sync::HeadshotRow rowOf(const database::Row& row) {
    const auto state = sync::fromName<sync::HeadshotState>(row.text("state"));
    ENSURE(state.has_value()); // the schema's CHECK allows no other
    return {
        .id = row.id<HeadshotId>("id"),
        .memberId = row.id<MemberId>("member_id"),
        .requestId = row.id<RequestId>("request_id"),
        .style = row.text("style"),
        .ordinal = static_cast<int>(row.integer("ordinal")),
        .state = *state,
        .failure = row.optionalText("failure").value_or(""),
        .name = row.text("name"),
        .favourite = row.boolean("favourite"),
        .photoId = row.id<PhotoId>("photo_id"),
        .generator = row.optionalText("generator").value_or(""),
        .likenessChecked = likenessChecked(row.text("variant")),
        .mediaType = row.optionalText("media_type").value_or(""),
        .width = pixels(row, "width"),
        .height = pixels(row, "height"),
        .sizeBytes = row.optionalInteger("size_bytes"),
        .sha256 = row.optionalText("sha256").value_or(""),
        .createdAt = row.moment("created_at"),
        .completedAt = row.optionalMoment("completed_at"),
        .updatedAt = row.moment("updated_at"),
    };
}

} // namespace headroom::headshots
