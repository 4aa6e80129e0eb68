#include "app/sandbox/stripe/webhook_sender.h"

#include "app/sandbox/stripe/sandbox_limits.h"
#include "core/base/crypto.h"
#include "core/base/log.h"

namespace headroom::sandbox {

std::string stripeSignature(const std::string& secret, std::int64_t seconds, const std::string& body) {
    const std::string moment = std::to_string(seconds);
    return "t=" + moment + ",v1=" + toHex(hmacSha256(secret, moment + "." + body));
}

WebhookSender::WebhookSender(WebhookTarget target, const Clock& clock, http::Client& client, Source source)
    : target_(std::move(target))
    , clock_(clock)
    , client_(client)
    , source_(std::move(source)) {
    thread_ = std::thread([this] { run(); });
}

WebhookSender::~WebhookSender() {
    stop();
}

void WebhookSender::wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_one();
}

void WebhookSender::stop() {
    stop_.request_stop();
    wake();
    if (thread_.joinable()) thread_.join();
}

void WebhookSender::run() {
    while (!stop_.stop_requested()) {
        const Work work = source_.next();
        if (work.delivery) {
            const int status = post(*work.delivery);
            if (!stop_.stop_requested()) source_.report(work.delivery->eventId, status);
            continue;
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::milliseconds(work.waitMs), [this] { return woken_; });
        woken_ = false;
    }
}

int WebhookSender::post(const Delivery& delivery) {
    http::ClientRequest request;
    request.method = "POST";
    request.url = target_.url;
    request.body = delivery.body;
    request.headers = {
        {"Content-Type", "application/json; charset=utf-8"},
        {"User-Agent", "Stripe/1.0 (+headroom-sandbox)"},
        {"Stripe-Signature", stripeSignature(target_.secret, clock_.now().seconds(), delivery.body)}};
    request.times.totalMs = webhookTotalMs;
    request.cancel = stop_.get_token();
    const auto response = client_.send(request);
    if (!response) {
        log::info("sandbox.webhook", "no answer",
                  {{"event", delivery.eventId}, {"why", describe(response.error())}});
        return 0;
    }
    log::info("sandbox.webhook", "delivered", {{"event", delivery.eventId}, {"status", response->status}});
    return response->status;
}

} // namespace headroom::sandbox
