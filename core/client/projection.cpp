#include "core/client/projection.h"

#include "core/base/crypto.h"
#include "core/client/client_limits.h"
#include "core/client/search_key.h"
#include "core/credits/credits_rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace headroom::client {

namespace {

using nlohmann::json;

constexpr std::int64_t dayMs = 86'400'000;

/// Text of a field, or nothing: a body was made here, but by whatever version.
std::string textOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string styleOf(const json& body, std::size_t index, int& ordinal) {
    const auto styles = body.find("styles");
    if (styles == body.end() || !styles->is_array()) return {};
    std::size_t before = 0;
    for (const json& entry : *styles) {
        const std::size_t count = entry.value("count", std::size_t{0});
        if (index < before + count) {
            ordinal = static_cast<int>(index - before);
            return textOf(entry, "style");
        }
        before += count;
    }
    return {};
}

/// A UUID that depends on the text alone.
HeadshotId derivedId(const std::string& text) {
    std::string hex = toHex(sha256(text)).substr(0, 32);
    hex[12] = '8'; // version 8: "vendor specific" (RFC 9562)
    hex[16] = 'a';
    return HeadshotId::trusted(hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
                               hex.substr(16, 4) + "-" + hex.substr(20));
}

/// The replay: copies only what commands touch.
class Replay {
public:
    explicit Replay(const ProjectionInput& input)
        : input_(input)
        , team_(input.truth.team) {
        const bool creditsMove = std::ranges::any_of(input.outbox, [](const OutboxRow& row) {
            return row.pending() &&
                   (row.lane == creditsLane || row.kind == CommandKind::Generate ||
                    row.kind == CommandKind::RemoveMember || row.kind == CommandKind::EditMember);
        });
        if (creditsMove) buildState();
    }

    void run() {
        for (const OutboxRow& row : input_.outbox) {
            ShownCommand shown{row, std::nullopt};
            if (row.pending()) {
                try {
                    shown.expectedRefusal = replay(row);
                } catch (const std::exception&) { // a body of another version: the endpoint decides
                }
            }
            commands_.push_back(std::move(shown));
        }
    }

    const sync::TeamRow& team() const { return team_; }
    std::vector<ShownCommand> takeCommands() { return std::move(commands_); }

    sync::TeamCreditsRow teamCredits() const { return state_ ? state_->team : input_.truth.credits; }
    ShownMember member(const std::string& id, const std::shared_ptr<const KnownMember>& truth) const;
    std::vector<ShownHeadshot> headshots() const;
    std::vector<ShownPhoto> photos() const;
    bool invitationRevoked(const std::string& id) const { return revoked_.contains(id); }

private:
    void buildState();
    std::optional<ErrorCode> replay(const OutboxRow& row);
    std::optional<ErrorCode> replayCredits(const OutboxRow& row, const json& body);
    std::optional<ErrorCode> replayGenerate(const OutboxRow& row, const json& body);
    void replayHeadshot(CommandKind kind, const json& body);
    void replayCancel(const std::string& request);
    void replayMember(CommandKind kind, const json& body);

    template <class Decision>
    std::optional<ErrorCode> carryOut(const Decision& decided) {
        if (!decided) return decided.error().code;
        credits::applyPostings(*state_, *decided);
        for (const credits::Posting& posting : *decided) {
            if (!posting.fromMember.empty()) touched_.insert(posting.fromMember.text());
            if (!posting.toMember.empty()) touched_.insert(posting.toMember.text());
        }
        return std::nullopt;
    }

    ProjectionInput input_;
    sync::TeamRow team_;
    std::optional<credits::State> state_;
    std::vector<ShownCommand> commands_;
    std::unordered_set<std::string> touched_; ///< members whose balance the outbox moves
    std::unordered_map<std::string, sync::MemberRow> editedMembers_;
    std::unordered_map<std::string, sync::HeadshotRow> editedHeadshots_;
    std::vector<ShownHeadshot> newHeadshots_;
    std::unordered_set<std::string> deletedPhotos_;
    std::unordered_set<std::string> revoked_;
};

void Replay::buildState() {
    credits::State& state = state_.emplace();
    state.team = input_.truth.credits;
    state.memberVersion = input_.truth.team.memberVersion;
    for (const auto& [id, known] : input_.truth.members)
        state.members[known->row.id].state = known->row.state;
    for (const auto& [id, balance] : input_.truth.memberCredits) {
        credits::Member& member = state.members[id];
        member.available = balance.available;
        member.held = balance.held;
        member.spent = balance.spent;
    }
}

std::optional<ErrorCode> Replay::replay(const OutboxRow& row) {
    const json body = json::parse(row.body);
    switch (row.kind) {
    case CommandKind::Allocate:
    case CommandKind::AutoDistribute:
    case CommandKind::Reassign:
        return replayCredits(row, body);
    case CommandKind::Generate:
        return replayGenerate(row, body);
    case CommandKind::EditHeadshot:
    case CommandKind::DeleteHeadshot:
    case CommandKind::RestoreHeadshot:
        replayHeadshot(row.kind, body);
        return std::nullopt;
    case CommandKind::DeletePhoto:
        deletedPhotos_.insert(textOf(body, "photo_id"));
        return std::nullopt;
    case CommandKind::EditMember:
    case CommandKind::RemoveMember:
        replayMember(row.kind, body);
        return std::nullopt;
    case CommandKind::RenameTeam:
        team_.name = textOf(body, "name");
        return std::nullopt;
    case CommandKind::RevokeInvitation:
        revoked_.insert(textOf(body, "invitation_id"));
        return std::nullopt;
    case CommandKind::CancelRequest:
        replayCancel(textOf(body, "request_id"));
        return std::nullopt;
    case CommandKind::InviteMembers: // who comes of it is the endpoint's to say
        return std::nullopt;
    }
    __builtin_unreachable();
}

std::optional<ErrorCode> Replay::replayCredits(const OutboxRow& row, const json& body) {
    const auto command = credits::parseCommand(name(row.kind), body);
    if (!command) return command.error().code;
    return carryOut(credits::decide(*state_, *command));
}

std::optional<ErrorCode> Replay::replayGenerate(const OutboxRow& row, const json& body) {
    for (const auto& [id, headshot] : input_.truth.headshots)
        if (headshot->requestId.text() == row.id.text())
            return std::nullopt; // the feed was faster than the answer
    const std::vector<HeadshotId> ids = expectedHeadshots(row);
    std::string member = textOf(body, "member_id");
    if (member.empty()) member = input_.me.text();
    const auto source = textOf(body, "source") == name(sync::CreditSource::Pool) ? sync::CreditSource::Pool
                                                                                 : sync::CreditSource::Member;
    const auto refusal =
        carryOut(credits::decide(*state_, credits::Hold{source, MemberId::trusted(member), ids}));
    if (refusal) return refusal;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        sync::HeadshotRow headshot;
        headshot.id = ids[i];
        headshot.memberId = MemberId::trusted(member);
        headshot.requestId = RequestId::trusted(row.id.text());
        headshot.style = styleOf(body, i, headshot.ordinal);
        headshot.createdAt = row.createdAt;
        headshot.updatedAt = row.createdAt;
        newHeadshots_.push_back({std::make_shared<const sync::HeadshotRow>(std::move(headshot)), true});
    }
    return std::nullopt;
}

void Replay::replayHeadshot(CommandKind kind, const json& body) {
    const std::string id = textOf(body, "headshot_id");
    const auto known = input_.truth.headshots.find(id);
    if (known == input_.truth.headshots.end()) return;
    sync::HeadshotRow& row = editedHeadshots_.try_emplace(id, *known->second).first->second;
    if (kind == CommandKind::DeleteHeadshot) {
        row.state = sync::HeadshotState::Deleted;
    } else if (kind == CommandKind::RestoreHeadshot) {
        row.state = sync::HeadshotState::Completed;
    } else {
        if (body.contains("name")) row.name = textOf(body, "name");
        if (body.contains("favourite")) row.favourite = body.value("favourite", row.favourite);
    }
}

/// Where the credits go back to is the endpoint's to say: only it knows what each was taken from.
void Replay::replayCancel(const std::string& request) {
    const auto cancel = [](sync::HeadshotRow& row) {
        row.state = sync::HeadshotState::Failed;
        row.failure = std::string(headroom::name(ErrorCode::Cancelled));
    };
    const auto unfinished = [&](const sync::HeadshotRow& row) {
        return row.requestId.text() == request &&
               (row.state == sync::HeadshotState::Queued || row.state == sync::HeadshotState::Running);
    };
    for (const auto& [id, known] : input_.truth.headshots)
        if (unfinished(*known)) cancel(editedHeadshots_.try_emplace(id, *known).first->second);
    for (ShownHeadshot& shown : newHeadshots_) {
        if (!unfinished(*shown.row)) continue;
        sync::HeadshotRow row = *shown.row;
        cancel(row);
        shown.row = std::make_shared<const sync::HeadshotRow>(std::move(row));
    }
}

void Replay::replayMember(CommandKind kind, const json& body) {
    const std::string id = textOf(body, "member_id");
    const auto known = input_.truth.members.find(id);
    if (known == input_.truth.members.end()) return;
    sync::MemberRow& row = editedMembers_.try_emplace(id, known->second->row).first->second;
    if (kind == CommandKind::RemoveMember) {
        carryOut(credits::decideMemberRemoved(*state_, row.id));
        row.state = sync::MemberState::Removed;
    } else {
        if (body.contains("name")) row.name = textOf(body, "name");
        if (const auto role = sync::fromName<sync::Role>(textOf(body, "role"))) row.role = *role;
        if (const auto state = sync::fromName<sync::MemberState>(textOf(body, "state"))) row.state = *state;
    }
    state_->members[row.id].state = row.state;
}

ShownMember Replay::member(const std::string& id, const std::shared_ptr<const KnownMember>& truth) const {
    ShownMember shown{truth, 0, 0, 0, touched_.contains(id)};
    if (state_) {
        const credits::Member& balance = state_->members.at(truth->row.id);
        shown.available = balance.available;
        shown.held = balance.held;
        shown.spent = balance.spent;
    } else if (const auto balance = input_.truth.memberCredits.find(truth->row.id);
               balance != input_.truth.memberCredits.end()) {
        shown.available = balance->second.available;
        shown.held = balance->second.held;
        shown.spent = balance->second.spent;
    }
    if (const auto edited = editedMembers_.find(id); edited != editedMembers_.end()) {
        const sync::MemberRow& row = edited->second;
        shown.member =
            std::make_shared<const KnownMember>(KnownMember{row, searchKey(row.name + " " + row.email)});
        shown.pending = true;
    }
    return shown;
}

std::vector<ShownHeadshot> Replay::headshots() const {
    std::vector<ShownHeadshot> list = newHeadshots_;
    list.reserve(list.size() + input_.truth.headshots.size());
    for (const auto& [id, row] : input_.truth.headshots) {
        const auto edited = editedHeadshots_.find(id);
        if (edited == editedHeadshots_.end())
            list.push_back({row, false});
        else
            list.push_back({std::make_shared<const sync::HeadshotRow>(edited->second), true});
    }
    return list;
}

std::vector<ShownPhoto> Replay::photos() const {
    std::vector<ShownPhoto> list;
    for (const auto& [id, row] : input_.truth.photos) {
        if (!deletedPhotos_.contains(id)) {
            list.push_back({row, false});
            continue;
        }
        sync::PhotoRow gone = *row;
        gone.state = sync::PhotoState::Deleted;
        list.push_back({std::make_shared<const sync::PhotoRow>(std::move(gone)), true});
    }
    return list;
}

/// Newest first; the id settles ties so that a list never jumps.
template <class List, class RowOf>
void sortNewestFirst(List& list, RowOf rowOf) {
    std::ranges::sort(list, [&](const auto& a, const auto& b) {
        const auto& x = rowOf(a);
        const auto& y = rowOf(b);
        return x.createdAt != y.createdAt ? x.createdAt > y.createdAt : x.id > y.id;
    });
}

template <class Row>
Shared<Row> shared(std::vector<Row> rows) {
    return std::make_shared<const std::vector<Row>>(std::move(rows));
}

void showMembers(const ProjectionInput& input, const Replay& replay, ShownTeam& shown) {
    std::vector<ShownMember> members;
    members.reserve(input.truth.members.size());
    shown.own.reset();
    for (const auto& [id, known] : input.truth.members) {
        members.push_back(replay.member(id, known));
        if (known->row.id == input.me) shown.own = members.back();
    }
    std::ranges::sort(members, [](const ShownMember& a, const ShownMember& b) {
        const int order = a.member->searchKey.compare(b.member->searchKey);
        return order != 0 ? order < 0 : a.member->row.id < b.member->row.id;
    });
    shown.members = shared(std::move(members));
}

void showCredits(const Replay& replay, Timestamp now, ShownTeam& shown) {
    const sync::TeamCreditsRow team = replay.teamCredits();
    CreditNumbers numbers;
    numbers.purchased = team.purchased;
    numbers.pool = team.pool;
    numbers.held = team.held;
    numbers.spent = team.spent;
    numbers.refunded = team.refunded;
    numbers.debt = team.debt;
    for (const ShownMember& member : *shown.members)
        numbers.allocated += member.available;
    numbers.usable = numbers.pool + numbers.allocated;
    measurePace(shown.days ? std::span<const DayUse>(*shown.days) : std::span<const DayUse>(), now, numbers);
    shown.credits = numbers;
}

} // namespace

std::vector<HeadshotId> expectedHeadshots(const OutboxRow& generate) {
    std::vector<HeadshotId> ids;
    try {
        if (!generate.answer.empty()) {
            const json answer = json::parse(generate.answer);
            if (const auto known = answer.find("headshot_ids"); known != answer.end()) {
                for (const json& id : *known)
                    ids.push_back(HeadshotId::trusted(id.get<std::string>()));
                return ids;
            }
        }
        std::size_t count = 0;
        const json body = json::parse(generate.body);
        for (const json& entry : body.at("styles"))
            count += std::min<std::size_t>(entry.at("count").get<std::size_t>(), 1000);
        for (std::size_t i = 0; i < count; ++i)
            ids.push_back(derivedId(generate.id.text() + "/" + std::to_string(i)));
    } catch (const json::exception&) {
        ids.clear();
    }
    return ids;
}

void measurePace(std::span<const DayUse> days, Timestamp now, CreditNumbers& credits) {
    constexpr std::int64_t weekDays = 7;
    const std::int64_t today = now.ms / dayMs;
    std::optional<std::int64_t> firstUse;
    for (const DayUse& use : days)
        if (use.spent > 0 && !firstUse) firstUse = use.day;
    credits.paceSpent = 0;
    credits.paceOverDays = 0;
    credits.poolLastsDays.reset();
    if (!firstUse) return;
    // Today is not over, so it would make every pace look slower in the morning.
    credits.paceOverDays = std::clamp(today - *firstUse, weekDays, paceDays);
    for (const DayUse& use : days)
        if (use.day >= today - credits.paceOverDays && use.day < today) credits.paceSpent += use.spent;
    if (credits.paceSpent > 0)
        credits.poolLastsDays = credits.pool * credits.paceOverDays / credits.paceSpent;
}

void project(const ProjectionInput& input, Part parts, ShownTeam& shown) {
    Replay replay(input);
    replay.run();
    shown.team = replay.team();
    shown.me = input.me;
    if (has(parts, Part::Members | Part::Credits) || !shown.members) showMembers(input, replay, shown);
    showCredits(replay, input.now, shown);
    if (has(parts, Part::Headshots) || !shown.headshots) {
        auto headshots = replay.headshots();
        sortNewestFirst(
            headshots, [](const ShownHeadshot& entry) -> const auto& { return *entry.row; });
        shown.headshots = shared(std::move(headshots));
    }
    if (has(parts, Part::Photos) || !shown.photos) {
        auto photos = replay.photos();
        sortNewestFirst(
            photos, [](const ShownPhoto& entry) -> const auto& { return *entry.row; });
        shown.photos = shared(std::move(photos));
    }
    if (has(parts, Part::Invitations) || !shown.invitations) {
        std::vector<sync::InvitationRow> invitations;
        for (const auto& [id, row] : input.truth.invitations) {
            invitations.push_back(*row);
            if (replay.invitationRevoked(id) && !row->revokedAt) invitations.back().revokedAt = input.now;
        }
        sortNewestFirst(
            invitations, [](const sync::InvitationRow& row) -> const auto& { return row; });
        shown.invitations = shared(std::move(invitations));
    }
    if (has(parts, Part::Payments) || !shown.payments) {
        std::vector<sync::PaymentRow> payments;
        for (const auto& [id, row] : input.truth.payments)
            payments.push_back(*row);
        sortNewestFirst(
            payments, [](const sync::PaymentRow& row) -> const auto& { return row; });
        shown.payments = shared(std::move(payments));
    }
    shown.commands = shared(replay.takeCommands());
}

Part partsOf(sync::RowKind kind) {
    switch (kind) {
    case sync::RowKind::Team:
        return Part::Team;
    case sync::RowKind::Member:
        return Part::Members | Part::Credits;
    case sync::RowKind::Invitation:
        return Part::Invitations;
    case sync::RowKind::TeamCredits:
        return Part::Credits;
    case sync::RowKind::MemberCredits:
        return Part::Credits | Part::Members;
    case sync::RowKind::Transfer:
        return Part::Ledger | Part::Days | Part::Credits;
    case sync::RowKind::Payment:
        return Part::Payments;
    case sync::RowKind::Photo:
        return Part::Photos;
    case sync::RowKind::Headshot:
        return Part::Headshots;
    }
    __builtin_unreachable();
}

} // namespace headroom::client
