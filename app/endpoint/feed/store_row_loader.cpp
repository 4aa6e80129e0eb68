#include "app/endpoint/feed/store_row_loader.h"

#include "app/endpoint/routes/team_json.h"
#include "core/credits/credits_rows.h"
#include "core/headshots/headshots.h"
#include "core/headshots/headshots_limits.h"
#include "core/payments/orders.h"
#include "core/photos/photo_library.h"
#include "core/photos/uploads_limits.h"
#include "core/sync/list_position.h"
#include "core/teams/member_rows.h"

#include <algorithm>

namespace headroom::endpoint {

namespace {

using Rows = std::vector<sync::LoadedRow>;
using sync::RowKind;

template <class AnyId>
std::vector<AnyId> typed(const std::vector<std::string>& ids) {
    std::vector<AnyId> list;
    list.reserve(ids.size());
    for (const std::string& id : ids)
        list.push_back(AnyId::trusted(id));
    return list;
}

/// Rows that have an id and a moment of creation, which is where they stand in their kind's order.
template <class Row>
Rows dated(const std::vector<Row>& rows) {
    Rows loaded;
    loaded.reserve(rows.size());
    for (const Row& row : rows)
        loaded.push_back({.id = row.id.text(), .json = row, .keyNumber = row.createdAt.ms});
    return loaded;
}

/// Balances have no moment: they stand in the order of their members.
Rows balances(const std::vector<sync::MemberCreditsRow>& rows) {
    Rows loaded;
    loaded.reserve(rows.size());
    for (const auto& row : rows)
        loaded.push_back({.id = row.memberId.text(), .json = row, .keyNumber = 0});
    return loaded;
}

Rows single(const std::string& id, nlohmann::json json) {
    Rows loaded;
    loaded.push_back({.id = id, .json = std::move(json), .keyNumber = 0});
    return loaded;
}

Result<Rows> teamRow(database::Session& session, const sync::Viewer& viewer) {
    return single(viewer.team.text(), TRY(teamJson(session, viewer.team)));
}

Result<Rows> teamCreditsRow(database::Session& session, const sync::Viewer& viewer) {
    return single(viewer.team.text(), TRY(credits::teamCredits(session, viewer.team)));
}

Result<Rows> loadPhotos(database::Session& session, const sync::Viewer& viewer,
                        const std::vector<std::string>& ids) {
    std::vector<sync::PhotoRow> rows;
    for (const auto& id : typed<PhotoId>(ids)) {
        auto row = TRY(photos::PhotoLibrary::find(session, viewer.team, id));
        const bool theirs = row && (row->memberId == viewer.member || row->uploaderId == viewer.member);
        if (theirs && row->state != sync::PhotoState::Deleted) rows.push_back(std::move(*row));
    }
    return dated(rows);
}

/// Where the lists of photos and headshots go on.
std::string positionText(std::int64_t number, const std::string& id) {
    return id.empty() ? std::string() : sync::toText({number, id});
}

Result<Rows> listPhotos(database::Session& session, const sync::Viewer& viewer, std::int64_t afterNumber,
                        const std::string& afterId, int limit) {
    const photos::PhotoFilter filter{.member = {}, .visibleTo = viewer.member, .state = {}};
    std::string after = positionText(afterNumber, afterId);
    std::vector<sync::PhotoRow> rows;
    do {
        const int wanted = std::min(limit - static_cast<int>(rows.size()), photos::photoPageMax);
        auto page = TRY(photos::PhotoLibrary::list(session, viewer.team, filter, after, wanted));
        std::ranges::move(page.photos, std::back_inserter(rows));
        after = page.next;
    } while (!after.empty() && static_cast<int>(rows.size()) < limit);
    return dated(rows);
}

Result<Rows> loadHeadshots(database::Session& session, const sync::Viewer& viewer,
                           const std::vector<std::string>& ids) {
    std::vector<sync::HeadshotRow> rows;
    for (const auto& id : typed<HeadshotId>(ids)) {
        auto row = TRY(headshots::Headshots::find(session, viewer.team, id));
        if (row && row->state != sync::HeadshotState::Deleted) rows.push_back(std::move(*row));
    }
    return dated(rows);
}

Result<Rows> listHeadshots(database::Session& session, const sync::Viewer& viewer, sync::Visible extent,
                           std::int64_t afterNumber, const std::string& afterId, int limit) {
    headshots::HeadshotFilter filter;
    if (extent == sync::Visible::Own) filter.member = viewer.member;
    std::string after = positionText(afterNumber, afterId);
    std::vector<sync::HeadshotRow> rows;
    do {
        const int wanted = std::min(limit - static_cast<int>(rows.size()), headshots::headshotPageMax);
        auto page = TRY(headshots::Headshots::list(session, viewer.team, filter, after, wanted));
        std::ranges::move(page.headshots, std::back_inserter(rows));
        after = page.next;
    } while (!after.empty() && static_cast<int>(rows.size()) < limit);
    return dated(rows);
}

Result<Rows> listTransfers(database::Session& session, const sync::Viewer& viewer, std::int64_t afterNumber,
                           const std::string& afterId, int limit) {
    std::optional<credits::TransferKey> after;
    if (!afterId.empty()) after = {.createdAt = {afterNumber}, .id = TransferId::trusted(afterId)};
    return dated(TRY(credits::transfersAfter(session, viewer.team, after, limit)));
}

Result<Rows> listPayments(database::Session& session, const sync::Viewer& viewer, std::int64_t afterNumber,
                          const std::string& afterId, int limit) {
    std::optional<payments::PaymentKey> after;
    if (!afterId.empty()) after = {.createdAt = {afterNumber}, .id = OrderId::trusted(afterId)};
    return dated(TRY(payments::paymentsAfter(session, viewer.team, after, limit)));
}

/// A plain member's own balance is the only one there is to list.
Result<Rows> listBalances(database::Session& session, const sync::Viewer& viewer, sync::Visible extent,
                          const std::string& afterId, int limit) {
    if (extent == sync::Visible::All)
        return balances(
            TRY(credits::memberCreditsAfter(session, viewer.team, MemberId::trusted(afterId), limit)));
    if (!afterId.empty()) return Rows();
    return balances(TRY(credits::memberCredits(session, viewer.team, std::span(&viewer.member, 1))));
}

} // namespace

Result<Rows> StoreRowLoader::load(database::Session& session, const sync::Viewer& viewer, RowKind kind,
                                  const std::vector<std::string>& ids) {
    switch (kind) {
    case RowKind::Team:
        return teamRow(session, viewer);
    case RowKind::TeamCredits:
        return teamCreditsRow(session, viewer);
    case RowKind::Member:
        return dated(TRY(teams::readMembers(session, viewer, ids)));
    case RowKind::Invitation:
        return dated(TRY(teams::readInvitations(session, viewer.team, ids)));
    case RowKind::MemberCredits:
        return balances(TRY(credits::memberCredits(session, viewer.team, typed<MemberId>(ids))));
    case RowKind::Transfer:
        return dated(TRY(credits::transfers(session, viewer.team, typed<TransferId>(ids))));
    case RowKind::Payment:
        return dated(TRY(payments::payments(session, viewer.team, typed<OrderId>(ids))));
    case RowKind::Photo:
        return loadPhotos(session, viewer, ids);
    case RowKind::Headshot:
        return loadHeadshots(session, viewer, ids);
    }
    __builtin_unreachable();
}

Result<Rows> StoreRowLoader::list(database::Session& session, const sync::Viewer& viewer, RowKind kind,
                                  sync::Visible extent, std::int64_t afterNumber, const std::string& afterId,
                                  int limit) {
    const bool first = afterId.empty();
    switch (kind) {
    case RowKind::Team:
        return first ? teamRow(session, viewer) : Result<Rows>(Rows());
    case RowKind::TeamCredits:
        return first ? teamCreditsRow(session, viewer) : Result<Rows>(Rows());
    case RowKind::Member:
        return dated(TRY(teams::listMembers(session, viewer, afterNumber, afterId, limit)));
    case RowKind::Invitation:
        return dated(TRY(teams::listInvitations(session, viewer.team, afterNumber, afterId, limit)));
    case RowKind::MemberCredits:
        return listBalances(session, viewer, extent, afterId, limit);
    case RowKind::Transfer:
        return listTransfers(session, viewer, afterNumber, afterId, limit);
    case RowKind::Payment:
        return listPayments(session, viewer, afterNumber, afterId, limit);
    case RowKind::Photo:
        return listPhotos(session, viewer, afterNumber, afterId, limit);
    case RowKind::Headshot:
        return listHeadshots(session, viewer, extent, afterNumber, afterId, limit);
    }
    __builtin_unreachable();
}

} // namespace headroom::endpoint
