#include "ui/shell/pages.h"

#include "ui/widgets/formats.h"

#include <QCoreApplication>

namespace headroom::ui::shell {
namespace {

QString text(const char* source, int n = -1) {
    return QCoreApplication::translate("Shell", source, nullptr, n);
}

} // namespace

QString pageName(PageKind page) {
    switch (page) {
    case PageKind::Credits:
        return text("Credits");
    case PageKind::Members:
        return text("Members");
    case PageKind::Create:
        return text("Create");
    case PageKind::Headshots:
        return text("Headshots");
    case PageKind::Exports:
        return text("Exports");
    case PageKind::Activity:
        return text("Activity");
    case PageKind::Settings:
        return text("Settings");
    }
    return {};
}

QString pageIcon(PageKind page) {
    switch (page) {
    case PageKind::Credits:
        return QStringLiteral("gauge");
    case PageKind::Members:
        return QStringLiteral("users-round");
    case PageKind::Create:
        return QStringLiteral("sparkles");
    case PageKind::Headshots:
        return QStringLiteral("images");
    case PageKind::Exports:
        return QStringLiteral("folder-down");
    case PageKind::Activity:
        return QStringLiteral("activity");
    case PageKind::Settings:
        return QStringLiteral("settings");
    }
    return {};
}

std::vector<PageKind> pagesFor(MemberRole role) {
    switch (role) {
    case MemberRole::Owner:
    case MemberRole::Admin:
        return {PageKind::Credits, PageKind::Members,  PageKind::Create,  PageKind::Headshots,
                PageKind::Exports, PageKind::Activity, PageKind::Settings};
    case MemberRole::Member:
        return {PageKind::Create, PageKind::Headshots, PageKind::Exports, PageKind::Settings};
    }
    return {};
}

QString syncText(const State& state, const QDateTime& now) {
    if (state.refused > 0) return text("%n change(s) refused", state.refused);
    switch (state.sync) {
    case SyncState::Offline:
        return state.waiting > 0 ? text("Offline, %n waiting", state.waiting) : text("Offline");
    case SyncState::Problem:
        return text("Server cannot be reached");
    case SyncState::Syncing:
        return state.waiting > 0 ? text("Sending %n change(s)", state.waiting) : text("Syncing");
    case SyncState::Synced:
        break;
    }
    if (state.waiting > 0) return text("%n change(s) waiting", state.waiting);
    return text("Synced %1").arg(formatSince(state.lastSync, now));
}

} // namespace headroom::ui::shell
