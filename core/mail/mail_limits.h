#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::mail {

/// Bytes of a subject: two names of 100 code points and our words. Mail programs show far less.
inline constexpr std::size_t subjectMaxBytes = 1000;

/// Bytes of one body. Ours are a few kilobytes; a message of more is a mistake.
inline constexpr std::size_t bodyMaxBytes = 256U * 1024;

/// Pictures in one message and the bytes of each: thumbnails of a batch. Providers clip or refuse mails of
/// many megabytes, and people read them on telephones.
inline constexpr std::size_t picturesMax = 8;
inline constexpr std::size_t pictureMaxBytes = 256U * 1024;

/// Thumbnails in a mail about finished headshots: two rows of three.
inline constexpr std::size_t headshotPicturesMax = 6;

/// Length of an address in a mail: ours are an endpoint's address and a token.
inline constexpr std::size_t webAddressMax = 900; // a header line ends at 998 (RFC 5322, 2.1.1)

/// Length of an encoded line without its end (RFC 2045, 6.7).
inline constexpr std::size_t encodedLineMax = 76;

/// Length of an encoded word: RFC 2047 allows 75, but a line that holds one may have 76 with the header's
/// name.
inline constexpr std::size_t encodedWordMax = 64;

/// Bytes of text in an encoded word: the frame takes 12 characters, and 4 of base64 hold 3 bytes.
inline constexpr std::size_t encodedWordBytes = (encodedWordMax - 12) / 4 * 3;

/// Bytes of the name beside the sender's address: one encoded word. Some readers put a space between two.
inline constexpr std::size_t senderNameMaxBytes = encodedWordBytes;

/// Messages that the folder keeps; older ones are deleted. It is a stand-in for a mail server, not an
/// archive.
inline constexpr std::size_t folderMessagesMax = 1000;

/// Time for reaching the mail server, and for handing one message over: servers that check for spam while we
/// wait take up to half a minute (RFC 5321, 4.5.3.2 allows minutes, but nobody waits that long for a sign-in
/// code).
inline constexpr int smtpConnectMs = 10'000;
inline constexpr int smtpMessageMs = 45'000;

/// How long one sender has a message before another may take it: the time for handing it over, twice.
inline constexpr std::int64_t mailLeaseMs = 2 * smtpMessageMs;

/// Pauses between attempts, unless HEADROOM_MAIL_RETRY_SECONDS says otherwise: servers that delay strangers
/// on purpose want minutes, and one that is down for hours is not helped by being asked every minute.
inline constexpr std::int64_t mailRetryFirstMs = 10'000;
inline constexpr std::int64_t mailRetryLongestMs = 60 * 60'000;

/// Messages older than this are given up: an invitation that comes after days only confuses (RFC
/// 5321, 4.5.4.1 asks for four to five days of relays, not of those who write).
inline constexpr std::int64_t mailLifetimeMs = 2LL * 24 * 60 * 60'000;

} // namespace headroom::mail
