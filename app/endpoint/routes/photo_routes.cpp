#include "app/endpoint/endpoint_limits.h"
#include "app/endpoint/routes/blob_response.h"
#include "app/endpoint/routes/routes.h"

namespace headroom::endpoint {

namespace {

/// Source photos are seen by whose they are and by who uploaded them on the member's behalf; to others,
/// admins included, they do not exist.
Result<sync::PhotoRow> visiblePhoto(database::Session& session, const Call& call, const PhotoId& id) {
    const auto photo = TRY(photos::PhotoLibrary::find(session, call.member().team, id));
    const MemberId& me = call.member().member;
    if (!photo || (photo->memberId != me && photo->uploaderId != me))
        return fail(ErrorCode::NotFound, "no such photo");
    return *photo;
}

Result<http::Response> listPhotos(Call& call) {
    const photos::PhotoFilter filter{.member = {}, .visibleTo = call.member().member, .state = {}};
    const std::int64_t limit = TRY(call.queryInteger("limit", 200));
    const auto page = TRY(call.services.database.read([&](database::Session& session) {
        return photos::PhotoLibrary::list(session, call.member().team, filter, call.request.query("after"),
                                          static_cast<int>(std::clamp<std::int64_t>(limit, 1, listPageRows)));
    }));
    return jsonResponse(200,
                        {{"photos", page.photos},
                         {"next", page.next.empty() ? nlohmann::json(nullptr) : nlohmann::json(page.next)}});
}

Result<http::Response> deletePhoto(Call& call) {
    const PhotoId id = TRY(call.pathId<PhotoId>("photo"));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(visiblePhoto(write.transaction(), call, id));
        TRY(photos::PhotoLibrary::remove(write, id));
        return CommandAnswer{};
    });
}

/// Access to a preview is access to the photo.
Result<BlobFacts> visibleContent(const Call& call) {
    const PhotoId id = TRY(call.pathId<PhotoId>("photo"));
    const auto source =
        TRY(call.services.database.read([&](database::Session& session) -> Result<photos::PhotoSource> {
            // Its bytes may still be there for a headshot under way; for people they are gone.
            if (TRY(visiblePhoto(session, call, id)).state == sync::PhotoState::Deleted)
                return fail(ErrorCode::Gone, "the photo was deleted");
            return photos::PhotoLibrary::source(session, call.member().team, id);
        }));
    return BlobFacts{source.blobKey, source.sha256, source.mediaType, source.sizeBytes};
}

Result<http::Response> photoContent(Call& call) {
    return blobResponse(call, TRY(visibleContent(call)));
}

Result<http::Response> photoPreview(Call& call) {
    return previewResponse(call, TRY(visibleContent(call)));
}

} // namespace

void bindPhotoRoutes(Api& api) {
    api.bind("listPhotos", listPhotos);
    api.bind("deletePhoto", deletePhoto);
    api.bind("getPhotoContent", photoContent);
    api.bind("getPhotoPreview", photoPreview);
}

} // namespace headroom::endpoint
