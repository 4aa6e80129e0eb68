#include "core/sync/snapshot_reader.h"

#include "core/sync/endpoint_state.h"
#include "core/sync/feed_reader.h"
#include "core/sync/sync_limits.h"

#include <algorithm>

namespace headroom::sync {

namespace {

std::int64_t rowsMax(RowKind kind) {
    return kind == RowKind::Transfer ? snapshotTransfersMax : INT64_MAX;
}

Result<SnapshotPosition> positionOf(database::Session& session, const Viewer& viewer,
                                    std::string_view token) {
    const FeedPosition feed = TRY(feedPosition(session, viewer.team));
    std::string epoch = TRY(feedEpoch(session));
    if (token.empty()) {
        SnapshotPosition start;
        start.begun = {std::move(epoch), viewer.scope, feedSchema, feed.version, Cursor::wholeVersion};
        return start;
    }
    auto position = TRY(parseSnapshotPosition(token));
    TRY(checkBelongs(position.begun, epoch, viewer));
    if (position.begun.version < feed.floor || position.begun.version > feed.version)
        return fail(ErrorCode::ResyncRequired, "the feed no longer reaches back to this snapshot");
    return position;
}

void nextSection(SnapshotPosition& position) {
    ++position.section;
    position.rowsOfSection = 0;
    position.keyNumber = 0;
    position.keyId.clear();
}

} // namespace

const std::vector<RowKind>& snapshotOrder() {
    static const std::vector<RowKind> order = {
        RowKind::Team,  RowKind::TeamCredits, RowKind::MemberCredits, RowKind::Member,  RowKind::Headshot,
        RowKind::Photo, RowKind::Invitation,  RowKind::Payment,       RowKind::Transfer};
    return order;
}

Result<SnapshotPage> readSnapshot(database::Session& session, const Viewer& viewer, std::string_view token,
                                  RowLoader& loader, int limit) {
    SnapshotPosition position = TRY(positionOf(session, viewer, token));
    const std::vector<RowKind>& order = snapshotOrder();
    SnapshotPage page;
    page.version = position.begun.version;

    std::int64_t room = std::clamp(limit, 1, snapshotPageMax);
    while (room > 0 && position.section < static_cast<int>(order.size())) {
        const RowKind kind = order[static_cast<std::size_t>(position.section)];
        const Visible extent = visible(viewer.role, kind);
        const std::int64_t wanted = std::min(room, rowsMax(kind) - position.rowsOfSection);
        if (extent == Visible::None || wanted <= 0) {
            nextSection(position);
            continue;
        }
        auto rows = TRY(loader.list(session, viewer, kind, extent, position.keyNumber, position.keyId,
                                    static_cast<int>(wanted)));
        room -= static_cast<std::int64_t>(rows.size());
        if (static_cast<std::int64_t>(rows.size()) < wanted) {
            nextSection(position);
        } else {
            position.rowsOfSection += static_cast<std::int64_t>(rows.size());
            position.keyNumber = rows.back().keyNumber;
            position.keyId = rows.back().id;
        }
        for (LoadedRow& row : rows)
            page.rows.push_back({kind, std::move(row.id), std::move(row.json)});
    }
    if (position.section < static_cast<int>(order.size())) {
        page.next = encode(position);
    } else {
        page.cursor = encode(position.begun);
    }
    return page;
}

} // namespace headroom::sync
