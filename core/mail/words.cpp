#include "core/mail/words.h"

#include "core/base/embedded_file.h"
#include "core/base/ensure.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::resources {
std::span<const EmbeddedFile> mailTexts();
}

namespace headroom::mail {

namespace {

constexpr std::string_view defaultLanguage = "en";

std::string languagePart(std::string_view locale) {
    return toLowerAscii(locale.substr(0, locale.find_first_of("-_.@,;")));
}

std::string filled(std::string_view text, const Words::Values& values) {
    std::string out;
    while (true) {
        const std::size_t open = text.find('{');
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) return out += text;
        out += text.substr(0, open);
        const std::string_view name = text.substr(open + 1, close - open - 1);
        const auto* const value = std::find_if(values.begin(), values.end(),
                                               [&](const Words::Value& known) { return known.name == name; });
        ENSURE(value != values.end()); // a text asks for a value that nobody gives
        out += value->value;
        text.remove_prefix(close + 1);
    }
}

} // namespace

Words::Words(std::string tag, std::string_view json)
    : tag_(std::move(tag)) {
    const auto parsed = nlohmann::json::parse(json, nullptr, false);
    ENSURE(parsed.is_object()); // built into the program, and read by a test
    for (const auto& [key, value] : parsed.items())
        texts_.emplace(key, value.get<std::string>());
}

const std::vector<Words>& Words::every() {
    static const std::vector<Words> list = [] {
        std::vector<Words> all;
        for (const EmbeddedFile& file : resources::mailTexts())
            all.push_back(Words(std::string(file.name.substr(0, file.name.find('.'))), file.content));
        std::ranges::stable_partition(all, [](const Words& words) { return words.tag_ == defaultLanguage; });
        ENSURE(!all.empty() && all.front().tag_ == defaultLanguage);
        return all;
    }();
    return list;
}

const Words& Words::of(std::string_view locale) {
    const auto found = std::ranges::find(every(), languagePart(locale), &Words::tag_);
    return found == every().end() ? every().front() : *found;
}

std::vector<std::string> Words::languages() {
    std::vector<std::string> tags;
    for (const Words& words : every())
        tags.push_back(words.tag_);
    return tags;
}

std::string Words::text(std::string_view key, Values values) const {
    const auto found = texts_.find(key);
    ENSURE(found != texts_.end());
    return filled(found->second, values);
}

std::string Words::counted(std::string_view key, std::int64_t count, Values values) const {
    // A copy of the list with one more would need a container: no text has more than two values beside it.
    const std::string which = std::string(key) + (count == 1 ? ".one" : ".other");
    const Value none{"", ""};
    const Value* const begin = values.begin();
    const auto value = [&](std::size_t index) { return index < values.size() ? begin[index] : none; };
    ENSURE(values.size() <= 2);
    return text(which, {{"count", std::to_string(count)}, value(0), value(1)});
}

std::string Words::money(std::int64_t cents, std::string_view currency) const {
    const std::string hundredths = std::to_string(cents % 100);
    const std::string amount = std::to_string(cents / 100) + text("money.decimal") +
                               std::string(2 - std::min<std::size_t>(hundredths.size(), 2), '0') + hundredths;
    std::string name(currency);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text("money.pattern", {{"amount", amount}, {"currency", name}});
}

std::string Words::day(Timestamp moment) const {
    const std::string iso = isoText(moment); // 2026-03-05T...
    const auto number = [&](std::size_t at, std::size_t count) {
        return std::to_string(parseInteger(iso.substr(at, count)).value_or(0));
    };
    return text(
        "date.pattern",
        {{"day", number(8, 2)}, {"month", text("date.month." + number(5, 2))}, {"year", number(0, 4)}});
}

std::string knownLanguage(std::string_view locale) {
    const std::string wanted = languagePart(locale);
    const auto tags = Words::languages();
    return std::ranges::find(tags, wanted) == tags.end() ? std::string() : wanted;
}

} // namespace headroom::mail
