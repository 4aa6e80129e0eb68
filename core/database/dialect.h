#pragma once

#include <string_view>

namespace headroom::database {

enum class Engine { Sqlite, Postgres };

/// The short list of places where one SQL text does not serve both engines. A test keeps it short; whatever
/// else seems to need an entry here is better rewritten so that both engines take it.
struct Dialect {
    Engine engine;
    std::string_view blobType;   ///< replaces @blob@ in migrations
    std::string_view nowMs;      ///< expression: the database's own clock in milliseconds
    std::string_view skipLocked; ///< ends a SELECT that claims work: FOR UPDATE SKIP LOCKED, or nothing
    std::string_view forUpdate;  ///< ends a SELECT that locks what it reads, or nothing
};

const Dialect& dialectOf(Engine engine);

} // namespace headroom::database
