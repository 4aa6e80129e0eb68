#include "core/exports/file_name.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <glib.h>
#include <memory>
#include <vector>

namespace headroom::exports {

namespace {

using GText = std::unique_ptr<gchar, decltype(&g_free)>;

std::string validUtf8(std::string_view text) {
    const GText valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), &g_free);
    return valid.get();
}

std::string normalised(const std::string& validText, GNormalizeMode mode) {
    const GText form(g_utf8_normalize(validText.data(), static_cast<gssize>(validText.size()), mode),
                     &g_free);
    return form ? form.get() : validText;
}

/// Characters that some file system refuses, that end a path component, or that make a name look like
/// another one (direction overrides hide an ending; Unicode TR 36, 3.1).
bool mustGo(gunichar character) {
    static constexpr std::string_view refused = R"(/\:*?"<>|)";
    if (character < 0x80 && refused.find(static_cast<char>(character)) != std::string_view::npos) return true;
    if (character == 0xFFFD) return true;
    switch (g_unichar_type(character)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return true;
    default: // a library's enum with thirty values, of which these concern us
        return false;
    }
}

std::string withoutRefused(const std::string& text) {
    std::string clean;
    bool spaceBefore = false;
    for (const gchar* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar character = g_utf8_get_char(at);
        if (character == '\t' || character == '\n' || character == '\r' || g_unichar_isspace(character)) {
            if (!spaceBefore) clean += ' ';
            spaceBefore = true;
            continue;
        }
        spaceBefore = false;
        if (mustGo(character))
            clean += '_';
        else
            clean.append(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
    }
    return clean;
}

std::string_view withoutOuterDots(std::string_view text) {
    const auto inner = [](char c) { return c != ' ' && c != '.'; };
    const auto first = std::ranges::find_if(text, inner);
    if (first == text.end()) return {};
    const auto last = std::find_if(text.rbegin(), text.rend(), inner).base();
    return {first, last};
}

std::string_view cut(std::string_view text, std::size_t maxBytes) {
    if (text.size() <= maxBytes) return text;
    std::size_t end = maxBytes;
    while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

/// Windows opens a device for these, whatever ending follows (learn.microsoft.com, "Naming Files, Paths, and
/// Namespaces"). The superscript digits count too.
bool isDeviceName(std::string_view name) {
    static constexpr std::array plain{"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"};
    std::string stem = toLowerAscii(name.substr(0, name.find('.')));
    while (stem.ends_with(' '))
        stem.pop_back();
    if (std::ranges::find(plain, stem) != plain.end()) return true;
    if (!stem.starts_with("com") && !stem.starts_with("lpt")) return false;
    const std::string_view port = std::string_view(stem).substr(3);
    if (port.size() == 1) return port[0] >= '0' && port[0] <= '9';
    return port == "\u00B9" || port == "\u00B2" || port == "\u00B3";
}

} // namespace

std::string safeComponent(std::string_view text, std::size_t maxBytes, std::string_view ifEmpty) {
    const std::string composed = normalised(validUtf8(text), G_NORMALIZE_NFC);
    const std::string clean = withoutRefused(composed);
    std::string name(withoutOuterDots(cut(withoutOuterDots(clean), maxBytes)));
    if (name.empty()) return std::string(ifEmpty);
    if (isDeviceName(name)) name = "_" + std::string(withoutOuterDots(cut(name, maxBytes - 1)));
    return name;
}

std::string collisionKey(std::string_view name) {
    // Folding first: it may bring characters that decompose further.
    const std::string valid = validUtf8(name);
    const GText folded(g_utf8_casefold(valid.data(), static_cast<gssize>(valid.size())), &g_free);
    return normalised(folded.get(), G_NORMALIZE_NFD);
}

} // namespace headroom::exports
