#include "core/teams/devices.h"

#include "core/base/crypto.h"
#include "core/teams/names.h"
#include "core/teams/teams_limits.h"

namespace headroom::teams {

namespace {

constexpr std::string_view insertDevice = R"sql(
    INSERT INTO devices (id, user_id, token_hash, name, created_at, last_seen_at)
    VALUES ($1, $2, $3, $4, $5, $5))sql";

constexpr std::string_view revokeSurplus = R"sql(
    UPDATE devices SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL AND id NOT IN (
        SELECT id FROM devices WHERE user_id = $1 AND revoked_at IS NULL
        ORDER BY last_seen_at DESC, created_at DESC, id LIMIT $3))sql";

constexpr std::string_view selectByToken = R"sql(
    SELECT id, user_id, last_seen_at FROM devices
    WHERE token_hash = $1 AND revoked_at IS NULL AND last_seen_at > $2)sql";

constexpr std::string_view updateSeen =
    "UPDATE devices SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";

constexpr std::string_view revokeDevice = R"sql(
    UPDATE devices SET revoked_at = COALESCE(revoked_at, $3) WHERE user_id = $1 AND id = $2)sql";

constexpr std::string_view revokeAll =
    "UPDATE devices SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";

constexpr std::string_view selectDevices = R"sql(
    SELECT id, name, created_at, last_seen_at FROM devices
    WHERE user_id = $1 AND revoked_at IS NULL AND last_seen_at > $2 ORDER BY last_seen_at DESC, id)sql";

constexpr std::string_view deleteOld = "DELETE FROM devices WHERE revoked_at < $1 OR last_seen_at < $2";

std::string hashOf(std::string_view token) {
    return toHex(sha256(token));
}

} // namespace

Result<NewDevice> addDevice(database::Transaction& transaction, const UserId& user, std::string_view name,
                            Timestamp now) {
    const std::string deviceName = TRY(validDeviceName(name));
    // The new one may be no newer than the others by the clock: make room first.
    TRY(transaction.execute(revokeSurplus, {user, now, devicesPerUserMax - 1}));
    NewDevice device{DeviceId::make(), randomToken()};
    TRY(transaction.execute(insertDevice, {device.id, user, hashOf(device.token), deviceName, now}));
    return device;
}

Result<SignedInDevice> authenticate(database::Session& session, std::string_view token, Timestamp now) {
    const auto row = TRY(session.one(selectByToken, {hashOf(token), now.plusMs(-deviceIdleMs)}));
    if (!row) return fail(ErrorCode::Unauthenticated, "no device holds this token");
    return SignedInDevice{row->id<UserId>("user_id"), row->id<DeviceId>("id"), row->moment("last_seen_at")};
}

bool lastSeenIsDue(const SignedInDevice& session, Timestamp now) {
    return session.lastSeenAt.ms + lastSeenEveryMs <= now.ms;
}

Result<void> noteSeen(database::Transaction& transaction, const DeviceId& device, Timestamp now) {
    TRY(transaction.execute(updateSeen, {device, now}));
    return {};
}

Result<void> signOut(database::Transaction& transaction, const UserId& user, const DeviceId& device,
                     Timestamp now) {
    if (TRY(transaction.execute(revokeDevice, {user, device, now})) == 0)
        return fail(ErrorCode::NotFound, "no such device of this user");
    return {};
}

Result<std::int64_t> signOutEverywhere(database::Transaction& transaction, const UserId& user,
                                       Timestamp now) {
    return transaction.execute(revokeAll, {user, now});
}

Result<std::vector<DeviceInfo>> listDevices(database::Session& session, const UserId& user, Timestamp now) {
    std::vector<DeviceInfo> devices;
    for (const auto& row : TRY(session.query(selectDevices, {user, now.plusMs(-deviceIdleMs)})))
        devices.push_back(
            {row.id<DeviceId>("id"), row.text("name"), row.moment("created_at"), row.moment("last_seen_at")});
    return devices;
}

Result<std::int64_t> pruneDevices(database::Transaction& transaction, Timestamp now) {
    return transaction.execute(deleteOld, {now.plusMs(-revokedDevicesKeptMs), now.plusMs(-deviceIdleMs)});
}

} // namespace headroom::teams
