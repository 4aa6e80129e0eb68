#pragma once

#include "core/base/clock.h"
#include "core/http/client/client.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace headroom::sandbox {

/// `Stripe-Signature` for a body: `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body" with the whole secret>`.
std::string stripeSignature(const std::string& secret, std::int64_t seconds, const std::string& body);

struct WebhookTarget {
    std::string url; ///< empty: events are only stored
    std::string secret;
};

/// One thread that posts events to the receiver and does what falls due by the clock. What to send and when
/// comes from the sandbox; this knows how.
class WebhookSender {
public:
    struct Delivery {
        std::string eventId;
        std::string body;
    };
    struct Work {
        std::optional<Delivery> delivery;
        std::int64_t waitMs = 0; ///< without a delivery: how long there is nothing to do
    };
    struct Source {
        /// The next delivery that is due. Called on the sender's thread.
        std::function<Work()> next;
        /// What became of it. `status` 0: no answer.
        std::function<void(const std::string& eventId, int status)> report;
    };

    WebhookSender(WebhookTarget target, const Clock& clock, http::Client& client, Source source);
    ~WebhookSender();
    WebhookSender(const WebhookSender&) = delete;
    WebhookSender& operator=(const WebhookSender&) = delete;

    /// Something changed: look again. Any thread.
    void wake();
    /// Gives up a delivery that is under way; it is repeated after the next start.
    void stop();

private:
    void run();
    int post(const Delivery& delivery);

    const WebhookTarget target_;
    const Clock& clock_;
    http::Client& client_;
    const Source source_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    std::stop_source stop_;
    std::thread thread_;
};

} // namespace headroom::sandbox
