#include "core/http/client/client.h"

#include "core/http/client/transfer.h"

#include <csignal>
#include <ctime>
#include <mutex>
#include <vector>

namespace headroom::http {

namespace {

/// OpenSSL writes to sockets without MSG_NOSIGNAL, so a peer that left would end the process. Per thread and
/// call, as a library has no business with the process's handlers.
class SigpipeBlocked {
public:
    SigpipeBlocked() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        sigset_t pending;
        sigpending(&pending);
        wasPending_ = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~SigpipeBlocked() {
        const timespec now{0, 0};
        if (!wasPending_) sigtimedwait(&pipe_, nullptr, &now);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    SigpipeBlocked(const SigpipeBlocked&) = delete;
    SigpipeBlocked& operator=(const SigpipeBlocked&) = delete;

private:
    sigset_t pipe_{};
    sigset_t before_{};
    bool wasPending_ = false;
};

/// Everything that could end a line and begin another request.
Result<void> checkSendable(const ClientRequest& request) {
    if (!isToken(request.method)) return fail(ErrorCode::InvalidInput, "method is no token");
    if (!request.url.starts_with("http://") && !request.url.starts_with("https://"))
        return fail(ErrorCode::InvalidInput, "URL is neither http nor https");
    for (const char c : request.url)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f)
            return fail(ErrorCode::InvalidInput, "URL contains a blank or control character");
    for (const Headers::Field& field : request.headers)
        if (!isToken(field.name) || !isFieldValue(field.value))
            return fail(ErrorCode::InvalidInput, "header field cannot be sent");
    const bool reading = request.method == "GET" || request.method == "HEAD";
    if (request.redirects == Redirects::Followed && !reading)
        return fail(ErrorCode::InvalidInput, "only GET and HEAD follow redirects");
    return {};
}

} // namespace

struct Client::Impl {
    ClientOptions options;
    std::mutex mutex;
    std::vector<CURL*> idle;

    ~Impl() {
        for (CURL* const handle : idle)
            curl_easy_cleanup(handle);
    }

    /// A handle brings its open connections along.
    CURL* take() {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                CURL* const handle = idle.back();
                idle.pop_back();
                return handle;
            }
        }
        return curl_easy_init();
    }

    void giveBack(CURL* handle) {
        curl_easy_reset(handle);
        {
            const std::lock_guard lock(mutex);
            if (idle.size() < clientIdleHandles) {
                idle.push_back(handle);
                return;
            }
        }
        curl_easy_cleanup(handle);
    }
};

Result<std::unique_ptr<Client>> Client::create(ClientOptions options) {
    // Process-wide by libcurl's design, and safe once: it is never undone.
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) return fail(ErrorCode::Internal, "libcurl cannot start");
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    return std::unique_ptr<Client>(new Client(std::move(impl)));
}

Client::Client(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
Client::~Client() = default;

Result<ClientResponse> Client::send(const ClientRequest& request) {
    TRY(checkSendable(request));
    if (request.cancel.stop_requested()) return fail(ErrorCode::Cancelled, "cancelled before it was sent");
    const SigpipeBlocked quiet;
    CURL* const handle = impl_->take();
    if (!handle) return fail(ErrorCode::Internal, "libcurl gives no handle");
    auto response = Transfer(handle, request, impl_->options).run();
    impl_->giveBack(handle);
    return response;
}

} // namespace headroom::http
