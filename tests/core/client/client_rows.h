#pragma once

#include "core/client/cache_store.h"
#include "core/client/team_store.h"
#include "core/sync/rows.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <string>

// Rows for tests, and a clock that stands still.
namespace headroom::client::testing {

class HeldClock final : public Clock {
public:
    Timestamp now() const override { return {ms.load()}; }
    std::atomic<std::int64_t> ms{1'790'000'000'000};
};

template <class Row>
FeedRow feedRow(sync::RowKind kind, const std::string& id, const Row& row) {
    return {kind, id, FeedRow::Change::Put, nlohmann::json(row).dump()};
}

inline FeedRow removedRow(sync::RowKind kind, const std::string& id) {
    return {kind, id, FeedRow::Change::Removed, {}};
}

inline FeedRow memberRow(const MemberId& id, const std::string& name,
                         sync::MemberState state = sync::MemberState::Active) {
    sync::MemberRow row;
    row.id = id;
    row.name = name;
    row.email = "m@example.org";
    row.state = state;
    return feedRow(sync::RowKind::Member, id.text(), row);
}

inline FeedRow balanceRow(const MemberId& id, std::int64_t available, std::int64_t held = 0,
                          std::int64_t spent = 0) {
    return feedRow(sync::RowKind::MemberCredits, id.text(),
                   sync::MemberCreditsRow{id, available, held, spent});
}

inline FeedRow teamCreditsRow(std::int64_t purchased, std::int64_t pool) {
    sync::TeamCreditsRow row;
    row.purchased = purchased;
    row.pool = pool;
    return feedRow(sync::RowKind::TeamCredits, "team", row);
}

inline FeedRow headshotRow(const HeadshotId& id, const MemberId& member, std::int64_t createdMs,
                           const std::string& name = {}) {
    sync::HeadshotRow row;
    row.id = id;
    row.memberId = member;
    row.requestId = RequestId::make();
    row.style = "studio";
    row.name = name;
    row.state = sync::HeadshotState::Completed;
    row.createdAt = {createdMs};
    return feedRow(sync::RowKind::Headshot, id.text(), row);
}

inline FeedRow transferRow(std::int64_t version, std::int64_t credits, sync::TransferReason reason,
                           Timestamp at, const CommandId& command = {}) {
    sync::TransferRow row;
    row.id = TransferId::make();
    row.version = version;
    row.credits = credits;
    row.reason = reason;
    row.commandId = command;
    row.createdAt = at;
    return feedRow(sync::RowKind::Transfer, row.id.text(), row);
}

inline std::string allocateBody(const MemberId& member, std::int64_t credits) {
    return nlohmann::json{{"lines", {{{"member_id", member.text()}, {"credits", credits}}}}}.dump();
}

inline std::string generateBody(const MemberId& member, const std::vector<std::string>& photos, int count) {
    return nlohmann::json{{"member_id", member.text()},
                          {"photo_ids", photos},
                          {"styles", {{{"style", "studio"}, {"count", count}}}},
                          {"source", "member"}}
        .dump();
}

inline std::string favouriteBody(const HeadshotId& headshot) {
    return nlohmann::json{{"headshot_id", headshot.text()}, {"favourite", true}}.dump();
}

} // namespace headroom::client::testing
