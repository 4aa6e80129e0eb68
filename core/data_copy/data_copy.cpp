#include "core/data_copy/data_copy.h"

namespace headroom::data_copy {

namespace {

template <class Enum>
std::optional<Enum> named(std::string_view wanted, std::initializer_list<Enum> all) {
    for (const Enum one : all)
        if (name(one) == wanted) return one;
    return std::nullopt;
}

} // namespace

std::string_view name(Scope scope) {
    switch (scope) {
    case Scope::Own:
        return "own";
    case Scope::Team:
        return "team";
    }
    __builtin_unreachable();
}

std::string_view name(State state) {
    switch (state) {
    case State::Preparing:
        return "preparing";
    case State::Ready:
        return "ready";
    case State::Failed:
        return "failed";
    case State::Expired:
        return "expired";
    case State::Removed:
        return "removed";
    }
    __builtin_unreachable();
}

std::optional<Scope> scopeNamed(std::string_view wanted) {
    return named(wanted, {Scope::Own, Scope::Team});
}

std::optional<State> stateNamed(std::string_view wanted) {
    return named(wanted, {State::Preparing, State::Ready, State::Failed, State::Expired, State::Removed});
}

} // namespace headroom::data_copy
