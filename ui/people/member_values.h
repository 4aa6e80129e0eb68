#pragma once

#include "core/base/ids.h"

#include <QDateTime>
#include <QString>

#include <optional>

// Members as the pages show them. Plain values; whoever fills them has done all arithmetic.
namespace headroom::ui {

enum class MemberRole { Owner, Admin, Member };
enum class MemberState { Active, Invited, Suspended };

struct MemberRow {
    MemberId id;
    QString name;
    QString email;
    MemberRole role = MemberRole::Member;
    MemberState state = MemberState::Active;
    qint64 allocated = 0; ///< given to the member in all: available + held + used
    qint64 available = 0; ///< can be used now
    qint64 held = 0;      ///< reserved for headshots that are being made
    qint64 used = 0;      ///< spent on finished headshots
    QDateTime lastActive; ///< invalid for never
    bool pending = false; ///< a change of this row waits to be sent
};

enum class MemberSort { Name, Role, Allocated, Used, Available, LastActive, State };

struct MemberQuery {
    QString text = {};
    std::optional<MemberRole> role = std::nullopt;
    MemberSort sort = MemberSort::Name;
    Qt::SortOrder order = Qt::AscendingOrder;

    friend bool operator==(const MemberQuery&, const MemberQuery&) = default;
};

QString roleName(MemberRole role);
QString stateName(MemberState state);
QString memberKey(const MemberId& id);
MemberId memberIdFromKey(const QString& key);

} // namespace headroom::ui
