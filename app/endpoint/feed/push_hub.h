#pragma once

#include "core/base/ids.h"
#include "core/http/server/event_stream.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace headroom::endpoint {

/// Who listens to which team. Told by the database after each commit, and tells listeners only that the team
/// is at a version: they read the changes themselves, so a slow one loses nothing. Any thread.
class PushHub {
public:
    enum class Subscription { Accepted, TooMany };

    /// `current` is announced at once, so that a change between the subscriber's last read and now is not
    /// missed.
    Subscription subscribe(const TeamId& team, std::int64_t current,
                           const std::shared_ptr<http::EventStream>& stream);

    /// The database's wake-up: "<team id> <version>".
    void wake(std::string_view payload);

    /// Ends all streams, before the server shuts down.
    void closeAll();

    std::size_t subscribers() const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::weak_ptr<http::EventStream>>, std::less<>> byTeam_;
};

} // namespace headroom::endpoint
