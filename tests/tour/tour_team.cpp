// A team on this computer, and the people in it.
#include "tests/tour/tour.h"

namespace headroom::tour {

void Tour::openThisComputer() {
    if (!desktopRuns()) startDesktop(Theme::Light);
    const Wanted welcome{QStringLiteral("push button"), QStringLiteral("Use this computer")};
    const Wanted empty{{}, QStringLiteral("Available in pool: 0")};
    waitUntil(QStringLiteral("the welcome or the team"),
              [&] { return person_.glance(welcome) || person_.glance(empty); });
    if (!person_.glance(empty)) {
        shoot(QStringLiteral("01-welcome-light"));
        person_.click(welcome);
        person_.fill({QStringLiteral("text"), QStringLiteral("Your name")}, QStringLiteral("Elena Weber"));
        person_.fill({QStringLiteral("text"), QStringLiteral("E-mail")}, ownerEmail);
        person_.fill({QStringLiteral("text"), QStringLiteral("Team name")},
                     QStringLiteral("Northwind Design"));
        shoot(QStringLiteral("02-this-computer-light"));
        person_.click({QStringLiteral("push button"), QStringLiteral("Create team")});
        person_.see(empty);
    }
    elena_ = signIn(ownerEmail);
    expect(pool() == 0, QStringLiteral("no credits yet"));
    report_.figure(QStringLiteral("credits before"), 0);
}

const Colleague& Tour::colleague(const QString& name) const {
    const auto found = std::find_if(colleagues_.begin(), colleagues_.end(),
                                    [&](const Colleague& one) { return one.name == name; });
    expect(found != colleagues_.end(), name + QStringLiteral(" in ") + options_.members);
    return *found;
}

Witness& Tour::witnessOf(const QString& name) {
    return others_.at(std::size_t(&colleague(name) - colleagues_.data()));
}

qint64 Tour::members(const QString& state) {
    qint64 count = 0;
    for (const QJsonValue& member : elena_->list(QStringLiteral("members")))
        count += state.isEmpty() || member["state"].toString() == state;
    return count;
}

Witness Tour::signIn(const QString& email) {
    return Witness::signIn(localFolder(), services_.mailbox(), email);
}

void Tour::scrollTo(const Wanted& wanted) {
    waitUntil(QStringLiteral("'%1' within the window").arg(wanted.name), [&] {
        const QRect place = Person::restingPlace(person_.see(wanted));
        constexpr int edge = 40; // a shadow, or the head of a page, may lie over it there
        if (window().adjusted(0, edge, 0, -edge).contains(place)) return true;
        const QPoint middle = window().center();
        hands_.turnWheel(middle, place.y() > middle.y() ? Hands::Wheel::Down : Hands::Wheel::Up);
        return false;
    });
}

void Tour::agreeToHosting() {
    const Wanted choose{QStringLiteral("push button"), QStringLiteral("Choose who makes headshots")};
    showPage(QStringLiteral("Settings"));
    scrollTo(choose);
    person_.click(choose);
    person_.tick(
        {QStringLiteral("check box"), QStringLiteral("Photos may be sent to ") + services_.generatorTitle()});
    shoot(QStringLiteral("02-consent-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Save")});
    person_.seeGone({QStringLiteral("dialog"), QStringLiteral("Who makes headshots")});
    waitUntil(QStringLiteral("a consent at the endpoint"), [&] { return agreed(); });
}

bool Tour::agreed() {
    const QJsonObject chosen = elena_->get(QStringLiteral("/generators"));
    return chosen.value("consents").toArray().contains(services_.choice().generator);
}

void Tour::inviteColleagues() {
    showPage(QStringLiteral("Members"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Invite members")});
    person_.click({QStringLiteral("push button"), QStringLiteral("Choose CSV file…")});
    person_.fill({QStringLiteral("text"), QStringLiteral("File name:")}, options_.members);
    hands_.pressKeys(QStringLiteral("Return"));
    const QString all = QString::number(colleagues_.size());
    person_.see({QStringLiteral("label"), QStringLiteral("%1 of %1 will be invited").arg(all)});
    shoot(QStringLiteral("03-invite-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Send invitations")});
    person_.seeGone({QStringLiteral("dialog"), QStringLiteral("Invite members")});
    person_.see({QStringLiteral("label"), QStringLiteral("Northwind Design: 1 active, %1 invited").arg(all)});
    for (const Colleague& colleague : colleagues_)
        waitUntil(QStringLiteral("a mail to ") + colleague.email,
                  [&] { return !services_.mailbox().to(colleague.email).isEmpty(); });
    report_.note(QStringLiteral("%1 invitations mailed").arg(all));
}

void Tour::colleaguesAccept() {
    while (others_.size() < colleagues_.size())
        others_.push_back(signIn(colleagues_[others_.size()].email));
    const qint64 active = members(QStringLiteral("active"));
    expect(active == qint64(colleagues_.size()) + 1, QStringLiteral("everybody active"),
           QString::number(active));
    if (!person_.glance({QStringLiteral("label"), QStringLiteral("Northwind Design: *")}))
        showPage(QStringLiteral("Members")); // after an interruption
    // Nobody touched the window: it learns of them by the change feed.
    person_.see({QStringLiteral("label"), QStringLiteral("Northwind Design: %1 active").arg(active)});
    for (const Colleague& colleague : colleagues_)
        person_.see({{}, QLatin1Char('*') + colleague.name + QLatin1Char('*')});
    shoot(QStringLiteral("04-members-light"));
    report_.figure(QStringLiteral("members"), active);
}

} // namespace headroom::tour
