#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Small text work that several rooms need. ASCII rules unless it says otherwise.
namespace headroom {

std::string_view trimmed(std::string_view text);
std::string toLowerAscii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

/// The whole text as a decimal number; nothing when there is anything else or it does not fit.
std::optional<std::int64_t> parseInteger(std::string_view text);

/// True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms) without control characters
/// other than those in `allowedControls`.
bool isCleanUtf8(std::string_view text, std::string_view allowedControls = {});

/// Number of Unicode code points in well-formed UTF-8.
std::size_t codePointCount(std::string_view text);

/// An e-mail address in the form that we compare and store: trimmed, domain and local part lower-case.
/// Nothing when it could not be delivered to or could smuggle a header (RFC 5321 dot-atom form, at most 254
/// characters, no control characters, quotes or comments).
std::optional<std::string> normalisedEmail(std::string_view text);

} // namespace headroom
