#pragma once

#include "core/database/value.h"
#include "core/sync/rows.h"

namespace headroom::photos {

/// The columns that rowOf() reads, for SELECT and RETURNING.
inline constexpr std::string_view photoColumns =
    "id, member_id, uploader_id, file_name, media_type, size_bytes, sha256, width, height, state, refusal, "
    "report, created_at, updated_at";

sync::PhotoRow rowOf(const database::Row& row);

} // namespace headroom::photos
