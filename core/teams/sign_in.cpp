#include "core/teams/sign_in.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/teams/names.h"
#include "core/teams/rate_counters.h"
#include "core/teams/teams_limits.h"
#include "core/teams/users.h"

#include <arpa/inet.h>

namespace headroom::teams {

using database::Transaction;

namespace {

constexpr std::string_view insertAttempt = R"sql(
    INSERT INTO sign_in_attempts (id, email_key, code_hash, device_hash, tries, created_at, expires_at)
    VALUES ($1, $2, $3, $4, 0, $5, $6))sql";

// One statement counts the try and says whether it may be made, so that no two tries are counted as one.
constexpr std::string_view countTry = R"sql(
    UPDATE sign_in_attempts SET tries = tries + 1
    WHERE id = $1 AND used_at IS NULL AND expires_at > $2 AND tries < $3
    RETURNING email_key, code_hash, device_hash)sql";

constexpr std::string_view markUsed = "UPDATE sign_in_attempts SET used_at = $2 WHERE id = $1";

constexpr std::string_view deleteOldAttempts = "DELETE FROM sign_in_attempts WHERE expires_at < $1";

std::string newCode() {
    std::string digits = std::to_string(randomBelow(codeCount));
    return std::string(codeDigits - digits.size(), '0') + digits;
}

/// An IPv6 customer has at least a /64 of addresses: all of them count as one.
std::string peerNetwork(std::string_view peer) {
    in6_addr address{};
    if (inet_pton(AF_INET6, std::string(peer).c_str(), &address) != 1) return std::string(peer);
    const std::string bytes(reinterpret_cast<const char*>(address.s6_addr), 16);
    if (IN6_IS_ADDR_V4MAPPED(&address)) return toHex(bytes);
    return toHex(bytes.substr(0, 8));
}

Result<void> checkNonce(std::string_view nonce) {
    if (nonce.size() < deviceNonceMin || nonce.size() > deviceNonceMax)
        return fail(ErrorCode::InvalidInput, "the device nonce is too short or too long");
    return {};
}

/// Marks the end of a block that must be committed although the caller gets an error.
enum class Verdict { Yes, Limited, Expired, Wrong };

Failure failureOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Limited:
        return fail(ErrorCode::RateLimited, "too many sign-ins");
    case Verdict::Expired:
        return fail(ErrorCode::CodeExpired);
    case Verdict::Wrong:
        return fail(ErrorCode::CodeWrong);
    case Verdict::Yes:
        break;
    }
    ENSURE(verdict != Verdict::Yes);
    __builtin_unreachable();
}

Result<SignedIn> enter(Transaction& transaction, const std::string& email, std::string_view deviceName,
                       Timestamp now) {
    SignedIn signedIn;
    signedIn.user = TRY(findOrCreateUser(transaction, email, now));
    signedIn.joined = TRY(takeUpInvitations(transaction, signedIn.user, now));
    NewDevice device = TRY(addDevice(transaction, signedIn.user, deviceName, now));
    signedIn.device = device.id;
    signedIn.token = std::move(device.token);
    return signedIn;
}

} // namespace

struct SignIn::Attempt {
    std::string email;
    std::string codeHash;
    std::string deviceHash;
};

SignIn::SignIn(database::Database& database, const Clock& clock, SignInOptions options)
    : database_(database)
    , clock_(clock)
    , options_(std::move(options)) {
    ENSURE(options_.secret.size() >= 32);
}

std::string SignIn::digest(std::string_view purpose, std::string_view text) const {
    return toHex(hmacSha256(options_.secret, std::string(purpose) + ":" + std::string(text)));
}

Result<SignInBegun> SignIn::begin(std::string_view email, std::string_view deviceNonce,
                                  std::string_view peer) {
    const auto address = normalisedEmail(email);
    if (!address) return fail(ErrorCode::InvalidInput, "not an address");
    TRY(checkNonce(deviceNonce));
    const Timestamp now = clock_.now();
    SignInBegun begun{SignInAttemptId::make(), now.plusMs(codeLifetimeMs), {}};
    const std::string code = newCode();
    const std::string account = digest("account", *address);
    bool known = false;

    const Verdict verdict = TRY(database_.write([&](Transaction& transaction) -> Result<Verdict> {
        const auto within = [&](const std::string& key, const RateLimit& limit) {
            return countRate(transaction, "sign-in:" + key, limit, now);
        };
        // All three are counted, so that an exceeded one does not shield the others.
        const Rate byPeer =
            TRY(within("peer:" + digest("peer", peerNetwork(peer)), {codesPerPeerPerHour, hourMs}));
        const Rate byHour = TRY(within("hour:" + account, {codesPerAccountPerHour, hourMs}));
        const Rate byDay = TRY(within("day:" + account, {codesPerAccountPerDay, dayMs}));
        for (const Rate rate : {byPeer, byHour, byDay})
            if (rate == Rate::Exceeded) return Verdict::Limited;
        known = TRY(isKnownAddress(transaction, *address)) || options_.signUp == SignUp::Open;
        // For an unknown address too: a row with a code that nobody is told.
        TRY(transaction.execute(insertAttempt,
                                {begun.attempt, *address, digest("code", begun.attempt.text() + code),
                                 digest("device", deviceNonce), now, begun.expiresAt}));
        return Verdict::Yes;
    }));
    if (verdict != Verdict::Yes) return failureOf(verdict);
    if (known) begun.mail = SignInBegun::Mail{*address, code};
    return begun;
}

Result<std::optional<SignIn::Attempt>> SignIn::takeTry(Transaction& transaction, std::string_view attempt,
                                                       Timestamp now) const {
    const auto row = TRY(transaction.one(countTry, {attempt, now, codeTriesMax}));
    if (!row) return std::optional<Attempt>();
    return std::optional<Attempt>(
        Attempt{row->text("email_key"), row->text("code_hash"), row->text("device_hash")});
}

Result<SignedIn> SignIn::complete(std::string_view attemptText, std::string_view code,
                                  std::string_view deviceNonce, std::string_view deviceName,
                                  std::string_view peer) {
    const auto attempt = TRY(SignInAttemptId::parse(attemptText));
    TRY(checkNonce(deviceNonce));
    const std::string name = TRY(validDeviceName(deviceName));
    const Timestamp now = clock_.now();
    const std::string codeHash = digest("code", attempt.text() + std::string(trimmed(code)));
    const std::string deviceHash = digest("device", deviceNonce);
    SignedIn signedIn;

    const Verdict verdict = TRY(database_.write([&](Transaction& transaction) -> Result<Verdict> {
        const std::string key = "sign-in:complete:" + digest("peer", peerNetwork(peer));
        if (TRY(countRate(transaction, key, {completionsPerPeerPerHour, hourMs}, now)) == Rate::Exceeded)
            return Verdict::Limited;
        const auto stored = TRY(takeTry(transaction, attempt.text(), now));
        if (!stored) return Verdict::Expired;
        const bool rightCode = equalInConstantTime(stored->codeHash, codeHash);
        const bool rightDevice = equalInConstantTime(stored->deviceHash, deviceHash);
        // An unknown address has a code as well; guessing it must not make a user.
        const bool known = TRY(isKnownAddress(transaction, stored->email)) || options_.signUp == SignUp::Open;
        if (!rightCode || !rightDevice || !known) return Verdict::Wrong;
        TRY(transaction.execute(markUsed, {attempt, now}));
        signedIn = TRY(enter(transaction, stored->email, name, now));
        return Verdict::Yes;
    }));
    if (verdict != Verdict::Yes) return failureOf(verdict);
    return signedIn;
}

Result<void> SignIn::prune() {
    const Timestamp now = clock_.now();
    return database_.write([&](Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(deleteOldAttempts, {now}));
        TRY(pruneRates(transaction, now.plusMs(-2 * dayMs)));
        TRY(pruneDevices(transaction, now));
        return {};
    });
}

LocalEntry::LocalEntry(database::Database& database, const Clock& clock, std::string ownerEmail)
    : database_(database)
    , clock_(clock)
    , ownerEmail_(std::move(ownerEmail))
    , secret_(randomToken())
    , triesLeft_(localSecretTriesMax) {}

Result<SignedIn> LocalEntry::redeem(std::string_view secret, std::string_view deviceName) {
    const std::lock_guard lock(mutex_); // one at a time: the second must find it used
    if (triesLeft_ <= 0 || !equalInConstantTime(secret_, secret)) {
        if (triesLeft_ > 0) --triesLeft_;
        return fail(ErrorCode::Unauthenticated, "wrong or used local secret");
    }
    const auto email = normalisedEmail(ownerEmail_);
    if (!email) return fail(ErrorCode::InvalidInput, "the local owner has no address");
    auto signedIn = TRY(database_.write(
        [&](Transaction& transaction) { return enter(transaction, *email, deviceName, clock_.now()); }));
    triesLeft_ = 0;
    return signedIn;
}

} // namespace headroom::teams
