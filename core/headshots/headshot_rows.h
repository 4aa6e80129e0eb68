#pragma once

#include "core/database/value.h"
#include "core/sync/rows.h"

namespace headroom::headshots {

/// The columns that rowOf() reads, for SELECT and RETURNING.
inline constexpr std::string_view headshotColumns =
    "id, member_id, request_id, style, ordinal, state, failure, name, favourite, photo_id, generator, "
    "variant, media_type, width, height, size_bytes, sha256, created_at, completed_at, updated_at";

sync::HeadshotRow rowOf(const database::Row& row);

} // namespace headroom::headshots
