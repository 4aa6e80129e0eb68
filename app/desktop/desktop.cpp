#include "app/desktop/desktop.h"

#include "app/desktop/adapters/invitation_link.h"
#include "app/desktop/adapters/values.h"
#include "app/desktop/make_client.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QGuiApplication>
#include <QMessageBox>

#include <algorithm>

namespace headroom::desktop {

namespace {

constexpr QSize signInSize{1120, 760};

/// While one window gives way to another there may be none, which must not end the program.
class BetweenWindows {
public:
    BetweenWindows() { QGuiApplication::setQuitOnLastWindowClosed(false); }
    ~BetweenWindows() { QGuiApplication::setQuitOnLastWindowClosed(true); }
    BetweenWindows(const BetweenWindows&) = delete;
    BetweenWindows& operator=(const BetweenWindows&) = delete;
};

/// The endpoint could not be asked: what is cached may be shown.
bool isUnreachable(ErrorCode code) {
    return code != ErrorCode::Unauthenticated && retry(code) != Retry::Never;
}

} // namespace

Desktop::Desktop(Options options)
    : options_(std::move(options))
    , settings_(options_.places.settingsFile(), QSettings::IniFormat)
    , remembered_(settings_)
    , local_(options_.places) {
    connect(&local_, &LocalTeamService::broke, this, [this] {
        if (team_)
            ui::showToast(&team_->window(), {tr("The service of this computer's team stopped and is started "
                                                "again. Changes wait until then."),
                                             ui::Tone::Warning});
    });
    connect(&local_, &LocalTeamService::cameBack, this, [this] {
        if (!team_) return;
        team_->session().syncNow();
        ui::showToast(&team_->window(), {tr("The team's service runs again.")});
    });
}

Desktop::~Desktop() {
    team_.reset();
    signInPage_.reset();
    signIn_.reset();
    client_.reset();
}

QWidget* Desktop::window() const {
    if (team_) return &team_->window();
    return signInPage_.get();
}

void Desktop::start() {
    if (!options_.link.isEmpty() && parseInvitationLink(options_.link)) return showSignIn(options_.link);
    if (options_.thisComputer) {
        if (!remembered_.localTeam()) remembered_.setLocalTeam(*options_.thisComputer);
        return resumeHere();
    }
    resume();
}

void Desktop::resume() {
    if (options_.endpoint.isEmpty() && remembered_.usesThisComputer()) return resumeHere();
    const QUrl endpoint = options_.endpoint.isEmpty() ? remembered_.endpoint() : options_.endpoint;
    if (endpoint.isEmpty()) return showSignIn();
    if (!options_.endpoint.isEmpty()) remembered_.tried(endpoint.toString(), remembered_.lastEmail());
    auto made = makeClient(options_.places, endpoint, EndpointKind::Elsewhere);
    if (!made) return showSignIn();
    client_ = std::move(*made);
    tryToken(false, {});
}

void Desktop::resumeHere() {
    const auto owner = remembered_.localTeam();
    if (!owner || !local_.blockedBy().isEmpty()) return showSignIn();
    local_.start(*owner, [this](Result<LocalTeamService::Entry> entry) {
        if (!entry) {
            showSignIn();
            ui::showToast(
                signInPage_.get(),
                {tr("The team on this computer could not be opened. %1").arg(ui::sentence(entry.error())),
                 ui::Tone::Danger});
            return;
        }
        auto made = makeClient(options_.places, entry->address, EndpointKind::ThisComputer);
        if (!made) return showSignIn();
        client_ = std::move(*made);
        tryToken(true, entry->secret);
    });
}

void Desktop::tryToken(bool thisComputer, const QString& secret) {
    client_->resume(this, [this, thisComputer, secret](Result<client::Account> account) {
        const bool refused = !account && !isUnreachable(account.error().code);
        if (!refused || !thisComputer) return resumed(std::move(account), thisComputer);
        client_->signInLocally(secret.toStdString(), this,
                               [this](Result<client::Account> fresh) { resumed(std::move(fresh), true); });
    });
}

void Desktop::resumed(Result<client::Account> account, bool thisComputer) {
    if (account) return enter(std::move(*account), thisComputer);
    auto cached = remembered_.memberships();
    if (!isUnreachable(account.error().code) || cached.empty()) {
        QMetaObject::invokeMethod(
            this, [this] { showSignIn(); }, Qt::QueuedConnection);
        return;
    }
    memberships_ = std::move(cached);
    watchClient();
    openTeam(remembered_.lastTeam());
}

void Desktop::showSignIn(const QString& link, const QString& backTo) {
    const BetweenWindows changing;
    team_.reset();
    client_.reset();
    signIn_ = std::make_unique<SignInAdapter>(options_.places, remembered_, local_);
    signInPage_ = std::make_unique<ui::signin::SignInPage>(*signIn_, *signIn_);
    connect(
        signInPage_.get(), &ui::signin::SignInPage::signedIn, this, [this] { takeSignIn(); },
        Qt::QueuedConnection);
    connect(
        signInPage_.get(), &ui::signin::SignInPage::wayBackRequested, this, [this] { resume(); },
        Qt::QueuedConnection);
    signInPage_->setWayBack(backTo);
    signInPage_->setWindowTitle(tr("Headroom"));
    signInPage_->resize(signInSize);
    if (!link.isEmpty()) signInPage_->showInvitation(link);
    signInPage_->show();
    Q_EMIT windowChanged();
}

void Desktop::takeSignIn() {
    auto signedIn = signIn_ ? signIn_->takeSignedIn() : std::nullopt;
    if (!signedIn) return;
    if (signedIn->account.teams.empty()) {
        QMessageBox::information(signInPage_.get(), tr("No team yet"),
                                 tr("You are signed in, but nobody has invited you to a team here. Ask for "
                                    "an invitation, or use this computer."));
        return showSignIn();
    }
    client_ = std::move(signedIn->client);
    enter(std::move(signedIn->account), signedIn->thisComputer);
}

void Desktop::enter(client::Account account, bool thisComputer) {
    memberships_ = std::move(account.teams);
    if (memberships_.empty()) {
        QMetaObject::invokeMethod(
            this, [this] { showSignIn(); }, Qt::QueuedConnection);
        return;
    }
    remembered_.signedIn(client_->options().endpoint, thisComputer);
    remembered_.setMemberships(memberships_);
    watchClient();
    openTeam(remembered_.lastTeam());
}

void Desktop::watchClient() {
    leaving_ = false;
    // Queued: the client must not be freed inside its own signal.
    connect(
        client_.get(), &client::Client::signedOut, this,
        [this] {
            if (!leaving_) signedOutByEndpoint();
        },
        Qt::QueuedConnection);
}

void Desktop::openTeam(const TeamId& wanted) {
    const BetweenWindows changing;
    const auto found = std::ranges::find(memberships_, wanted, &client::Membership::team);
    const client::Membership& membership = found == memberships_.end() ? memberships_.front() : *found;
    team_.reset();
    remembered_.setLastTeam(membership.team);
    ShellRequests requests;
    // Queued: they come from widgets of the window that goes away.
    const auto later = [this](auto call) {
        QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
    };
    requests.switchTeam = [this, later](const TeamId& team) { later([this, team] { switchTeam(team); }); };
    requests.addTeam = [this, later] { later([this] { addTeam(); }); };
    requests.signOut = [this, later] { later([this] { signOut(); }); };
    ProgramContext program{settings_, options_.places.data, remembered_.usesThisComputer(), requests.signOut};
    team_ = std::make_unique<TeamWindow>(*client_, client_->openTeam(membership), memberships_,
                                         std::move(requests), std::move(program));
    connect(
        &team_->session(), &client::TeamSession::membershipEnded, this, [this] { membershipEnded(); },
        Qt::QueuedConnection);
    if (!options_.firstPage.isEmpty()) team_->showNamedPage(options_.firstPage);
    team_->window().show();
    signInPage_.reset();
    signIn_.reset();
    Q_EMIT windowChanged();
}

void Desktop::switchTeam(const TeamId& team) {
    if (team_ && team_->session().membership().team == team) return;
    openTeam(team);
}

void Desktop::addTeam() {
    // What is cached and the token stay: the way back needs no signing in.
    showSignIn({}, team_ ? shown(team_->session().membership().teamName) : QString());
}

void Desktop::signOut() {
    if (!client_ || leaving_) return;
    const std::size_t waiting = team_ ? team_->session().view().waitingCommands() : 0;
    if (waiting > 0 &&
        QMessageBox::warning(&team_->window(), tr("Changes are waiting"),
                             tr("%n change(s) have not been sent yet and will be lost if you sign out now.",
                                nullptr, static_cast<int>(waiting)),
                             QMessageBox::Discard | QMessageBox::Cancel,
                             QMessageBox::Cancel) != QMessageBox::Discard)
        return;
    leaving_ = true;
    client_->signOut(this, [this] {
        QMetaObject::invokeMethod(
            this, [this] { leave(); }, Qt::QueuedConnection);
    });
}

void Desktop::leave() {
    const BetweenWindows changing;
    team_.reset();
    // The user's own wish: nothing of the teams may stay on this computer.
    for (const client::Membership& membership : memberships_)
        if (client_) client_->wipeTeam(membership.team);
    memberships_.clear();
    remembered_.signedOut();
    showSignIn();
}

void Desktop::signedOutByEndpoint() {
    const BetweenWindows changing;
    leaving_ = true;
    // Caches and outboxes stay: what waits there goes out after signing in again.
    team_.reset();
    client_.reset();
    if (remembered_.usesThisComputer()) return resumeHere();
    showSignIn();
}

void Desktop::membershipEnded() {
    if (!team_) return;
    const BetweenWindows changing;
    const TeamId ended = team_->session().membership().team;
    team_.reset();
    client_->wipeTeam(ended);
    std::erase_if(memberships_, [&](const client::Membership& one) { return one.team == ended; });
    remembered_.setMemberships(memberships_);
    if (memberships_.empty()) return showSignIn();
    openTeam(memberships_.front().team);
}

} // namespace headroom::desktop
