#include "core/storage/s3/xml_reader.h"

#include "core/base/text.h"
#include "core/storage/s3/s3_limits.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace headroom::storage {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

bool isXmlCharacter(std::uint32_t c) {
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

void appendUtf8(std::string& text, std::uint32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
        return;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static constexpr std::uint32_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    text += static_cast<char>(leads[more] | c >> (6 * more));
    for (int i = more - 1; i >= 0; --i)
        text += static_cast<char>(0x80U | (c >> (6 * i) & 0x3FU));
}

/// Of `&#228;` or `&#xe4;`, without `&` and `;`.
std::optional<std::uint32_t> numericEntity(std::string_view entity) {
    const bool hex = entity.starts_with("#x");
    const std::string_view digits = entity.substr(hex ? 2 : 1);
    if (digits.empty() || digits.size() > 7) return std::nullopt;
    std::uint32_t number = 0;
    for (const char digit : digits) {
        const char c = static_cast<char>(digit | 0x20);
        std::uint32_t value = 0;
        if (digit >= '0' && digit <= '9')
            value = static_cast<std::uint32_t>(digit - '0');
        else if (hex && c >= 'a' && c <= 'f')
            value = static_cast<std::uint32_t>(c - 'a') + 10;
        else
            return std::nullopt;
        number = number * (hex ? 16 : 10) + value;
    }
    if (!isXmlCharacter(number)) return std::nullopt;
    return number;
}

class Reader {
public:
    explicit Reader(std::string_view text)
        : rest_(text) {}

    Result<XmlElement> document() {
        skip("\xEF\xBB\xBF");
        if (rest_.starts_with("<?xml") && rest_.size() > 5 && isBlank(rest_[5])) TRY(skipPast("?>"));
        TRY(skipBetween());
        XmlElement root = TRY(element(1));
        TRY(skipBetween());
        if (!rest_.empty()) return corrupt("something behind the root element");
        return root;
    }

private:
    static Failure corrupt(std::string_view what) {
        return fail(ErrorCode::Corrupt, "the service's XML is broken: " + std::string(what));
    }

    bool skip(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }

    void skipBlanks() {
        while (!rest_.empty() && isBlank(rest_.front()))
            rest_.remove_prefix(1);
    }

    Result<std::string_view> skipPast(std::string_view end) {
        const std::size_t at = rest_.find(end);
        if (at == std::string_view::npos) return corrupt("it ends early");
        const std::string_view passed = rest_.substr(0, at);
        rest_.remove_prefix(at + end.size());
        return passed;
    }

    /// Blanks and comments outside of the root element.
    Result<void> skipBetween() {
        skipBlanks();
        while (skip("<!--")) {
            TRY(skipPast("-->"));
            skipBlanks();
        }
        return {};
    }

    Result<std::string> name() {
        std::size_t length = 0;
        while (length < rest_.size() && isNameCharacter(rest_[length]))
            ++length;
        const std::string_view whole = rest_.substr(0, length);
        const bool startsWell = !whole.empty() && whole.front() != '-' && whole.front() != '.' &&
                                !(whole.front() >= '0' && whole.front() <= '9');
        if (!startsWell) return corrupt("a name is missing");
        rest_.remove_prefix(length);
        return std::string(whole);
    }

    static std::string localName(const std::string& whole) {
        const std::size_t colon = whole.rfind(':');
        return colon == std::string::npos ? whole : whole.substr(colon + 1);
    }

    Result<void> attributes() {
        for (;;) {
            const bool blank = !rest_.empty() && isBlank(rest_.front());
            skipBlanks();
            if (rest_.empty() || rest_.front() == '>' || rest_.front() == '/') return {};
            if (!blank) return corrupt("an attribute without a blank before it");
            TRY(name());
            skipBlanks();
            if (!skip("=")) return corrupt("an attribute without a value");
            skipBlanks();
            if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\''))
                return corrupt("an attribute without quotes");
            const char quote = rest_.front();
            rest_.remove_prefix(1);
            const std::string_view value = TRY(skipPast(std::string_view(&quote, 1)));
            if (value.find('<') != std::string_view::npos) return corrupt("'<' in an attribute");
        }
    }

    Result<XmlElement> element(int depth) {
        if (depth > xmlDepthMax) return corrupt("it is too deep");
        if (++elements_ > xmlElementsMax) return corrupt("it has too many elements");
        if (!skip("<")) return corrupt("an element is missing");
        const std::string whole = TRY(name());
        XmlElement element{localName(whole), {}, {}};
        TRY(attributes());
        if (skip("/>")) return element;
        if (!skip(">")) return corrupt("a tag does not end");
        TRY(content(element, depth));
        if (TRY(name()) != whole) return corrupt("tags do not match");
        skipBlanks();
        if (!skip(">")) return corrupt("a tag does not end");
        return element;
    }

    /// Up to and with the "</" of the element's end.
    Result<void> content(XmlElement& element, int depth) {
        for (;;) {
            if (rest_.empty()) return corrupt("it ends early");
            if (skip("</")) return {};
            if (skip("<!--")) {
                TRY(skipPast("-->"));
            } else if (skip("<![CDATA[")) {
                element.text += TRY(skipPast("]]>"));
            } else if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
                return corrupt("a declaration where none belongs");
            } else if (rest_.front() == '<') {
                element.children.push_back(TRY(this->element(depth + 1)));
            } else {
                TRY(characters(element.text));
            }
        }
    }

    Result<void> characters(std::string& text) {
        const std::string_view run = rest_.substr(0, rest_.find_first_of("<&"));
        text += run;
        rest_.remove_prefix(run.size());
        if (!skip("&")) return {};
        const std::size_t end = rest_.substr(0, 12).find(';');
        if (end == std::string_view::npos) return corrupt("an entity does not end");
        const std::string_view entity = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        if (entity.starts_with("#")) {
            const auto character = numericEntity(entity);
            if (!character) return corrupt("an entity that is no character");
            appendUtf8(text, *character);
            return {};
        }
        static constexpr std::pair<std::string_view, char> known[] = {
            {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
        for (const auto& [entityName, character] : known) {
            if (entity != entityName) continue;
            text += character;
            return {};
        }
        return corrupt("an entity that nobody defined");
    }

    std::string_view rest_;
    int elements_ = 0;
};

} // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
    const auto found =
        std::ranges::find_if(children, [&](const XmlElement& element) { return element.name == wanted; });
    return found == children.end() ? nullptr : &*found;
}

std::string XmlElement::childText(std::string_view wanted) const {
    const XmlElement* const found = child(wanted);
    return found ? std::string(trimmed(found->text)) : std::string();
}

Result<XmlElement> readXml(std::string_view text) {
    if (!isCleanUtf8(text, "\t\r\n"))
        return fail(ErrorCode::Corrupt, "the service's XML is broken: it is not clean UTF-8");
    return Reader(text).document();
}

std::string xmlEscaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '&':
            escaped += "&amp;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

} // namespace headroom::storage
