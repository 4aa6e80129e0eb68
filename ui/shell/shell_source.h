#pragma once

#include "core/base/ids.h"
#include "ui/people/member_values.h"

#include <QDateTime>
#include <QMap>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

// What the window around the pages shows, and what it asks for.
namespace headroom::ui::shell {

enum class PageKind { Credits, Members, Create, Headshots, Exports, Activity, Settings };

struct Team {
    TeamId id;
    QString name;
    QString detail; ///< "412 members"
};

enum class SyncState { Synced, Syncing, Offline, Problem };

struct State {
    Team team;
    MemberId self;
    QString userName;
    MemberRole role = MemberRole::Member;
    SyncState sync = SyncState::Synced;
    QDateTime lastSync;
    int waiting = 0;                  ///< changes in the outbox
    int refused = 0;                  ///< changes that were refused and are not looked at yet
    std::optional<qint64> ownCredits; ///< shown to members, who have no Credits page
    QMap<PageKind, int> badges;
};

enum class OutboxState { Waiting, Sending, Refused, Unknown };

/// A change that is not yet, or will not be, part of the team's truth.
struct OutboxRow {
    QString key;
    QString title; ///< "Give 10 credits to Grace Tanaka"
    QDateTime made;
    OutboxState state = OutboxState::Waiting;
    std::optional<ErrorCode> error;
};

/// Newest known values, without waiting. GUI thread.
class ShellSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual State state() const = 0;
    virtual std::vector<Team> teams() const = 0;
    virtual std::vector<OutboxRow> outbox() const = 0;

Q_SIGNALS:
    void changed();
};

class ShellActions {
public:
    virtual ~ShellActions() = default;
    virtual void switchTeam(const TeamId& team) = 0;
    virtual void addTeam() = 0;
    virtual void syncNow() = 0;
    virtual void retryOutboxRow(const QString& key) = 0;
    virtual void discardOutboxRow(const QString& key) = 0;
    virtual void signOut() = 0;
};

} // namespace headroom::ui::shell
