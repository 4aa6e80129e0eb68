#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace headroom {

/// The one way in which an expected failure travels. A Result that nobody looks at is a compile error.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

using Failure = tl::unexpected<Error>;

/// `return fail(ErrorCode::NotFound, "team 12");`
inline Failure fail(ErrorCode code, std::string detail = {}) {
    return Failure(Error{code, std::move(detail)});
}

inline Failure fail(Error error) {
    return Failure(std::move(error));
}

namespace detail {

template <class T>
T taken(Result<T>& result) {
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

} // namespace detail

} // namespace headroom

#define HEADROOM_TRY(expression, result)                                                                     \
    __extension__({                                                                                          \
        auto result = (expression);                                                                          \
        if (!result) return ::headroom::Failure(std::move(result).error());                                  \
        ::headroom::detail::taken(result);                                                                   \
    })
#define HEADROOM_TRY_NAMED(expression, number) HEADROOM_TRY(expression, tryResult##number)
#define HEADROOM_TRY_NUMBERED(expression, number) HEADROOM_TRY_NAMED(expression, number)

/// Takes the value out of a Result, or returns its error from the enclosing function:
///     auto team = TRY(teams.find(id));
/// Not for coroutines (GCC 12 miscompiles temporaries there) and not in lambdas that return something else.
/// Not after another element in the braces of an aggregate either: GCC 12 never destroys what was made before
/// it (tst_house looks).
#define TRY(...) HEADROOM_TRY_NUMBERED((__VA_ARGS__), __COUNTER__)
