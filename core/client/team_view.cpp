#include "core/client/team_view.h"

#include "core/base/text.h"
#include "core/client/search_key.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace headroom::client {

namespace {

constexpr std::int64_t dayMs = 86'400'000;

template <class Row>
Shared<Row> none() {
    return std::make_shared<const std::vector<Row>>();
}

std::shared_ptr<const ShownTeam> emptyTeam() {
    auto team = std::make_shared<ShownTeam>();
    team->members = none<ShownMember>();
    team->headshots = none<ShownHeadshot>();
    team->photos = none<ShownPhoto>();
    team->payments = none<sync::PaymentRow>();
    team->invitations = none<sync::InvitationRow>();
    team->ledger = none<sync::TransferRow>();
    team->days = none<DayUse>();
    team->commands = none<ShownCommand>();
    team->uploads = none<UploadRow>();
    return team;
}

std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words;
    const std::string key = searchKey(text);
    for (const std::string_view word : split(key, ' '))
        if (!word.empty()) words.emplace_back(word);
    return words;
}

bool holdsAll(const std::string& key, const std::vector<std::string>& words) {
    return std::ranges::all_of(words,
                               [&](const std::string& word) { return key.find(word) != std::string::npos; });
}

/// The number by which a member is sorted. Names need none: the list comes in their order.
std::int64_t sortNumber(const ShownMember& member, MemberSort sort) {
    switch (sort) {
    case MemberSort::Name:
        return 0;
    case MemberSort::Role:
        return static_cast<std::int64_t>(member.row().role);
    case MemberSort::State:
        return static_cast<std::int64_t>(member.row().state);
    case MemberSort::Available:
        return member.available;
    case MemberSort::Held:
        return member.held;
    case MemberSort::Spent:
        return member.spent;
    case MemberSort::LastActive:
        return member.row().lastActiveAt.value_or(Timestamp{}).ms;
    }
    __builtin_unreachable();
}

template <class Rows, class Id, class IdOf>
auto findById(const Rows& rows, const Id& id, IdOf idOf) -> decltype(&rows.front()) {
    const auto found = std::ranges::find_if(rows, [&](const auto& row) { return idOf(row) == id; });
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

TeamView::TeamView(QObject* parent)
    : QObject(parent)
    , team_(emptyTeam()) {}

void TeamView::show(std::shared_ptr<const ShownTeam> team, Part parts) {
    team_ = std::move(team);
    opened_ = true;
    Q_EMIT changed(parts);
}

void TeamView::setStatus(const SyncStatus& status) {
    if (status == status_) return;
    status_ = status;
    Q_EMIT changed(Part::Status);
}

bool TeamView::ownMayManage() const {
    return own() && own()->row().role != sync::Role::Member &&
           own()->row().state == sync::MemberState::Active;
}

Selection<ShownMember> TeamView::members(const MemberQuery& query) const {
    const std::vector<ShownMember>& all = *team_->members;
    const auto words = wordsOf(query.text);
    std::vector<std::uint32_t> order;
    order.reserve(all.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        const sync::MemberRow& row = all[i].row();
        if (query.state ? row.state != *query.state : row.state == sync::MemberState::Removed) continue;
        if (query.role && row.role != *query.role) continue;
        if (holdsAll(all[i].member->searchKey, words)) order.push_back(i);
    }
    const bool down = query.order == SortOrder::Descending;
    if (query.sort == MemberSort::Name) {
        if (down) std::ranges::reverse(order);
    } else {
        // Stable: equal ones stay in the order of their names, whichever way the numbers go.
        std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
            const auto x = sortNumber(all[a], query.sort);
            const auto y = sortNumber(all[b], query.sort);
            return down ? x > y : x < y;
        });
    }
    return {team_->members, std::move(order)};
}

const ShownMember* TeamView::member(const MemberId& id) const {
    return findById(
        *team_->members, id, [](const ShownMember& member) -> const auto& { return member.row().id; });
}

std::string TeamView::memberName(const MemberId& id) const {
    const ShownMember* known = member(id);
    if (!known) return {};
    return known->row().name.empty() ? known->row().email : known->row().name;
}

Selection<ShownHeadshot> TeamView::headshots(const HeadshotQuery& query) const {
    const std::vector<ShownHeadshot>& all = *team_->headshots;
    const auto words = wordsOf(query.text);
    std::unordered_map<std::string, std::uint32_t> rank; // members come by name
    for (std::uint32_t i = 0; i < team_->members->size(); ++i)
        rank[(*team_->members)[i].row().id.text()] = i;
    const auto rankOf = [&](const sync::HeadshotRow& row) {
        const auto found = rank.find(row.memberId.text());
        return found == rank.end() ? UINT32_MAX : found->second;
    };
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        const sync::HeadshotRow& row = *all[i].row;
        if (query.state ? row.state != *query.state : row.state == sync::HeadshotState::Deleted) continue;
        if (query.member && row.memberId != *query.member) continue;
        if (!query.style.empty() && row.style != query.style) continue;
        if (query.favouritesOnly && !row.favourite) continue;
        if (!words.empty()) {
            const std::uint32_t owner = rankOf(row);
            const std::string ownerKey =
                owner == UINT32_MAX ? "" : (*team_->members)[owner].member->searchKey;
            if (!holdsAll(searchKey(row.name) + " " + ownerKey, words)) continue;
        }
        order.push_back(i);
    }
    switch (query.sort) {
    case HeadshotQuery::Sort::Newest:
        break;
    case HeadshotQuery::Sort::Oldest:
        std::ranges::reverse(order);
        break;
    case HeadshotQuery::Sort::Member:
        std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return rankOf(*all[i].row); });
        break;
    case HeadshotQuery::Sort::Style:
        std::ranges::stable_sort(order, {},
                                 [&](std::uint32_t i) { return std::string_view(all[i].row->style); });
        break;
    }
    return {team_->headshots, std::move(order)};
}

const ShownHeadshot* TeamView::headshot(const HeadshotId& id) const {
    return findById(
        *team_->headshots, id, [](const ShownHeadshot& shown) -> const auto& { return shown.row->id; });
}

Selection<ShownPhoto> TeamView::photos(const MemberId& member) const {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < team_->photos->size(); ++i) {
        const sync::PhotoRow& row = *(*team_->photos)[i].row;
        if (row.memberId == member && row.state != sync::PhotoState::Deleted) order.push_back(i);
    }
    return {team_->photos, std::move(order)};
}

std::vector<DayUse> TeamView::usage(int days, Timestamp now) const {
    const std::int64_t today = now.ms / dayMs;
    std::vector<DayUse> result;
    auto known = team_->days->begin();
    for (std::int64_t day = today - days + 1; day <= today; ++day) {
        while (known != team_->days->end() && known->day < day)
            ++known;
        result.push_back(known != team_->days->end() && known->day == day ? *known : DayUse{day, 0, 0, 0});
    }
    return result;
}

std::vector<ShownCommand> TeamView::refusedCommands() const {
    std::vector<ShownCommand> refused;
    std::ranges::copy_if(*team_->commands, std::back_inserter(refused), [](const ShownCommand& command) {
        return command.row.state == OutboxState::Refused;
    });
    return refused;
}

std::size_t TeamView::waitingCommands() const {
    return static_cast<std::size_t>(std::ranges::count_if(*team_->commands, [](const ShownCommand& command) {
        return command.row.state == OutboxState::Queued || command.row.state == OutboxState::Sending;
    }));
}

} // namespace headroom::client
