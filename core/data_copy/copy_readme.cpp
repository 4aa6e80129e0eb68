#include "core/data_copy/copy_readme.h"

#include "core/base/embedded_file.h"
#include "core/base/ensure.h"
#include "core/base/text.h"

#include <algorithm>

namespace headroom::resources {
std::span<const EmbeddedFile> dataCopyTexts();
}

namespace headroom::data_copy {

namespace {

/// "own.de.txt"; English for languages that we have no text in.
std::string_view textNamed(const std::string& name) {
    const auto files = resources::dataCopyTexts();
    const auto found = std::ranges::find(files, name, &EmbeddedFile::name);
    return found == files.end() ? std::string_view() : std::string_view(found->content);
}

std::string_view textFor(std::string_view what, std::string_view locale) {
    const std::string language = toLowerAscii(locale.substr(0, locale.find_first_of("-_.@,;")));
    const std::string_view own = textNamed(std::string(what) + "." + language + ".txt");
    if (!own.empty()) return own;
    const std::string_view english = textNamed(std::string(what) + ".en.txt");
    ENSURE(!english.empty()); // built into the program
    return english;
}

void replaceAll(std::string& text, std::string_view name, std::string_view value) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
}

} // namespace

std::string readmeText(const ReadmeFacts& facts) {
    std::string text(textFor(name(facts.scope), facts.language));
    if (facts.leftOut > 0) text += "\n" + std::string(textFor("left_out", facts.language));
    replaceAll(text, "{day}", facts.day);
    replaceAll(text, "{count}", std::to_string(facts.leftOut));
    replaceAll(text, "{team}", facts.team); // last: a name may hold anything
    return text;
}

} // namespace headroom::data_copy
