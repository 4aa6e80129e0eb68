#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace headroom::mail {

/// A picture that stands in the message itself: mail programs show it without asking, and nobody learns that
/// the mail was opened. The HTML part names it as `cid:<contentId>`.
struct InlinePicture {
    std::string contentId; ///< letters, digits, '-', '_' and '.' only; the sender's domain is added
    std::string mediaType; ///< image/jpeg or image/png
    std::string bytes;
};

/// One message to one person, in UTF-8. One recipient each: what happens to a mail is then one fact.
struct Message {
    std::string to;
    std::string subject;
    std::string text;
    std::string html;
    /// A UUID, the same when the same message is sent again, so that receivers can tell; empty: a new one
    /// each time.
    std::string id = {};
    std::vector<InlinePicture> pictures = {};
    /// Where a mail program's "unsubscribe" goes (RFC 2369; with https also RFC 8058's single click). Empty
    /// for messages that cannot be switched off.
    std::string unsubscribeUrl = {};
};

/// Sends messages. Blocking and possibly slow: called from the endpoint's mail queue, never from the thread
/// that answers a request (the time it takes would tell whether an address is known). Any thread.
class Mailer {
public:
    virtual ~Mailer() = default;

    /// InvalidInput when the message cannot be a mail (address, header injection, size): do not try again.
    virtual Result<void> send(const Message& message) = 0;
};

} // namespace headroom::mail
