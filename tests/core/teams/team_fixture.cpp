#include "tests/core/teams/team_fixture.h"

#include "core/sync/feed_reader.h"
#include "core/teams/audit_log.h"
#include "core/teams/member_rows.h"

#include <algorithm>

namespace headroom::test {

using namespace teams;
using database::Session;
using database::Transaction;

TeamFixture::TeamFixture(database::Engine engine, std::shared_ptr<database::Faults> faults)
    : database_(engine, Schema::Endpoint, std::move(faults))
    , signIn_(*database_, clock_, {SignUp::Closed, std::string(32, 's')})
    , team_(TeamId::make()) {
    owner_ = must((*database_).write([&](Transaction& transaction) -> Result<MemberId> {
        return TRY(createTeam(transaction, {team_, "Lab", ownerEmail, "Olga"}, clock_.now())).owner;
    }));
    ownerUser_ = enter(ownerEmail).user;
}

SignedIn TeamFixture::enter(const std::string& email) {
    clock_.advanceMs(60LL * 60 * 1000); // below every cap
    const auto begun = must(signIn_.begin(email, deviceNonce, peer));
    if (!begun.mail) qFatal("no mail for a known address");
    return must(signIn_.complete(begun.attempt.text(), begun.mail->code, deviceNonce, "Laptop", peer));
}

Actor TeamFixture::join(const std::string& email, Role role) {
    must(change([&](sync::TeamWrite& write) {
        return inviteMembers(write, ownerActor(), role, {{email, "Somebody"}});
    }));
    return must(actor(enter(email).user));
}

Result<Actor> TeamFixture::actor(const UserId& user) const {
    return read([&](Session& session) { return actorFor(session, user, team_); });
}

Actor TeamFixture::ownerActor() const {
    Actor actor;
    actor.user = ownerUser_;
    actor.team = team_;
    actor.member = owner_;
    actor.role = Role::Owner;
    return actor;
}

sync::MemberRow TeamFixture::member(const MemberId& id) const {
    const auto rows = must(
        read([&](Session& session) { return readMembers(session, viewerOf(ownerActor()), {id.text()}); }));
    if (rows.size() != 1) qFatal("no such member");
    return rows.front();
}

std::int64_t TeamFixture::memberVersion() const {
    return must(read([&](Session& session) { return readTeam(session, team_); })).memberVersion;
}

std::int64_t TeamFixture::feedVersion() const {
    return must(read([&](Session& session) { return sync::feedPosition(session, team_); })).version;
}

std::string TeamFixture::auditedActions() const {
    const auto rows = must(read([&](Session& session) {
        return session.query("SELECT action FROM audit_log WHERE team_id = $1 ORDER BY created_at", {team_});
    }));
    std::string actions;
    for (const auto& row : rows)
        actions += (actions.empty() ? "" : " ") + row.text("action");
    return actions;
}

} // namespace headroom::test
