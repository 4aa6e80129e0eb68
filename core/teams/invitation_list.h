#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

// What an admin pastes or drops to invite people: addresses one a line or separated by commas, `Name
// <address>`, or a CSV file (comma, semicolon or tab; with or without a header row; RFC 4180 quotes). Pure;
// the desktop shows the verdicts before anything is sent, the endpoint checks each line again.
namespace headroom::teams {

enum class ListVerdict : std::uint8_t {
    Usable,
    NoAddress,      ///< the line holds nothing that looks like an address
    InvalidAddress, ///< it does, but mail could not go there
    InvalidName,    ///< too long, or characters that no name has
    Repeated,       ///< the address stands on an earlier line
    BrokenQuotes,   ///< a quoted field does not end on its line
};

std::string_view name(ListVerdict verdict);

struct ListedPerson {
    int line = 0;      ///< counted from 1; several people may share a line
    std::string email; ///< normalised when usable or repeated, as typed otherwise
    std::string name;
    ListVerdict verdict = ListVerdict::Usable;
    friend bool operator==(const ListedPerson&, const ListedPerson&) = default;
};

/// Empty lines are passed over. TooLarge beyond invitationListMaxBytes, LimitExceeded beyond
/// invitationLinesMax people, InvalidInput when the bytes are not UTF-8 text.
Result<std::vector<ListedPerson>> parseInvitationList(std::string_view text);

} // namespace headroom::teams
