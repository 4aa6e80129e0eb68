#pragma once

#include "core/database/value.h"
#include "core/photos/uploads.h"

namespace headroom::photos {

inline constexpr std::string_view uploadColumns =
    "id, photo_id, team_id, member_id, uploader_id, length_bytes, metadata, expires_at, completed_at";

inline Upload uploadOf(const database::Row& row) {
    return {
        .id = row.id<UploadId>("id"),
        .photo = row.id<PhotoId>("photo_id"),
        .team = row.id<TeamId>("team_id"),
        .member = row.id<MemberId>("member_id"),
        .uploader = row.id<MemberId>("uploader_id"),
        .lengthBytes = row.integer("length_bytes"),
        .metadataHeader = row.text("metadata"),
        .expiresAt = row.moment("expires_at"),
        .completedAt = row.optionalMoment("completed_at"),
    };
}

} // namespace headroom::photos
