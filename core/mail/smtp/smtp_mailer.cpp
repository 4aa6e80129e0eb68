#include "core/mail/smtp/smtp_mailer.h"

#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/mail/mail_limits.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace headroom::mail {

namespace {

struct EasyCleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListCleanup {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;
using List = std::unique_ptr<curl_slist, ListCleanup>;

void startCurlOnce() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// What is left of the message, and whether libcurl has taken all of it.
struct Body {
    std::string_view rest;
    bool taken = false;
};

std::size_t giveBody(char* buffer, std::size_t size, std::size_t count, void* context) {
    auto& body = *static_cast<Body*>(context);
    const std::size_t bytes = std::min(size * count, body.rest.size());
    std::memcpy(buffer, body.rest.data(), bytes);
    body.rest.remove_prefix(bytes);
    body.taken = body.rest.empty();
    return bytes;
}

bool isHost(std::string_view host) {
    if (host.empty() || host.size() > 253) return false;
    const bool address = host.front() == '[' && host.back() == ']';
    if (address) host = host.substr(1, host.size() - 2);
    return std::all_of(host.begin(), host.end(), [&](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letter || c == '.' || (address ? c == ':' : c == '-');
    });
}

bool isThisMachine(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

void setTransport(CURL* curl, const SmtpOptions& options) {
    const bool implicit = options.security == SmtpSecurity::ImplicitTls;
    const std::string url =
        std::string(implicit ? "smtps://" : "smtp://") + options.host + ":" + std::to_string(options.port);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // Never CURLUSESSL_TRY: it goes on in plain text when TLS is not offered.
    const bool plain = options.security == SmtpSecurity::LoopbackPlain;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, plain ? long(CURLUSESSL_NONE) : long(CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options.authorityFile.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.authorityFile.c_str());
    if (!options.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, options.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, options.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    const long timeoutMs = options.timeoutMs > 0 ? options.timeoutMs : smtpMessageMs;
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, std::min(timeoutMs, long(smtpConnectMs)));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeoutMs);
}

/// For an operator; the server's own text is left out, as it may repeat addresses.
std::string wordsFor(CURLcode done, long status) {
    const std::string code = status > 0 ? " (" + std::to_string(status) + ")" : std::string();
    switch (done) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "the mail server's name is not known";
    case CURLE_COULDNT_CONNECT:
        return "nobody answers at the mail server's address and port";
    case CURLE_OPERATION_TIMEDOUT:
        return "the mail server does not answer in time";
    case CURLE_LOGIN_DENIED:
        return "the mail server refuses the login" + code;
    case CURLE_USE_SSL_FAILED:
        return "the mail server offers no STARTTLS";
    case CURLE_SSL_CONNECT_ERROR:
        return "no encrypted connection to the mail server comes about";
    case CURLE_PEER_FAILED_VERIFICATION:
        return "the mail server's certificate is not trusted";
    default:
        return std::string(status >= 400 ? "the mail server refuses the message" : curl_easy_strerror(done)) +
               code;
    }
}

/// libcurl's own codes do not tell "never" from "later" (a refused recipient is 55 either way): the server's
/// answer does.
Result<void> outcome(CURL* curl, CURLcode done, const Body& body) {
    if (done == CURLE_OK) return {};
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const std::string detail = wordsFor(done, status);
    if (done == CURLE_LOGIN_DENIED) return fail(ErrorCode::Forbidden, detail);
    if (status >= 500) return fail(ErrorCode::InvalidInput, detail);
    constexpr long startOfData = 354;
    if (body.taken && status == startOfData) return fail(ErrorCode::UnknownOutcome, detail);
    if (done == CURLE_OPERATION_TIMEDOUT) return fail(ErrorCode::Timeout, detail);
    return fail(ErrorCode::Unavailable, detail);
}

} // namespace

Result<std::unique_ptr<SmtpMailer>> SmtpMailer::create(SmtpOptions options, const Clock& clock) {
    startCurlOnce();
    if (!isHost(options.host)) return fail(ErrorCode::InvalidInput, "the mail server's name is not one");
    if (options.port < 1 || options.port > 65535) return fail(ErrorCode::InvalidInput, "the port is not one");
    if (options.security == SmtpSecurity::LoopbackPlain && !isThisMachine(options.host))
        return fail(ErrorCode::InvalidInput, "mail without TLS goes to this machine only");
    TRY(checkSender(options.sender));
    return std::unique_ptr<SmtpMailer>(new SmtpMailer(std::move(options), clock));
}

Result<void> SmtpMailer::send(const Message& message) {
    // Checks both addresses, so that nothing can be smuggled into the commands below.
    const std::string id = message.id.empty() ? newUuid() : message.id;
    const std::string text = TRY(mimeText(message, options_.sender, clock_.now(), id));
    const std::string from = "<" + *normalisedEmail(options_.sender.address) + ">";
    const std::string to = "<" + *normalisedEmail(message.to) + ">";

    const Easy curl(curl_easy_init());
    const List recipients(curl_slist_append(nullptr, to.c_str()));
    if (!curl || !recipients) return fail(ErrorCode::Unavailable, "libcurl: out of memory");
    Body body{text};
    setTransport(curl.get(), options_);
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, giveBody);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &body);
    const CURLcode done = curl_easy_perform(curl.get());
    return outcome(curl.get(), done, body);
}

} // namespace headroom::mail
