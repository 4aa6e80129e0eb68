#include "app/endpoint/endpoint_limits.h"
#include "app/endpoint/routes/blob_response.h"
#include "app/endpoint/routes/refusal_answer.h"
#include "app/endpoint/routes/routes.h"
#include "core/headshots/headshots.h"
#include "core/headshots/headshots_limits.h"
#include "core/studio/styles.h"
#include "core/teams/member_store.h"

#include <algorithm>

namespace headroom::endpoint {

namespace {

using headshots::Headshots;
using teams::Permission;

/// Own headshots, and those of the team for who may see them; to others they do not exist.
Result<sync::HeadshotRow> visibleHeadshot(database::Session& session, const Call& call,
                                          const HeadshotId& id) {
    const auto row = TRY(Headshots::find(session, call.member().team, id));
    const bool may = row && (row->memberId == call.member().member ||
                             teams::may(call.member().role, Permission::ViewTeamHeadshots));
    if (!may) return fail(ErrorCode::NotFound, "no such headshot");
    return *row;
}

/// The same for changes.
Result<void> requireChangeable(database::Session& session, const Call& call, const HeadshotId& id) {
    const auto row = TRY(visibleHeadshot(session, call, id));
    if (row.memberId != call.member().member) TRY(teams::require(call.member(), Permission::ManageHeadshots));
    return {};
}

bool knowsStyle(std::string_view id) {
    return studio::findStyle(id) != nullptr;
}

Result<std::vector<PhotoId>> photoIdsOf(const nlohmann::json& body) {
    const auto list = body.find("photo_ids");
    if (list == body.end() || !list->is_array())
        return fail(ErrorCode::InvalidInput, "photo_ids must be a list");
    if (list->size() > headshots::photosPerRequestMax)
        return fail(ErrorCode::LimitExceeded,
                    "at most " + std::to_string(headshots::photosPerRequestMax) + " photos");
    std::vector<PhotoId> ids;
    for (const auto& item : *list) {
        if (!item.is_string()) return fail(ErrorCode::InvalidInput, "photo_ids must hold ids");
        ids.push_back(TRY(PhotoId::parse(item.get<std::string>())));
    }
    return ids;
}

Result<std::vector<headshots::StyleCount>> stylesOf(const nlohmann::json& body) {
    const auto list = body.find("styles");
    if (list == body.end() || !list->is_array())
        return fail(ErrorCode::InvalidInput, "styles must be a list");
    if (list->size() > headshots::stylesPerRequestMax)
        return fail(ErrorCode::LimitExceeded, "too many styles");
    std::vector<headshots::StyleCount> styles;
    for (const auto& item : *list) {
        const bool complete = item.is_object() && item.contains("style") && item["style"].is_string() &&
                              item.contains("count") && item["count"].is_number_integer();
        if (!complete) return fail(ErrorCode::InvalidInput, "each style needs style and count");
        const auto count = item["count"].get<std::int64_t>();
        if (count < 1 || count > headshots::headshotsPerStyleMax)
            return fail(ErrorCode::LimitExceeded,
                        "count must be 1 to " + std::to_string(headshots::headshotsPerStyleMax));
        styles.push_back({item["style"].get<std::string>(), static_cast<int>(count)});
    }
    return styles;
}

Result<headshots::GenerateRequest> generateRequestOf(const Call& call) {
    const auto body = TRY(call.body());
    headshots::GenerateRequest request;
    request.id = RequestId::trusted(TRY(call.commandId()).text());
    request.requester = call.member().member;
    const std::string member = TRY(textField(body, "member_id"));
    request.member = member.empty() ? call.member().member : TRY(MemberId::parse(member));
    const std::string source = TRY(textField(body, "source"));
    const auto known = sync::fromName<sync::CreditSource>(source.empty() ? "member" : source);
    if (!known) return fail(ErrorCode::InvalidInput, "source must be member or pool");
    request.source = *known;
    request.photos = TRY(photoIdsOf(body));
    request.styles = TRY(stylesOf(body));
    return request;
}

Result<http::Response> generateHeadshots(Call& call) {
    const auto request = TRY(generateRequestOf(call));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId& id) -> Result<CommandAnswer> {
        const teams::Actor& actor = call.member();
        if (request.member != actor.member) TRY(teams::require(actor, Permission::GenerateForOthers));
        if (request.source == sync::CreditSource::Pool) TRY(teams::require(actor, Permission::SpendFromPool));
        const credits::Cause cause{.command = id, .actor = actor.member, .order = {}};
        const auto requested = TRY(Headshots::request(write, request, knowsStyle, cause));
        if (!requested) return refusalAnswer(requested.error());
        CommandAnswer answer{.status = 202};
        answer.body["request_id"] = requested->request.text();
        auto& ids = answer.body["headshot_ids"] = nlohmann::json::array();
        for (const HeadshotId& headshot : requested->headshots)
            ids.push_back(headshot.text());
        return answer;
    });
}

/// Of the caller's own face: nobody agrees for somebody else.
Result<http::Response> setFaceComparison(Call& call) {
    const auto body = TRY(call.body());
    const auto compare = body.find("compare");
    if (compare == body.end() || !compare->is_boolean())
        return fail(ErrorCode::InvalidInput, "compare must be true or false");
    const auto wish = compare->get<bool>() ? teams::FaceComparison::Agreed : teams::FaceComparison::Refused;
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(teams::setFaceComparison(write, call.member(), wish));
        return CommandAnswer{};
    });
}

Result<http::Response> listHeadshots(Call& call) {
    headshots::HeadshotFilter filter;
    filter.style = std::string(call.request.query("style"));
    if (const auto state = call.request.query("state"); !state.empty()) {
        filter.state = sync::fromName<sync::HeadshotState>(state);
        if (!filter.state) return fail(ErrorCode::InvalidInput, "unknown state");
    }
    if (const auto member = call.request.query("member"); !member.empty())
        filter.member = TRY(MemberId::parse(member));
    if (!teams::may(call.member().role, Permission::ViewTeamHeadshots)) filter.member = call.member().member;
    const std::int64_t limit = TRY(call.queryInteger("limit", 100));
    const auto page = TRY(call.services.database.read([&](database::Session& session) {
        return Headshots::list(
            session, call.member().team, filter, call.request.query("before"),
            static_cast<int>(std::clamp<std::int64_t>(limit, 1, headshots::headshotPageMax)));
    }));
    return jsonResponse(200,
                        {{"headshots", page.headshots},
                         {"next", page.next.empty() ? nlohmann::json(nullptr) : nlohmann::json(page.next)}});
}

Result<http::Response> getHeadshot(Call& call) {
    const auto id = TRY(call.pathId<HeadshotId>("headshot"));
    const auto row = TRY(call.services.database.read(
        [&](database::Session& session) { return visibleHeadshot(session, call, id); }));
    if (row.state == sync::HeadshotState::Deleted) return fail(ErrorCode::Gone, "this headshot was deleted");
    return jsonResponse(200, nlohmann::json(row));
}

Result<http::Response> editHeadshot(Call& call) {
    const auto id = TRY(call.pathId<HeadshotId>("headshot"));
    const auto body = TRY(call.body());
    headshots::HeadshotEdit edit;
    if (body.contains("name")) edit.name = TRY(textField(body, "name"));
    if (body.contains("favourite")) {
        if (!body["favourite"].is_boolean())
            return fail(ErrorCode::InvalidInput, "favourite must be true or false");
        edit.favourite = body["favourite"].get<bool>();
    }
    if (!edit.name && !edit.favourite)
        return fail(ErrorCode::InvalidInput, "name or favourite must be given");
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(requireChangeable(write.transaction(), call, id));
        TRY(Headshots::edit(write, id, edit));
        return CommandAnswer{};
    });
}

Result<http::Response> deleteHeadshot(Call& call) {
    const auto id = TRY(call.pathId<HeadshotId>("headshot"));
    return runTeamCommand(
        call, [&](sync::TeamWrite& write, const CommandId& command) -> Result<CommandAnswer> {
            TRY(requireChangeable(write.transaction(), call, id));
            const credits::Cause cause{.command = command, .actor = call.member().member, .order = {}};
            TRY(Headshots::remove(write, id, cause));
            return CommandAnswer{};
        });
}

/// Whose headshots they are, and who asked for them, may cancel; so may who manages the team's. To others the
/// request does not exist.
Result<void> requireCancellable(database::Session& session, const Call& call, const RequestId& id) {
    const auto people = TRY(Headshots::peopleOf(session, call.member().team, id));
    const MemberId& me = call.member().member;
    if (people.member == me || people.requester == me ||
        teams::may(call.member().role, Permission::ManageHeadshots))
        return {};
    return fail(ErrorCode::NotFound, "no such request");
}

Result<http::Response> cancelRequest(Call& call) {
    const auto id = TRY(call.pathId<RequestId>("request"));
    return runTeamCommand(
        call, [&](sync::TeamWrite& write, const CommandId& command) -> Result<CommandAnswer> {
            TRY(requireCancellable(write.transaction(), call, id));
            const credits::Cause cause{.command = command, .actor = call.member().member, .order = {}};
            CommandAnswer answer;
            answer.body["cancelled"] = TRY(Headshots::cancel(write, id, cause));
            return answer;
        });
}

Result<http::Response> restoreHeadshot(Call& call) {
    const auto id = TRY(call.pathId<HeadshotId>("headshot"));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(requireChangeable(write.transaction(), call, id));
        TRY(Headshots::restore(write, id));
        return CommandAnswer{};
    });
}

/// Access to a preview is access to the picture.
Result<BlobFacts> visibleContent(const Call& call) {
    const auto id = TRY(call.pathId<HeadshotId>("headshot"));
    const auto content = TRY(
        call.services.database.read([&](database::Session& session) -> Result<headshots::HeadshotContent> {
            TRY(visibleHeadshot(session, call, id));
            return Headshots::content(session, call.member().team, id);
        }));
    return BlobFacts{content.blobKey, content.sha256, content.mediaType, content.sizeBytes};
}

Result<http::Response> headshotContent(Call& call) {
    return blobResponse(call, TRY(visibleContent(call)));
}

Result<http::Response> headshotPreview(Call& call) {
    return previewResponse(call, TRY(visibleContent(call)));
}

} // namespace

void bindHeadshotRoutes(Api& api) {
    api.bind("generateHeadshots", generateHeadshots);
    api.bind("setFaceComparison", setFaceComparison);
    api.bind("cancelHeadshotRequest", cancelRequest);
    api.bind("listHeadshots", listHeadshots);
    api.bind("getHeadshot", getHeadshot);
    api.bind("editHeadshot", editHeadshot);
    api.bind("deleteHeadshot", deleteHeadshot);
    api.bind("restoreHeadshot", restoreHeadshot);
    api.bind("getHeadshotContent", headshotContent);
    api.bind("getHeadshotPreview", headshotPreview);
}

} // namespace headroom::endpoint
