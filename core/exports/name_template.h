#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::exports {

/// What stands in for the braces of a template.
enum class Placeholder { Member, Style, Number, Date, Team, Name, Id, Size };

/// The word between the braces: `{member}`.
std::string_view name(Placeholder placeholder);
inline constexpr int placeholderCount = 8;

struct NameValues {
    std::string member;
    std::string style;
    std::string team;
    std::string name; ///< what the user called the headshot; the style stands in when empty
    std::string id;
    std::string size; ///< "800x1000" or "original"
    Timestamp made;   ///< written as YYYY-MM-DD, UTC
    std::size_t number = 1;
    std::size_t numberOf = 1; ///< how many there are: decides the leading zeros
};

/// Why a template is refused, for words beside the field in which it is typed.
struct TemplateProblem {
    enum class Kind { Empty, TooLong, UnknownPlaceholder, UnclosedBrace, StrayBrace };
    Kind kind = Kind::Empty;
    std::size_t position = 0; ///< byte offset into the text
    std::string text;         ///< the unknown word
};

/// The pattern of exported files' names, such as `{member} - {style} {n}`. `{{` and `}}` are braces as such.
/// A value; any thread.
class NameTemplate {
public:
    /// Nothing when the text is a good template. Cheap: called at every keystroke.
    static std::optional<TemplateProblem> check(std::string_view text);

    /// InvalidInput for what check() objects to.
    static Result<NameTemplate> parse(std::string_view text);

    bool uses(Placeholder placeholder) const;
    /// The same with " {size}" at its end.
    NameTemplate followedBySize() const;

    /// The name without ending, safe for every file system.
    std::string expand(const NameValues& values) const;

private:
    struct Part {
        std::optional<Placeholder> placeholder;
        std::string literal;
    };
    static std::optional<TemplateProblem> scan(std::string_view text, std::vector<Part>& parts);

    std::vector<Part> parts_;
};

} // namespace headroom::exports
