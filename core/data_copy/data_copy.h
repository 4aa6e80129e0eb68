#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// A copy of what the endpoint holds about somebody, as one file to take away (GDPR, articles 15 and 20).
namespace headroom::data_copy {

using DataCopyId = Id<struct DataCopyTag>;

enum class Scope : std::uint8_t {
    Own,  ///< of the member who asks
    Team, ///< of the whole team, for its owners
};

enum class State : std::uint8_t {
    Preparing,
    Ready,
    Failed,
    Expired,
    Removed, ///< its bytes are about to go; nobody sees it any more
};

/// The word for it in schema and JSON.
std::string_view name(Scope scope);
std::string_view name(State state);
std::optional<Scope> scopeNamed(std::string_view name);
std::optional<State> stateNamed(std::string_view name);

struct DataCopy {
    DataCopyId id;
    TeamId team;
    MemberId member; ///< who asked, and alone may have it
    Scope scope = Scope::Own;
    State state = State::Preparing;
    std::string failure; ///< an error code's name, or empty
    std::optional<std::int64_t> sizeBytes;
    Timestamp createdAt;
    std::optional<Timestamp> readyAt;
    std::optional<Timestamp> expiresAt;
};

/// The key of a copy's bytes. Each attempt has its own, so that a late process cannot put another file under
/// the digest that is written down.
inline std::string dataCopyBlobKey(const TeamId& team, const DataCopyId& copy, int attempt) {
    return "data-copies/" + team.text() + "/" + copy.text() + "-" + std::to_string(attempt) + ".zip";
}

} // namespace headroom::data_copy
