#include "core/mail/mime.h"

#include "core/base/crypto.h"
#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/mail/mail_limits.h"
#include "core/mail/web_address.h"

#include <algorithm>

namespace headroom::mail {

namespace {

constexpr std::string_view lineEnd = "\r\n";
constexpr std::string_view wordStart = "=?UTF-8?B?";
constexpr std::string_view wordEnd = "?=";

bool isPrintableAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Bytes of the code point at the start of well-formed UTF-8.
std::size_t codePointLength(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80)
        ++length;
    return length;
}

void appendEscaped(std::string& line, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    line += '=';
    line += digits[byte >> 4U];
    line += digits[byte & 15U];
}

/// One line of text, without its end, as one or more quoted-printable lines.
void appendQuotedLine(std::string& out, std::string_view line) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool last = i + 1 == line.size();
        const bool blank = c == ' ' || c == '\t';
        const bool literal = (c > ' ' && c <= '~' && c != '=') || (blank && !last);
        const std::size_t width = literal ? 1 : 3;
        // Room must stay for the "=" that continues a line.
        if (column + width > encodedLineMax - 1) {
            out += "=";
            out += lineEnd;
            column = 0;
        }
        if (literal) {
            out += c;
        } else {
            appendEscaped(out, c);
        }
        column += width;
    }
}

std::string encodedWord(std::string_view text) {
    return std::string(wordStart) + toBase64(text) + std::string(wordEnd);
}

/// `"Ada \"Countess\" L" <ada@example.org>`, or the name as encoded words.
std::string mailbox(const Sender& sender, std::string_view address) {
    const std::string inBrackets = "<" + std::string(address) + ">";
    if (sender.name.empty()) return inBrackets;
    const bool looksEncoded = sender.name.find("=?") != std::string::npos;
    if (!isPrintableAscii(sender.name) || looksEncoded)
        return encodedWord(sender.name) + std::string(lineEnd) + " " + inBrackets;
    std::string quoted = "\"";
    for (const char c : sender.name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\" " + inBrackets;
}

std::string mailDate(Timestamp date) {
    std::string text = httpDate(date);
    return text.substr(0, text.size() - 3) + "+0000"; // RFC 5322 has no GMT
}

std::string part(std::string_view boundary, std::string_view type, std::string_view body) {
    std::string text = "--" + std::string(boundary) + "\r\n";
    text += "Content-Type: " + std::string(type) + "; charset=UTF-8\r\n";
    text += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    return text + quotedPrintable(body) + "\r\n";
}

/// Base64 in lines (RFC 2045, 6.8).
std::string pictureText(const InlinePicture& picture, std::string_view domain) {
    std::string text = "Content-Type: " + picture.mediaType + "\r\n";
    text += "Content-Transfer-Encoding: base64\r\n";
    text += "Content-ID: <" + picture.contentId + std::string(domain) + ">\r\n";
    text += "Content-Disposition: inline\r\n\r\n";
    const std::string encoded = toBase64(picture.bytes);
    for (std::size_t at = 0; at < encoded.size(); at += encodedLineMax)
        text += encoded.substr(at, encodedLineMax) + "\r\n";
    return text;
}

/// The HTML alone, or with the pictures that it shows (RFC 2387). Content-IDs are made unique by the sender's
/// domain, in the HTML too.
std::string htmlPart(const Message& message, std::string_view boundary, std::string_view domain,
                     std::string_view id) {
    std::string html = message.html;
    for (const InlinePicture& picture : message.pictures) {
        const std::string plain = "\"cid:" + picture.contentId + "\"";
        const std::string full = "\"cid:" + picture.contentId + std::string(domain) + "\"";
        for (std::size_t at = html.find(plain); at != std::string::npos; at = html.find(plain, at + 1))
            html.replace(at, plain.size(), full);
    }
    if (message.pictures.empty()) return part(boundary, "text/html", html);
    const std::string inner = "=_headroom_pictures_" + std::string(id);
    std::string text = "--" + std::string(boundary) + "\r\n";
    text += "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\"" + inner + "\"\r\n\r\n";
    text += part(inner, "text/html", html);
    for (const InlinePicture& picture : message.pictures)
        text += "--" + inner + "\r\n" + pictureText(picture, domain);
    return text + "--" + inner + "--\r\n";
}

std::string unsubscribeHeaders(std::string_view url) {
    if (url.empty()) return {};
    std::string text = "List-Unsubscribe:\r\n <" + std::string(url) + ">\r\n";
    // RFC 8058 wants https; mail programs then offer one click of their own.
    if (url.starts_with("https://")) text += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    return text;
}

Result<void> checkPictures(const std::vector<InlinePicture>& pictures) {
    if (pictures.size() > picturesMax) return fail(ErrorCode::InvalidInput, "too many pictures in a mail");
    for (const InlinePicture& picture : pictures) {
        const bool plain = std::all_of(picture.contentId.begin(), picture.contentId.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                   c == '_' || c == '.';
        });
        if (!plain || picture.contentId.empty() || picture.contentId.size() > 64)
            return fail(ErrorCode::InvalidInput, "a picture's id");
        if (picture.mediaType != "image/jpeg" && picture.mediaType != "image/png")
            return fail(ErrorCode::InvalidInput, "a picture's type");
        if (picture.bytes.empty() || picture.bytes.size() > pictureMaxBytes)
            return fail(ErrorCode::InvalidInput, "a picture's size");
    }
    return {};
}

Result<void> checkBody(std::string_view body) {
    if (body.empty()) return fail(ErrorCode::InvalidInput, "a mail without a body");
    if (body.size() > bodyMaxBytes) return fail(ErrorCode::InvalidInput, "the body is too large");
    if (!isCleanUtf8(body, "\t\r\n")) return fail(ErrorCode::InvalidInput, "the body is not UTF-8 text");
    return {};
}

Result<void> checkHeader(std::string_view value, std::size_t maxBytes) {
    if (value.size() > maxBytes) return fail(ErrorCode::InvalidInput, "a header is too long");
    if (!isCleanUtf8(value)) return fail(ErrorCode::InvalidInput, "control characters in a header");
    return {};
}

} // namespace

std::string encodedHeader(std::string_view text) {
    const bool looksEncoded = text.find("=?") != std::string_view::npos;
    const bool edgesLost = trimmed(text).size() != text.size();
    if (isPrintableAscii(text) && !looksEncoded && !edgesLost && text.size() <= 60) return std::string(text);

    std::string header;
    while (!text.empty()) {
        std::size_t taken = 0;
        while (taken < text.size()) { // a word may not end inside a character
            const std::size_t next = codePointLength(text.substr(taken));
            if (taken + next > encodedWordBytes) break;
            taken += next;
        }
        if (!header.empty()) header += "\r\n ";
        header += encodedWord(text.substr(0, taken));
        text.remove_prefix(taken);
    }
    return header;
}

std::string quotedPrintable(std::string_view text) {
    std::string out;
    for (;;) {
        const std::size_t end = text.find_first_of("\r\n");
        appendQuotedLine(out, text.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += lineEnd;
        const bool pair = text.substr(end, 2) == lineEnd;
        text.remove_prefix(end + (pair ? 2 : 1));
    }
}

Result<void> checkSender(const Sender& sender) {
    if (!normalisedEmail(sender.address)) return fail(ErrorCode::InvalidInput, "the sender has no address");
    return checkHeader(sender.name, senderNameMaxBytes);
}

Result<std::string> mimeText(const Message& message, const Sender& sender, Timestamp date,
                             std::string_view id) {
    TRY(checkSender(sender));
    const std::string from = *normalisedEmail(sender.address);
    const auto to = normalisedEmail(message.to);
    if (!to) return fail(ErrorCode::InvalidInput, "the recipient has no address");
    if (!isUuid(id)) return fail(ErrorCode::InvalidInput, "a message id must be a UUID");
    if (trimmed(message.subject).empty()) return fail(ErrorCode::InvalidInput, "a mail without a subject");
    TRY(checkHeader(message.subject, subjectMaxBytes));
    TRY(checkBody(message.text));
    TRY(checkBody(message.html));
    TRY(checkPictures(message.pictures));
    if (!message.unsubscribeUrl.empty() && !isWebAddress(message.unsubscribeUrl))
        return fail(ErrorCode::InvalidInput, "the address for unsubscribing is not a web address");

    // "=_" cannot occur in quoted-printable text, so no body can hold the boundary (RFC 2045, 6.7).
    const std::string boundary = "=_headroom_" + std::string(id);
    const std::string domain = from.substr(from.find('@'));
    std::string text;
    text += "From: " + mailbox(sender, from) + "\r\n";
    text += "To: <" + *to + ">\r\n";
    text += "Subject: " + encodedHeader(message.subject) + "\r\n";
    text += "Date: " + mailDate(date) + "\r\n";
    text += "Message-ID: <" + std::string(id) + domain + ">\r\n";
    text += "MIME-Version: 1.0\r\n";
    text += "Auto-Submitted: auto-generated\r\n"; // RFC 3834: no holiday replies, please
    text += unsubscribeHeaders(message.unsubscribeUrl);
    text += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
    text += part(boundary, "text/plain", message.text);
    text += htmlPart(message, boundary, domain, id);
    text += "--" + boundary + "--\r\n";
    return text;
}

} // namespace headroom::mail
