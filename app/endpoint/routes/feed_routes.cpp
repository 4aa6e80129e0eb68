#include "app/endpoint/endpoint_limits.h"
#include "app/endpoint/feed/push_hub.h"
#include "app/endpoint/feed/store_row_loader.h"
#include "app/endpoint/routes/routes.h"
#include "core/sync/feed_reader.h"
#include "core/sync/snapshot_reader.h"
#include "core/sync/sync_limits.h"

namespace headroom::endpoint {

namespace {

/// The viewer is looked up again inside the read block, so that rows and rights are of one moment.
Result<sync::Viewer> viewerNow(database::Session& session, const Call& call) {
    return teams::viewerOf(TRY(teams::actorFor(session, call.user->user, call.member().team)));
}

Result<http::Response> snapshot(Call& call) {
    const auto page =
        TRY(call.services.database.read([&](database::Session& session) -> Result<sync::SnapshotPage> {
            StoreRowLoader loader;
            return sync::readSnapshot(session, TRY(viewerNow(session, call)), call.request.query("page"),
                                      loader, sync::snapshotPageMax);
        }));
    nlohmann::json body{{"version", page.version}, {"rows", nlohmann::json::array()}};
    for (const auto& row : page.rows)
        body["rows"].push_back({{"kind", sync::name(row.kind)}, {"id", row.id}, {"row", row.row}});
    body["next_page"] = page.next.empty() ? nlohmann::json(nullptr) : nlohmann::json(page.next);
    body["cursor"] = page.cursor.empty() ? nlohmann::json(nullptr) : nlohmann::json(page.cursor);
    return jsonResponse(200, body);
}

Result<http::Response> changes(Call& call) {
    const std::int64_t limit = TRY(call.queryInteger("limit", sync::feedPageMax));
    if (limit < 1) return fail(ErrorCode::InvalidInput, "limit must be at least 1");
    const auto page =
        TRY(call.services.database.read([&](database::Session& session) -> Result<sync::FeedPage> {
            StoreRowLoader loader;
            return sync::readFeed(session, TRY(viewerNow(session, call)), call.request.query("cursor"),
                                  loader, static_cast<int>(std::min<std::int64_t>(limit, sync::feedPageMax)));
        }));
    nlohmann::json body{{"cursor", page.cursor},
                        {"reached_version", page.reachedVersion},
                        {"version", page.teamVersion},
                        {"more", page.more},
                        {"changes", nlohmann::json::array()}};
    for (const auto& row : page.rows)
        body["changes"].push_back({{"kind", sync::name(row.kind)},
                                   {"id", row.id},
                                   {"deleted", row.change == sync::ChangeKind::Removed},
                                   {"row", row.row}});
    return jsonResponse(200, body);
}

Result<http::Response> push(Call& call) {
    auto stream = std::make_shared<http::EventStream>();
    const auto position = TRY(call.services.database.read(
        [&](database::Session& session) { return sync::feedPosition(session, call.member().team); }));
    if (call.services.push.subscribe(call.member().team, position.version, stream) ==
        PushHub::Subscription::TooMany)
        return fail(ErrorCode::Unavailable, "too many listeners for this team");
    return http::Response::events(std::move(stream));
}

} // namespace

void bindFeedRoutes(Api& api) {
    api.bind("getSnapshot", snapshot);
    api.bind("getChanges", changes);
    api.bind("pushVersions", push);
}

} // namespace headroom::endpoint
