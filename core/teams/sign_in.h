#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/teams/devices.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace headroom::teams {

using SignInAttemptId = Id<struct SignInAttemptTag>;

enum class SignUp : std::uint8_t {
    Closed, ///< only users and invited people can sign in; the default
    Open,   ///< anybody with an address can, and then make a team
};

struct SignInOptions {
    SignUp signUp = SignUp::Closed;
    std::string secret; ///< keys the digests of codes and of addresses in counters; see EndpointState
};

struct SignInBegun {
    SignInAttemptId attempt;
    Timestamp expiresAt;
    /// The mail to send: nothing for an unknown address. Hand it to a queue and answer at once, so that the
    /// answer takes as long either way.
    struct Mail {
        std::string email;
        std::string code;
    };
    std::optional<Mail> mail;
};

struct SignedIn {
    UserId user;
    DeviceId device;
    std::string token;          ///< for the device's keyring; shown once
    std::vector<TeamId> joined; ///< teams whose invitations this sign-in took up
};

/// Signing in by a six-digit code that is mailed to the address and typed into the application. Blocking; any
/// thread that may wait for the database. What is counted (tries, mails) stays counted when the answer is an
/// error: each call commits its counters.
class SignIn {
public:
    SignIn(database::Database& database, const Clock& clock, SignInOptions options);

    /// `deviceNonce` is random text that the device keeps for complete(); `peer` is the network address that
    /// the request came from, after trusted proxies. InvalidInput, RateLimited. An unknown address gets the
    /// same answer after the same work.
    Result<SignInBegun> begin(std::string_view email, std::string_view deviceNonce, std::string_view peer);

    /// CodeWrong for a wrong code or another device; CodeExpired when the attempt is over: too old, used, out
    /// of tries, or never begun. RateLimited per peer.
    Result<SignedIn> complete(std::string_view attempt, std::string_view code, std::string_view deviceNonce,
                              std::string_view deviceName, std::string_view peer);

    /// Deletes attempts, counters and devices that are over; for the endpoint's housekeeping, hourly.
    Result<void> prune();

private:
    struct Attempt;
    Result<std::optional<Attempt>> takeTry(database::Transaction& transaction, std::string_view attempt,
                                           Timestamp now) const;
    std::string digest(std::string_view purpose, std::string_view text) const;

    database::Database& database_;
    const Clock& clock_;
    SignInOptions options_;
};

/// "Use this computer": the desktop starts its own endpoint and gets a one-time secret from it through a
/// pipe, instead of a mail. One object a start of the endpoint; any thread.
class LocalEntry {
public:
    /// `ownerEmail` names the owner that the local team was made with.
    LocalEntry(database::Database& database, const Clock& clock, std::string ownerEmail);

    /// To be written to the pipe, nowhere else.
    const std::string& secret() const { return secret_; }

    /// Works once. Unauthenticated for a wrong or used secret, and for every one after localSecretTriesMax
    /// wrong.
    Result<SignedIn> redeem(std::string_view secret, std::string_view deviceName);

private:
    database::Database& database_;
    const Clock& clock_;
    std::string ownerEmail_;
    std::string secret_;
    std::mutex mutex_;
    int triesLeft_;
};

} // namespace headroom::teams
