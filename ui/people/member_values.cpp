#include "ui/people/member_values.h"

#include <QCoreApplication>

namespace headroom::ui {

QString roleName(MemberRole role) {
    switch (role) {
    case MemberRole::Owner:
        return QCoreApplication::translate("People", "Owner");
    case MemberRole::Admin:
        return QCoreApplication::translate("People", "Admin");
    case MemberRole::Member:
        return QCoreApplication::translate("People", "Member");
    }
    return {};
}

QString stateName(MemberState state) {
    switch (state) {
    case MemberState::Active:
        return QCoreApplication::translate("People", "Active");
    case MemberState::Invited:
        return QCoreApplication::translate("People", "Invited");
    case MemberState::Suspended:
        return QCoreApplication::translate("People", "Suspended");
    }
    return {};
}

QString memberKey(const MemberId& id) {
    return QString::fromStdString(id.text());
}

MemberId memberIdFromKey(const QString& key) {
    return MemberId::trusted(key.toStdString());
}

} // namespace headroom::ui
