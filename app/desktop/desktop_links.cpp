// What links from outside do: invitations, and the return from a payment. None of it is trusted: a web page
// can open any of them.
#include "app/desktop/adapters/credits_adapter.h"
#include "app/desktop/adapters/invitation_link.h"
#include "app/desktop/adapters/values.h"
#include "app/desktop/desktop.h"
#include "ui/credits/credits_page.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::desktop {

using nlohmann::json;

void Desktop::argumentsArrived(const QStringList& arguments) {
    raiseWindow();
    for (const QString& argument : arguments)
        if (argument.startsWith(QLatin1String("headroom:")) || parseInvitationLink(argument))
            return linkArrived(argument);
    if (team_) team_->session().syncNow();
}

void Desktop::raiseWindow() {
    QWidget* shown = window();
    if (!shown) return;
    shown->show();
    shown->raise();
    shown->activateWindow();
}

void Desktop::linkArrived(const QString& link) {
    if (const auto order = parseOrderLink(link)) return orderArrived(*order);
    if (parseInvitationLink(link)) {
        if (team_) return invitationArrived(link);
        return showSignIn(link);
    }
    if (team_) ui::showToast(&team_->window(), {tr("That link is not one of Headroom"), ui::Tone::Warning});
}

/// A link must not close a team or join one by itself: its user decides.
void Desktop::invitationArrived(const QString& link) {
    const auto invitation = parseInvitationLink(link);
    const QUrl here = client_->options().endpoint;
    const QUrl there(invitation->address);
    const bool sameEndpoint =
        here.host() == there.host() && here.port(443) == there.port(443) && here.scheme() == there.scheme();
    if (sameEndpoint) {
        ui::confirm(
            &team_->window(), tr("Join a team?"),
            tr("You were invited to another team at %1. You stay in your other teams.").arg(there.host()),
            tr("Join"), [this, token = invitation->token] { join(token); });
        return;
    }
    ui::confirm(
        &team_->window(), tr("Join a team elsewhere?"),
        tr("This invitation leads to %1, where you have to sign in. What is here stays, and there is a "
           "way back.")
            .arg(there.host()),
        tr("Go there"), [this, link] {
            const QString name = team_ ? shown(team_->session().membership().teamName) : QString();
            // Queued: the dialog belongs to the window that goes away.
            QMetaObject::invokeMethod(
                this, [this, link, name] { showSignIn(link, name); }, Qt::QueuedConnection);
        });
}

void Desktop::join(const QString& token) {
    if (!client_) return;
    const json body{{"token", token.toStdString()}};
    client_->call(
        {"POST", QStringLiteral("/api/invitations/redeem"), QByteArray::fromStdString(body.dump()), {}}, this,
        [this](const Result<json>& answer) {
            if (!answer) return joined(answer);
            if (client_)
                client_->call({"GET", QStringLiteral("/api/me"), {}, {}}, this,
                              [this](const Result<json>& account) { joined(account); });
        });
}

void Desktop::joined(const Result<json>& answer) {
    if (!team_) return;
    auto account = answer ? client::parseAccount(*answer) : Result<client::Account>(fail(answer.error()));
    if (!account) {
        ui::showToast(&team_->window(), {ui::sentence(account.error()), ui::Tone::Danger});
        return;
    }
    const auto isNew = [this](const client::Membership& one) {
        return std::ranges::find(memberships_, one.team, &client::Membership::team) == memberships_.end();
    };
    const auto added = std::ranges::find_if(account->teams, isNew);
    const bool known = added == account->teams.end();
    const TeamId team = known ? team_->session().membership().team : added->team;
    memberships_ = std::move(account->teams);
    remembered_.setMemberships(memberships_);
    if (!known) return openTeam(team);
    ui::showToast(&team_->window(), {tr("You are already in that team"), ui::Tone::Info});
}

void Desktop::orderArrived(const OrderId& order) {
    if (!team_) return;
    team_->session().syncNow();
    auto* credits = team_->findChild<CreditsAdapter*>();
    const bool ours = credits && credits->order(order);
    if (!ours) return; // of another team, or nobody's
    team_->showNamedPage(QStringLiteral("credits"));
    credits->checkOrder(order, [](const Result<ui::credits::Order>&) {}); // what it says comes by the feed
}

} // namespace headroom::desktop
