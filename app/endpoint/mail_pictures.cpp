#include "app/endpoint/mail_pictures.h"

#include "core/base/log.h"
#include "core/headshots/headshots.h"
#include "core/mail/mail_limits.h"
#include "core/sync/preview_sizes.h"

namespace headroom::endpoint {

namespace {

Result<std::string> thumbnail(database::Database& database, Previews& previews, const TeamId& team,
                              const HeadshotId& headshot) {
    const auto content = TRY(database.read(
        [&](database::Session& session) { return headshots::Headshots::content(session, team, headshot); }));
    const auto original = TRY(storage::BlobKey::parse(content.blobKey));
    const auto preview = TRY(previews.get(original, sync::previewEdges[0]));
    if (preview.sizeBytes > static_cast<std::int64_t>(mail::pictureMaxBytes))
        return fail(ErrorCode::TooLarge, "the preview");
    return previews.store().getBytes(preview.key);
}

} // namespace

std::vector<mail::InlinePicture> mailPictures(database::Database& database, Previews& previews,
                                              const mail::HeadshotsReady& mail) {
    std::vector<mail::InlinePicture> pictures;
    for (const HeadshotId& headshot : mail.shown) {
        if (pictures.size() == mail::headshotPicturesMax) break;
        auto bytes = thumbnail(database, previews, mail.team, headshot);
        if (bytes)
            pictures.push_back(
                {"headshot-" + std::to_string(pictures.size() + 1), "image/jpeg", std::move(*bytes)});
        else
            log::info("endpoint.mail", "a mail goes without a picture",
                      {{"headshot", headshot.text()}, {"error", describe(bytes.error())}});
    }
    return pictures;
}

} // namespace headroom::endpoint
