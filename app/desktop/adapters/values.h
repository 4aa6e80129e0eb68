#pragma once

#include "core/base/clock.h"
#include "core/client/shown_team.h"
#include "ui/people/member_values.h"

#include <QDateTime>
#include <QString>

#include <string>

// How values of the rooms below stand in the pages. Pure; any thread.
namespace headroom::desktop {

inline QString shown(const std::string& text) {
    return QString::fromStdString(text);
}
inline QDateTime shown(Timestamp moment) {
    return QDateTime::fromMSecsSinceEpoch(moment.ms);
}

ui::MemberRole shown(sync::Role role);
sync::Role asRole(ui::MemberRole role);
ui::MemberState shown(sync::MemberState state);
ui::MemberRow shown(const client::ShownMember& member);

} // namespace headroom::desktop
