#include "ui/gallery/sample_shell.h"

#include <algorithm>

namespace headroom::ui::gallery {
using namespace shell;

SampleShell::SampleShell(QObject* parent)
    : ShellSource(parent) {
    state_.team = teams().front();
    state_.self = MemberId::trusted("00000000-0000-4000-8000-000000000000");
    state_.userName = QStringLiteral("Elena Weber");
    state_.role = MemberRole::Owner;
    state_.lastSync = QDateTime::currentDateTime().addSecs(-130);
    state_.badges = {{PageKind::Create, 3}, {PageKind::Exports, 1}};
}

std::vector<Team> SampleShell::teams() const {
    return {{TeamId::trusted("10000000-0000-4000-8000-000000000001"), QStringLiteral("Northwind Design"),
             tr("%n member(s)", nullptr, 412)},
            {TeamId::trusted("10000000-0000-4000-8000-000000000002"), QStringLiteral("Tern Architects"),
             tr("%n member(s)", nullptr, 36)}};
}

void SampleShell::switchTeam(const TeamId& team) {
    for (const Team& candidate : teams())
        if (candidate.id == team) state_.team = candidate;
    Q_EMIT changed();
}

void SampleShell::syncNow() {
    ++syncsAsked_;
    state_.sync = SyncState::Synced;
    state_.lastSync = QDateTime::currentDateTime();
    Q_EMIT changed();
}

void SampleShell::retryOutboxRow(const QString& key) {
    for (OutboxRow& row : outbox_)
        if (row.key == key) {
            row.state = OutboxState::Waiting;
            row.error.reset();
        }
    state_.refused = int(std::count_if(outbox_.begin(), outbox_.end(), [](const OutboxRow& row) {
        return row.state == OutboxState::Refused;
    }));
    Q_EMIT changed();
}

void SampleShell::discardOutboxRow(const QString& key) {
    std::erase_if(outbox_, [&](const OutboxRow& row) { return row.key == key; });
    state_.refused = int(std::count_if(outbox_.begin(), outbox_.end(), [](const OutboxRow& row) {
        return row.state == OutboxState::Refused;
    }));
    Q_EMIT changed();
}

void SampleShell::setState(State state) {
    state_ = std::move(state);
    Q_EMIT changed();
}

void SampleShell::setOutbox(std::vector<OutboxRow> rows) {
    outbox_ = std::move(rows);
    Q_EMIT changed();
}

} // namespace headroom::ui::gallery
