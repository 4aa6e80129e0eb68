#include "core/http/url.h"

#include "core/base/text.h"
#include "core/http/http_limits.h"

namespace headroom::http {

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// `http://host/path` becomes `/path` (RFC 9112, 3.2.2).
std::string_view withoutAuthority(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        const std::size_t end = text.find_first_of("/?", scheme.size());
        if (end == std::string_view::npos) return "/";
        return text.substr(end);
    }
    return text;
}

} // namespace

std::optional<std::string> percentDecoded(std::string_view text, PlusSign plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == PlusSign::Blank) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high << 4 | low);
            i += 2;
        }
    }
    return decoded;
}

std::string percentEncoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            encoded += c;
            continue;
        }
        encoded += '%';
        encoded += digits[static_cast<unsigned char>(c) >> 4U];
        encoded += digits[static_cast<unsigned char>(c) & 15U];
    }
    return encoded;
}

Result<Parameters> Parameters::parse(std::string_view text) {
    Parameters parameters;
    if (text.empty()) return parameters;
    for (const std::string_view part : split(text, '&')) {
        if (part.empty()) continue;
        if (parameters.size() == formParameters) return fail(ErrorCode::InvalidInput, "too many parameters");
        const std::size_t equals = part.find('=');
        auto name = percentDecoded(part.substr(0, equals), PlusSign::Blank);
        auto value = equals == std::string_view::npos
                         ? std::optional<std::string>(std::string())
                         : percentDecoded(part.substr(equals + 1), PlusSign::Blank);
        if (!name || !value) return fail(ErrorCode::InvalidInput, "broken percent escape in a parameter");
        parameters.add(*std::move(name), *std::move(value));
    }
    return parameters;
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
    for (const Pair& pair : pairs_)
        if (pair.first == name) return pair.second;
    return std::nullopt;
}

std::string Parameters::encoded() const {
    std::string text;
    for (const Pair& pair : pairs_) {
        if (!text.empty()) text += '&';
        text += percentEncoded(pair.first) + "=" + percentEncoded(pair.second);
    }
    return text;
}

Result<Target> parseTarget(std::string_view text) {
    Target target;
    if (text == "*") {
        target.path = "*";
        return target;
    }
    if (text.empty()) return fail(ErrorCode::InvalidInput, "empty target");
    text = withoutAuthority(text);
    if (text.find('#') != std::string_view::npos)
        return fail(ErrorCode::InvalidInput, "fragment in the target");
    const std::size_t question = text.find('?');
    target.path = text.substr(0, question);
    if (target.path.empty()) target.path = "/";
    if (target.path.front() != '/') return fail(ErrorCode::InvalidInput, "target is not a path");
    const auto segments = split(std::string_view(target.path).substr(1), '/');
    if (segments.size() > pathSegments) return fail(ErrorCode::InvalidInput, "path is too deep");
    for (const std::string_view segment : segments) {
        auto decoded = percentDecoded(segment);
        if (!decoded) return fail(ErrorCode::InvalidInput, "broken percent escape in the path");
        if (*decoded == "." || *decoded == ".." || decoded->find('\0') != std::string::npos)
            return fail(ErrorCode::InvalidInput, "path segment not allowed");
        target.segments.push_back(*std::move(decoded));
    }
    if (question != std::string_view::npos) target.query = TRY(Parameters::parse(text.substr(question + 1)));
    return target;
}

} // namespace headroom::http
