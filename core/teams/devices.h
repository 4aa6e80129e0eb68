#pragma once

#include "core/database/database.h"

#include <optional>
#include <string>
#include <vector>

// Signed-in devices. A device holds an opaque token of 256 random bits; we keep its SHA-256 only, so that
// neither a copy of the database nor its backups can sign in. Looking a digest up by index tells an attacker
// nothing about the token, so no constant-time comparison is needed here.
namespace headroom::teams {

struct NewDevice {
    DeviceId id;
    std::string token; ///< shown once; keep it out of logs and stored answers
};

/// Adds a device; beyond devicesPerUserMax the one that was not seen for longest is signed out.
Result<NewDevice> addDevice(database::Transaction& transaction, const UserId& user, std::string_view name,
                            Timestamp now);

struct SignedInDevice {
    UserId user;
    DeviceId device;
    Timestamp lastSeenAt;
};

/// Who holds this token. Unauthenticated when nobody does, the device was signed out, or it was not used for
/// deviceIdleMs. Called at the begin of every request.
Result<SignedInDevice> authenticate(database::Session& session, std::string_view token, Timestamp now);

/// Whether "last seen" is old enough to be written again (lastSeenEveryMs).
bool lastSeenIsDue(const SignedInDevice& session, Timestamp now);
Result<void> noteSeen(database::Transaction& transaction, const DeviceId& device, Timestamp now);

/// A device of this user; NotFound when it is somebody else's. Twice is once.
Result<void> signOut(database::Transaction& transaction, const UserId& user, const DeviceId& device,
                     Timestamp now);

/// Returns how many were signed out.
Result<std::int64_t> signOutEverywhere(database::Transaction& transaction, const UserId& user, Timestamp now);

struct DeviceInfo {
    DeviceId id;
    std::string name;
    Timestamp createdAt;
    Timestamp lastSeenAt;
};

/// Those that are signed in, last seen first.
Result<std::vector<DeviceInfo>> listDevices(database::Session& session, const UserId& user, Timestamp now);

/// Drops devices that were signed out or idle for long.
Result<std::int64_t> pruneDevices(database::Transaction& transaction, Timestamp now);

} // namespace headroom::teams
