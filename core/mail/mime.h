#pragma once

#include "core/base/clock.h"
#include "core/mail/mailer.h"

#include <string>
#include <string_view>

// The text of a mail: RFC 5322 headers, MIME multipart/alternative with quoted-printable bodies (RFC 2045,
// 2046), encoded words in headers (RFC 2047). Pure.
namespace headroom::mail {

struct Sender {
    std::string address;
    std::string name;
};

/// InvalidInput when the sender cannot be one.
Result<void> checkSender(const Sender& sender);

/// The whole message with CRLF line ends. `id` is the part of the Message-ID before the @ (a UUID); a second
/// try of the same message uses the same one, so that the receiver can drop the double. InvalidInput for
/// addresses that are none, control characters in headers, text that is not UTF-8, empty or too large bodies.
Result<std::string> mimeText(const Message& message, const Sender& sender, Timestamp date,
                             std::string_view id);

/// A header value as it may stand after "Name: ": as it is when it is short printable ASCII, else as encoded
/// words, folded.
std::string encodedHeader(std::string_view text);

/// Quoted-printable with CRLF line ends, whatever line ends came in.
std::string quotedPrintable(std::string_view text);

} // namespace headroom::mail
