#include "core/mail/web_address.h"

#include "core/mail/mail_limits.h"

namespace headroom::mail {

bool isWebAddress(std::string_view url) {
    if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
    for (const char c : url)
        if (c <= ' ' || c > '~' || c == '"' || c == '<' || c == '>') return false;
    return url.size() <= webAddressMax;
}

} // namespace headroom::mail
