#pragma once

#include <source_location>

namespace headroom {

/// Prints what was expected and where, then aborts. For errors of the programmer only (a ledger sum that is
/// off, a second finish(), the wrong thread): going on would do more harm than stopping.
[[noreturn]] void ensureFailed(const char* expectation, const std::source_location& where);

} // namespace headroom

/// Stays in release builds. Never for things that a user, a network or a disk can cause: those are Results.
#define ENSURE(expectation)                                                                                  \
    do {                                                                                                     \
        if (!(expectation)) ::headroom::ensureFailed(#expectation, std::source_location::current());         \
    } while (false)
