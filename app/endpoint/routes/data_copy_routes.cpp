#include "app/endpoint/routes/blob_response.h"
#include "app/endpoint/routes/routes.h"
#include "core/data_copy/data_copies.h"
#include "core/teams/audit_log.h"

namespace headroom::endpoint {

namespace {

using data_copy::DataCopies;
using data_copy::DataCopyId;
using data_copy::Scope;

nlohmann::json momentJson(const std::optional<Timestamp>& moment) {
    return moment ? nlohmann::json(moment->ms) : nlohmann::json(nullptr);
}

nlohmann::json copyJson(const data_copy::DataCopy& copy) {
    return {{"id", copy.id.text()},
            {"scope", data_copy::name(copy.scope)},
            {"state", data_copy::name(copy.state)},
            {"failure", copy.failure},
            {"size_bytes", copy.sizeBytes ? nlohmann::json(*copy.sizeBytes) : nlohmann::json(nullptr)},
            {"created_at", copy.createdAt.ms},
            {"ready_at", momentJson(copy.readyAt)},
            {"expires_at", momentJson(copy.expiresAt)}};
}

/// Of oneself everybody; of the team who may see all of it, also when they have asked for it before.
Result<void> requireScope(const Call& call, Scope scope) {
    return scope == Scope::Team ? teams::require(call.member(), teams::Permission::ManageSettings)
                                : Result<void>();
}

Result<http::Response> requestCopy(Call& call) {
    const auto scope = data_copy::scopeNamed(TRY(textField(TRY(call.body()), "scope")));
    if (!scope) return fail(ErrorCode::InvalidInput, "scope must be own or team");
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(requireScope(call, *scope));
        const MemberId& me = call.member().member;
        const auto copy = TRY(DataCopies::request(write, me, *scope));
        TRY(teams::audit(write, me, "data_copy.requested", me.text(),
                         {{"scope", std::string(data_copy::name(*scope))}}));
        return CommandAnswer{.status = 202, .body = {{"copy", copyJson(copy)}}};
    });
}

Result<http::Response> listCopies(Call& call) {
    const auto copies = TRY(call.services.database.read([&](database::Session& session) {
        return DataCopies::list(session, call.member().team, call.member().member, call.services.clock.now());
    }));
    nlohmann::json list = nlohmann::json::array();
    for (const data_copy::DataCopy& copy : copies)
        if (requireScope(call, copy.scope)) list.push_back(copyJson(copy));
    return jsonResponse(200, {{"copies", list}});
}

Result<http::Response> copyContent(Call& call) {
    const auto id = TRY(call.pathId<DataCopyId>("copy"));
    const auto content = TRY(call.services.database.read([&](database::Session& session) {
        return DataCopies::content(session, call.member().team, call.member().member, id,
                                   call.services.clock.now());
    }));
    TRY(requireScope(call, content.scope));
    const std::string name = "headroom-" + std::string(data_copy::name(content.scope)) + "-data-" +
                             isoText(content.readyAt).substr(0, 10) + ".zip";
    // No cache on the way keeps what its owner may want gone tomorrow.
    return TRY(blobResponse(call, {.key = content.blobKey,
                                   .sha256 = content.sha256,
                                   .mediaType = "application/zip",
                                   .sizeBytes = content.sizeBytes,
                                   .cacheControl = "private, no-store"}))
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

/// One's own, also of a scope that one may not ask for any more.
Result<http::Response> deleteCopy(Call& call) {
    const auto id = TRY(call.pathId<DataCopyId>("copy"));
    return runTeamCommand(call, [&](sync::TeamWrite& write, const CommandId&) -> Result<CommandAnswer> {
        TRY(DataCopies::remove(write, call.member().member, id));
        return CommandAnswer{};
    });
}

} // namespace

void bindDataCopyRoutes(Api& api) {
    api.bind("requestDataCopy", requestCopy);
    api.bind("listDataCopies", listCopies);
    api.bind("getDataCopyContent", copyContent);
    api.bind("deleteDataCopy", deleteCopy);
}

} // namespace headroom::endpoint
