#include "app/desktop/adapters/sign_in_adapter.h"

#include "app/desktop/adapters/invitation_link.h"
#include "app/desktop/make_client.h"

#include <nlohmann/json.hpp>

namespace headroom::desktop {

using nlohmann::json;
using ui::signin::LocalProgress;

SignInAdapter::SignInAdapter(Places places, Remembered& remembered, LocalTeamService& local, QObject* parent)
    : SignInSource(parent)
    , places_(std::move(places))
    , remembered_(remembered)
    , local_(local) {}

QString SignInAdapter::userName() const {
    return qEnvironmentVariable("USER");
}

QString SignInAdapter::localTeamName() const {
    const auto team = remembered_.localTeam();
    return team ? team->teamName : QString();
}

Result<QString> SignInAdapter::addressOfLink(const QString& link) const {
    return TRY(parseInvitationLink(link)).address;
}

void SignInAdapter::useThisComputer(const ui::signin::LocalTeam& team,
                                    std::function<void(LocalProgress)> progress, Done done) {
    cancel();
    const auto known = remembered_.localTeam();
    const ui::signin::LocalTeam owner = known.value_or(team);
    progress(LocalProgress::StartingService);
    local_.start(owner, [this, owner, isNew = !known, progress = std::move(progress),
                         done = std::move(done)](Result<LocalTeamService::Entry> entry) {
        if (!entry) return done(fail(entry.error()));
        if (isNew) progress(LocalProgress::MakingTeam);
        progress(LocalProgress::SigningIn);
        signInLocally(*entry, owner, done);
    });
}

void SignInAdapter::signInLocally(const LocalTeamService::Entry& entry, const ui::signin::LocalTeam& owner,
                                  const Done& done) {
    auto made = makeClient(places_, entry.address, EndpointKind::ThisComputer);
    if (!made) return done(fail(made.error()));
    client_ = std::move(*made);
    client_->signInLocally(entry.secret.toStdString(), this,
                           [this, owner, done](Result<client::Account> account) {
                               if (!account) return done(fail(account.error()));
                               remembered_.setLocalTeam(owner);
                               account_ = std::move(*account);
                               thisComputer_ = true;
                               done({});
                           });
}

void SignInAdapter::begin(const QString& address, const QString& email,
                          std::function<void(Result<ui::signin::CodeSent>)> reply) {
    cancel();
    const auto complete = ui::signin::completeAddress(address);
    if (!complete) return reply(fail(ErrorCode::InvalidInput, "address"));
    auto made = makeClient(places_, QUrl(*complete), EndpointKind::Elsewhere);
    if (!made) return reply(fail(made.error()));
    client_ = std::move(*made);
    remembered_.tried(*complete, email);
    client_->beginSignIn(email.toStdString(), this, [this, reply](Result<std::string> attempt) {
        if (!attempt) return reply(fail(attempt.error()));
        attempt_ = *attempt;
        reply(ui::signin::CodeSent{});
    });
}

void SignInAdapter::complete(const QString& code, Done done) {
    if (!client_ || attempt_.empty()) return done(fail(ErrorCode::CodeExpired, "no code was asked for"));
    client_->enterCode(attempt_, code.toStdString(), this, [this, done](Result<client::Account> account) {
        if (!account) return done(fail(account.error()));
        account_ = std::move(*account);
        thisComputer_ = false;
        done({});
    });
}

void SignInAdapter::redeem(const QString& link, Done done) {
    const auto invitation = parseInvitationLink(link);
    if (!invitation) return done(fail(invitation.error()));
    if (!client_ || !account_) return done(fail(ErrorCode::Unauthenticated, "not signed in"));
    const json body{{"token", invitation->token.toStdString()}};
    client_->call(
        {"POST", QStringLiteral("/api/invitations/redeem"), QByteArray::fromStdString(body.dump()), {}}, this,
        [this, done](const Result<json>& answer) {
            if (!answer) return done(fail(answer.error()));
            readAccount(done);
        });
}

void SignInAdapter::readAccount(const Done& done) {
    client_->call({"GET", QStringLiteral("/api/me"), {}, {}}, this, [this, done](const Result<json>& answer) {
        if (!answer) return done(fail(answer.error()));
        auto account = client::parseAccount(*answer);
        if (!account) return done(fail(account.error()));
        account_ = std::move(*account);
        done({});
    });
}

void SignInAdapter::cancel() {
    local_.stop();
    client_.reset();
    attempt_.clear();
    account_.reset();
}

std::optional<SignedIn> SignInAdapter::takeSignedIn() {
    if (!client_ || !account_) return std::nullopt;
    SignedIn result{std::move(client_), std::move(*account_), thisComputer_};
    account_.reset();
    attempt_.clear();
    return result;
}

} // namespace headroom::desktop
