#pragma once

#include "core/teams/member_store.h"
#include "core/teams/sign_in.h"
#include "core/teams/team_store.h"
#include "tests/support/test_database.h"

#include <QtGlobal>

#include <functional>
#include <string>

// A team on a real database, with people who came in through the front door.
namespace headroom::test {

class TeamFixture {
public:
    explicit TeamFixture(database::Engine engine, std::shared_ptr<database::Faults> faults = nullptr);

    database::Database& database() const { return *database_; }
    const TestDatabase& testDatabase() const { return database_; }
    FakeClock& clock() { return clock_; }
    teams::SignIn& signIn() { return signIn_; }
    const TeamId& team() const { return team_; }
    MemberId owner() const { return owner_; }

    /// Signs in by a mailed code; ends the program when that does not work.
    teams::SignedIn enter(const std::string& email);

    /// Invites as the owner, and signs in.
    teams::Actor join(const std::string& email, teams::Role role);

    /// As actorFor() sees the member now.
    Result<teams::Actor> actor(const UserId& user) const;
    teams::Actor ownerActor() const;

    /// One command for the team.
    template <class Work>
    auto change(Work work) {
        using Answer = decltype(work(std::declval<sync::TeamWrite&>()));
        return (*database_).write([&](database::Transaction& transaction) -> Answer {
            auto write = TRY(sync::TeamWrite::begin(transaction, team_, clock_.now()));
            return work(write);
        });
    }

    template <class Work>
    auto read(Work work) const {
        return (*database_).read([&](database::Session& session) { return work(session); });
    }

    sync::MemberRow member(const MemberId& id) const;
    std::int64_t memberVersion() const;
    std::int64_t feedVersion() const;
    /// Actions of the audit log, oldest first, joined with spaces.
    std::string auditedActions() const;

private:
    TestDatabase database_;
    FakeClock clock_;
    teams::SignIn signIn_;
    TeamId team_;
    MemberId owner_;
    UserId ownerUser_;
};

inline constexpr const char* deviceNonce = "0123456789abcdef";
inline constexpr const char* peer = "192.0.2.1";
inline constexpr const char* ownerEmail = "owner@example.org";

/// Ends the program when it is an error: for steps that a test only stands on.
template <class T>
T must(Result<T> result) {
    if (!result) qFatal("%s", describe(result.error()).c_str());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

} // namespace headroom::test
