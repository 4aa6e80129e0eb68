#include "app/desktop/adapters/people_list.h"

#include "app/desktop/adapters/values.h"

#include <algorithm>

namespace headroom::desktop {

using ui::Tone;

PeopleList::PeopleList(client::TeamView& view, QObject* parent)
    : ActivityList(parent)
    , view_(view) {
    const auto refresh = [this] { reload([this] { events_ = read(); }); };
    refresh();
    connect(&view_, &client::TeamView::changed, this, [refresh](client::Part parts) {
        if (has(parts, client::Part::Members) || has(parts, client::Part::Invitations)) refresh();
    });
}

std::vector<PeopleList::Event> PeopleList::read() const {
    std::vector<Event> events;
    for (const client::ShownMember& member : *view_.team().members)
        addMember(events, member.row());
    for (const sync::InvitationRow& link : *view_.team().invitations)
        addLink(events, link);
    std::ranges::stable_sort(events, [](const Event& a, const Event& b) { return a.row.when > b.row.when; });
    return events;
}

void PeopleList::addMember(std::vector<Event>& events, const sync::MemberRow& member) {
    const QString id = shown(member.id.text());
    const QString address = shown(member.email);
    const QString name = !member.name.empty() ? shown(member.name)
                         : !address.isEmpty() ? address
                                              : tr("A former member");
    const QString detail = name == address ? QString() : address;
    const auto add = [&](const char* what, Timestamp when, const char* icon, const QString& title,
                         const QString& status, Tone tone) {
        events.push_back({{id + QLatin1Char('/') + QLatin1String(what),
                           shown(when),
                           QLatin1String(icon),
                           title,
                           detail,
                           status,
                           tone,
                           {}},
                          QLatin1String(what),
                          name,
                          address});
    };
    const bool founded = member.joinedAt && member.joinedAt->ms == member.createdAt.ms;
    if (!founded)
        add("invited", member.createdAt, "mail", tr("%1 was invited").arg(name), tr("Invited"), Tone::Info);
    if (member.joinedAt)
        add("joined", *member.joinedAt, "user-plus", tr("%1 joined").arg(name), tr("Joined"), Tone::Success);
    if (member.state == sync::MemberState::Removed) // nothing changes a removed member any more
        add("left", member.updatedAt, "user-minus", tr("%1 left the team").arg(name), tr("Left"),
            Tone::Secondary);
}

void PeopleList::addLink(std::vector<Event>& events, const sync::InvitationRow& link) {
    const QString id = shown(link.id.text());
    const QString uses = tr("used %1 of %n time(s)", nullptr, link.maxUses).arg(link.uses);
    const auto add = [&](const char* what, Timestamp when, const char* icon, const QString& title,
                         const QString& status, Tone tone) {
        events.push_back({{id + QLatin1Char('/') + QLatin1String(what),
                           shown(when),
                           QLatin1String(icon),
                           title,
                           uses,
                           status,
                           tone,
                           {}},
                          QLatin1String(what),
                          {},
                          {}});
    };
    add("link_made", link.createdAt, "link", tr("Invitation link made"), tr("Link"), Tone::Accent);
    if (link.revokedAt)
        add("link_switched_off", *link.revokedAt, "ban", tr("Invitation link switched off"), tr("Link"),
            Tone::Secondary);
}

QStringList PeopleList::csvHeading() const {
    return {"time", "what", "name", "email"};
}

std::vector<QStringList> PeopleList::csvRecords(std::size_t index) const {
    const Event& event = events_[index];
    return {{event.row.when.toUTC().toString(Qt::ISODate), event.what, event.who, event.address}};
}

} // namespace headroom::desktop
