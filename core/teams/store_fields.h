#pragma once

#include "core/base/result.h"
#include "core/database/value.h"
#include "core/sync/vocabulary.h"

#include <string>

// How the stores of this room read and bind. Only their .cpp files include this.
namespace headroom::teams {

/// A word of the vocabulary; Corrupt when the database holds another.
template <class Enum>
Result<Enum> enumField(const database::Row& row, std::string_view column) {
    const auto value = sync::fromName<Enum>(row.text(column));
    if (!value) return fail(ErrorCode::Corrupt, "unknown word in " + std::string(column));
    return *value;
}

/// "$2, $3, $4": `count` placeholders from `first` on, for IN lists.
inline std::string placeholders(std::size_t first, std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += (i == 0 ? "$" : ", $") + std::to_string(first + i);
    return list;
}

} // namespace headroom::teams
