#include "app/desktop/adapters/shell_adapter.h"

#include "app/desktop/adapters/command_words.h"
#include "app/desktop/adapters/values.h"

#include <algorithm>

namespace headroom::desktop {

namespace {

using ui::shell::PageKind;
using ui::shell::SyncState;

SyncState syncStateOf(const client::SyncStatus& status) {
    if (status.trouble) return SyncState::Problem;
    switch (status.link) {
    case client::Link::Starting:
        return SyncState::Syncing;
    case client::Link::Online:
        return status.catchingUp ? SyncState::Syncing : SyncState::Synced;
    case client::Link::Offline:
        return SyncState::Offline;
    case client::Link::SignedOut:
    case client::Link::NotMember:
        return SyncState::Problem;
    }
    __builtin_unreachable();
}

ui::shell::OutboxState outboxStateOf(const client::OutboxRow& row) {
    switch (row.state) {
    case client::OutboxState::Queued:
        // Sent once without an answer: nobody knows yet whether it was carried out.
        return row.attempts > 0 ? ui::shell::OutboxState::Unknown : ui::shell::OutboxState::Waiting;
    case client::OutboxState::Sending:
    case client::OutboxState::Accepted:
        return ui::shell::OutboxState::Sending;
    case client::OutboxState::Refused:
        return ui::shell::OutboxState::Refused;
    }
    __builtin_unreachable();
}

int presentMembers(const client::ShownTeam& team) {
    return static_cast<int>(std::ranges::count_if(*team.members, [](const client::ShownMember& member) {
        return member.row().state != sync::MemberState::Removed;
    }));
}

} // namespace

ShellAdapter::ShellAdapter(client::TeamSession& session, std::vector<client::Membership> memberships,
                           ShellRequests requests, QObject* parent)
    : ShellSource(parent)
    , session_(session)
    , memberships_(std::move(memberships))
    , requests_(std::move(requests)) {
    connect(&session_.view(), &client::TeamView::changed, this, &ShellSource::changed);
}

ui::shell::Team ShellAdapter::ownTeam() const {
    const client::ShownTeam& team = session_.view().team();
    const client::Membership& membership = session_.membership();
    return {membership.team, shown(team.team.name.empty() ? membership.teamName : team.team.name),
            team.complete ? tr("%n member(s)", nullptr, presentMembers(team)) : QString()};
}

ui::shell::State ShellAdapter::state() const {
    client::TeamView& view = session_.view();
    const client::ShownTeam& team = view.team();
    ui::shell::State state;
    state.team = ownTeam();
    state.self = session_.membership().member;
    state.role = shown(view.own() ? view.own()->row().role : session_.membership().role);
    if (view.own()) state.userName = shown(*view.own()).name;
    state.sync = syncStateOf(view.status());
    if (team.syncedAt) state.lastSync = shown(*team.syncedAt);
    const auto uploads = std::ranges::count_if(*team.uploads, [](const client::UploadRow& row) {
        return row.state == client::UploadState::Waiting;
    });
    state.waiting = static_cast<int>(view.waitingCommands()) + static_cast<int>(uploads);
    state.refused = static_cast<int>(view.refusedCommands().size());
    if (state.role == ui::MemberRole::Member && view.own()) state.ownCredits = view.own()->available;
    if (uploads > 0) state.badges.insert(PageKind::Create, static_cast<int>(uploads));
    return state;
}

std::vector<ui::shell::Team> ShellAdapter::teams() const {
    std::vector<ui::shell::Team> teams;
    for (const client::Membership& membership : memberships_)
        teams.push_back(membership.team == session_.membership().team
                            ? ownTeam()
                            : ui::shell::Team{membership.team, shown(membership.teamName), {}});
    return teams;
}

std::vector<ui::shell::OutboxRow> ShellAdapter::outbox() const {
    std::vector<ui::shell::OutboxRow> rows;
    for (const client::ShownCommand& command : *session_.view().team().commands) {
        const client::OutboxRow& row = command.row;
        if (row.state == client::OutboxState::Accepted) continue; // done; only waits to be seen in the feed
        rows.push_back({shown(row.id.text()), commandTitle(row, session_.view()), shown(row.createdAt),
                        outboxStateOf(row), row.code ? row.code : command.expectedRefusal});
    }
    return rows;
}

void ShellAdapter::retryOutboxRow(const QString& key) {
    if (const auto id = CommandId::parse(key.toStdString())) session_.tryAgain(*id);
}

void ShellAdapter::discardOutboxRow(const QString& key) {
    const auto id = CommandId::parse(key.toStdString());
    if (!id) return;
    for (const client::ShownCommand& command : *session_.view().team().commands) {
        if (command.row.id != *id) continue;
        if (command.row.state == client::OutboxState::Refused) return session_.dismiss(*id);
        return session_.withdraw(*id);
    }
}

} // namespace headroom::desktop
