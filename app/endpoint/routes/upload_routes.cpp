#include "app/endpoint/routes/routes.h"
#include "core/base/text.h"
#include "core/http/server/problem.h"
#include "core/photos/tus.h"

#include <memory>

// The tus 1.0.0 routes. What requests say and answers carry is core/photos/tus.h; here bytes move.
namespace headroom::endpoint {

namespace {

namespace tus = photos::tus;

tus::Headers headersOf(const http::Request& request) {
    return [&request](std::string_view name) -> std::optional<std::string_view> {
        if (!request.headers.contains(name)) return std::nullopt;
        return request.headers.value(name);
    };
}

http::Response responseOf(const tus::Answer& answer) {
    http::Response response =
        answer.error ? http::problem(*answer.error, answer.status) : http::Response::empty(answer.status);
    for (const auto& [name, value] : answer.headers)
        response.headers.add(name, value);
    return response;
}

/// Errors below tus have statuses of their own in that protocol (409, 460, 507, ...).
http::Response tusRefusal(const Error& error) {
    return responseOf(tus::refusal(error));
}

/// Only whoever sends it may touch an upload; to others it does not exist.
Result<photos::Upload> ownUpload(const Call& call) {
    const UploadId id = TRY(call.pathId<UploadId>("upload"));
    photos::Upload upload = TRY(call.services.uploads.find(call.member().team, id));
    if (upload.uploader != call.member().member) return fail(ErrorCode::NotFound, "no such upload");
    return upload;
}

tus::Standing standingOf(const photos::Upload& upload, std::int64_t offset) {
    return {.offset = offset,
            .lengthBytes = upload.lengthBytes,
            .metadataHeader = upload.metadataHeader,
            .expiresAt = upload.expiresAt};
}

Result<photos::UploadRequest> uploadRequestOf(const Call& call, const tus::Creation& creation) {
    const auto value = [&](std::string_view key) {
        const auto found = creation.metadata.find(key);
        return found == creation.metadata.end() ? std::string_view() : std::string_view(found->second);
    };
    const auto photo = PhotoId::parse(value("photo_id"));
    if (!photo)
        return fail(ErrorCode::InvalidInput, "Upload-Metadata needs photo_id, a UUID made by the client");
    MemberId member = call.member().member;
    if (!value("member_id").empty()) {
        const auto named = MemberId::parse(value("member_id"));
        if (!named) return fail(ErrorCode::InvalidInput, "member_id in Upload-Metadata is not a UUID");
        member = *named;
    }
    if (member != call.member().member)
        TRY(teams::require(call.member(), teams::Permission::UploadForOthers));
    return photos::UploadRequest{.photo = *photo,
                                 .member = member,
                                 .uploader = call.member().member,
                                 .lengthBytes = creation.lengthBytes,
                                 .metadataHeader = creation.metadataHeader};
}

/// The bytes of a creation-with-upload are few enough to be in memory.
Result<std::int64_t> takeFirstBytes(Call& call, const photos::Upload& upload, const tus::Creation& creation) {
    auto writer = TRY(call.services.uploads.write(upload, 0, creation.checksum));
    TRY(writer.append(call.request.body));
    return writer.finish();
}

Result<http::Response> createUpload(Call& call) {
    const auto headers = headersOf(call.request);
    if (const auto version = tus::readVersion(headers); !version) return responseOf(version.error());
    const auto creation = tus::readCreation(headers);
    if (!creation) return responseOf(creation.error());
    const auto request = uploadRequestOf(call, *creation);
    if (!request) return tusRefusal(request.error());

    const Timestamp now = call.services.clock.now();
    const auto upload =
        call.services.database.write([&](database::Transaction& transaction) -> Result<photos::Upload> {
            auto write = TRY(sync::TeamWrite::begin(transaction, call.member().team, now));
            return photos::Uploads::create(write, *request);
        });
    if (!upload) return tusRefusal(upload.error());
    auto offset = call.services.uploads.offset(*upload);
    if (offset && *offset == 0 && creation->carriesBytes) offset = takeFirstBytes(call, *upload, *creation);
    if (!offset) return tusRefusal(offset.error());
    if (*offset == upload->lengthBytes)
        if (const auto photo = call.services.uploads.complete(*upload); !photo)
            return tusRefusal(photo.error());
    // Relative, so that it is right behind every proxy.
    const std::string location = call.request.target.path + "/" + upload->id.text();
    return responseOf(tus::createdAnswer(location, standingOf(*upload, *offset)));
}

Result<http::Response> uploadOffset(Call& call) {
    if (const auto version = tus::readVersion(headersOf(call.request)); !version)
        return responseOf(version.error());
    const auto upload = ownUpload(call);
    if (!upload) return tusRefusal(upload.error());
    const auto offset = call.services.uploads.offset(*upload);
    if (!offset) return tusRefusal(offset.error());
    return responseOf(
        tus::headAnswer(standingOf(*upload, upload->completedAt ? upload->lengthBytes : *offset)));
}

Result<http::Response> terminateUpload(Call& call) {
    if (const auto version = tus::readVersion(headersOf(call.request)); !version)
        return responseOf(version.error());
    const auto upload = ownUpload(call);
    if (!upload) return tusRefusal(upload.error());
    if (const auto done = call.services.uploads.terminate(*upload); !done) return tusRefusal(done.error());
    return responseOf(tus::terminatedAnswer());
}

/// The body of one PATCH on its way to the disk.
class PatchSink final : public http::BodySink {
public:
    PatchSink(photos::Uploads& uploads, photos::Upload upload, photos::UploadWriter writer)
        : uploads_(uploads)
        , upload_(std::move(upload))
        , writer_(std::move(writer)) {}

    Result<void> write(std::string_view bytes) override { return writer_.append(bytes); }

    http::Response end() override {
        const auto offset = writer_.finish();
        if (!offset) return tusRefusal(offset.error());
        if (*offset == upload_.lengthBytes) {
            if (const auto photo = uploads_.complete(upload_); !photo) return tusRefusal(photo.error());
        }
        return responseOf(tus::patchAnswer(standingOf(upload_, *offset)));
    }

    http::Response aborted(const Error& why) override {
        (void)writer_.abandon(); // what arrived counts; the client asks with HEAD
        return tusRefusal(why);
    }

private:
    photos::Uploads& uploads_;
    photos::Upload upload_;
    photos::UploadWriter writer_;
};

Result<http::UploadStart> appendUpload(Call& call) {
    const auto headers = headersOf(call.request);
    if (const auto version = tus::readVersion(headers); !version) return responseOf(version.error());
    const auto patch = tus::readPatch(headers);
    if (!patch) return responseOf(patch.error());
    auto upload = ownUpload(call);
    if (!upload) return tusRefusal(upload.error());
    const auto offset = call.services.uploads.offset(*upload);
    if (!offset) return tusRefusal(offset.error());
    if (const auto fits = tus::checkPatch(*patch, *offset, upload->lengthBytes); !fits)
        return responseOf(fits.error());
    auto writer = call.services.uploads.write(*upload, patch->offset, patch->checksum);
    if (!writer) return tusRefusal(writer.error());
    return std::make_unique<PatchSink>(call.services.uploads, std::move(*upload), std::move(*writer));
}

} // namespace

void bindUploadRoutes(Api& api) {
    api.bind("describeUploads",
             [](Call&) -> Result<http::Response> { return responseOf(tus::optionsAnswer()); });
    api.bind("createUpload", createUpload);
    api.bind("getUploadOffset", uploadOffset);
    api.bind("terminateUpload", terminateUpload);
    api.bindUpload("appendUpload", appendUpload);
}

} // namespace headroom::endpoint
