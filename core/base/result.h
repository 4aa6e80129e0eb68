#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

#include <string>
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
inline Failure fail(ErrorCode code, std::string detail = {})
{
    return Failure(Error{code, std::move(detail)});
}

inline Failure fail(Error error)
{
    return Failure(std::move(error));
}

} // namespace headroom

/// Takes the value out of a Result, or returns its error from the enclosing function:
///     auto team = TRY(teams.find(id));
/// Not for coroutines (GCC 12 miscompiles temporaries there) and not for lambdas that return something else.
#define TRY(expression)                                                                                      \
    __extension__({                                                                                          \
        auto tryResult_ = (expression);                                                                      \
        if (!tryResult_) return ::headroom::Failure(std::move(tryResult_).error());                          \
        std::move(tryResult_).value();                                                                       \
    })
