#include "core/exports/name_template.h"

#include "core/exports/exports_limits.h"
#include "core/exports/file_name.h"

namespace headroom::exports {

namespace {

std::optional<Placeholder> placeholderFromName(std::string_view text) {
    for (int i = 0; i < placeholderCount; ++i)
        if (name(static_cast<Placeholder>(i)) == text) return static_cast<Placeholder>(i);
    return std::nullopt;
}

std::string padded(std::size_t number, std::size_t of) {
    std::string digits = std::to_string(number);
    const std::size_t width = std::to_string(of).size();
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

std::string valueOf(Placeholder placeholder, const NameValues& values) {
    switch (placeholder) {
    case Placeholder::Member:
        return values.member;
    case Placeholder::Style:
        return values.style;
    case Placeholder::Number:
        return padded(values.number, values.numberOf);
    case Placeholder::Date:
        return isoText(values.made).substr(0, 10);
    case Placeholder::Team:
        return values.team;
    case Placeholder::Name:
        return values.name.empty() ? values.style : values.name;
    case Placeholder::Id:
        return values.id;
    case Placeholder::Size:
        return values.size;
    }
    __builtin_unreachable();
}

} // namespace

std::string_view name(Placeholder placeholder) {
    switch (placeholder) {
    case Placeholder::Member:
        return "member";
    case Placeholder::Style:
        return "style";
    case Placeholder::Number:
        return "n";
    case Placeholder::Date:
        return "date";
    case Placeholder::Team:
        return "team";
    case Placeholder::Name:
        return "name";
    case Placeholder::Id:
        return "id";
    case Placeholder::Size:
        return "size";
    }
    __builtin_unreachable();
}

std::optional<TemplateProblem> NameTemplate::scan(std::string_view text, std::vector<Part>& parts) {
    using Kind = TemplateProblem::Kind;
    if (text.find_first_not_of(' ') == std::string_view::npos) return TemplateProblem{Kind::Empty, 0, {}};
    if (text.size() > maxTemplateBytes) return TemplateProblem{Kind::TooLong, maxTemplateBytes, {}};
    std::string literal;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if ((c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c) {
            literal += c;
            ++at;
        } else if (c == '}') {
            return TemplateProblem{Kind::StrayBrace, at, {}};
        } else if (c != '{') {
            literal += c;
        } else {
            const std::size_t close = text.find_first_of("{}", at + 1);
            if (close == std::string_view::npos || text[close] == '{')
                return TemplateProblem{Kind::UnclosedBrace, at, {}};
            const std::string_view word = text.substr(at + 1, close - at - 1);
            const auto placeholder = placeholderFromName(word);
            if (!placeholder) return TemplateProblem{Kind::UnknownPlaceholder, at, std::string(word)};
            if (!literal.empty()) parts.push_back({std::nullopt, std::move(literal)});
            literal.clear();
            parts.push_back({placeholder, {}});
            at = close;
        }
    }
    if (!literal.empty()) parts.push_back({std::nullopt, std::move(literal)});
    return std::nullopt;
}

std::optional<TemplateProblem> NameTemplate::check(std::string_view text) {
    std::vector<Part> parts;
    return scan(text, parts);
}

Result<NameTemplate> NameTemplate::parse(std::string_view text) {
    NameTemplate result;
    if (const auto problem = scan(text, result.parts_))
        return fail(ErrorCode::InvalidInput, "name template is wrong at byte " +
                                                 std::to_string(problem->position) +
                                                 (problem->text.empty() ? "" : ": unknown placeholder"));
    return result;
}

bool NameTemplate::uses(Placeholder placeholder) const {
    for (const Part& part : parts_)
        if (part.placeholder == placeholder) return true;
    return false;
}

NameTemplate NameTemplate::followedBySize() const {
    NameTemplate longer = *this;
    longer.parts_.push_back({std::nullopt, " "});
    longer.parts_.push_back({Placeholder::Size, {}});
    return longer;
}

std::string NameTemplate::expand(const NameValues& values) const {
    std::string text;
    for (const Part& part : parts_) {
        if (!part.placeholder) {
            text += part.literal;
            continue;
        }
        // A value's own slashes and dots must not reach the rest of the name, so each is made safe by itself.
        text += safeComponent(valueOf(*part.placeholder, values), maxStemBytes, "");
    }
    return safeComponent(text, maxStemBytes, "headshot");
}

} // namespace headroom::exports
