#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// URL texts as HTTP uses them: percent encoding (RFC 3986), forms (WHATWG URL,
// application/x-www-form-urlencoded) and request targets. All functions are safe on any thread.
namespace headroom::http {

enum class PlusSign { Literal, Blank };

/// Nothing for a broken escape.
std::optional<std::string> percentDecoded(std::string_view text, PlusSign plus = PlusSign::Literal);

/// Everything but letters, digits and `-._~` becomes an escape; safe as a path segment, query key or value.
std::string percentEncoded(std::string_view text);

/// Decoded name and value pairs of a query or form, in order. Names may repeat.
class Parameters {
public:
    using Pair = std::pair<std::string, std::string>;

    /// Refuses broken escapes and more than formParameters pairs (InvalidInput).
    static Result<Parameters> parse(std::string_view text);

    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
    std::optional<std::string_view> find(std::string_view name) const;
    /// `a=1&b=%20`
    std::string encoded() const;

    std::size_t size() const { return pairs_.size(); }
    auto begin() const { return pairs_.begin(); }
    auto end() const { return pairs_.end(); }

private:
    std::vector<Pair> pairs_;
};

/// The target of a request line, taken apart.
struct Target {
    std::string path;                  ///< as sent, without the query
    std::vector<std::string> segments; ///< decoded; "/a/b" has two, "/" one empty one
    Parameters query;
};

/// Accepts "/path?query", the absolute form that proxies send, and "*". Refuses (InvalidInput) everything
/// that could be read as another path later: "." and ".." segments, encoded NUL, broken escapes, fragments.
Result<Target> parseTarget(std::string_view text);

} // namespace headroom::http
