#include "app/sandbox/stripe/stripe_sandbox.h"

#include "app/sandbox/stripe/checkout_routes.h"
#include "app/sandbox/stripe/sandbox_limits.h"
#include "app/sandbox/stripe/stripe_api.h"
#include "app/sandbox/stripe/stripe_refunds.h"
#include "app/sandbox/stripe/stripe_sessions.h"
#include "core/base/log.h"

#include <algorithm>

namespace headroom::sandbox {

namespace {

/// Nothing is ever due later than this, so that a clock that was set does not matter for long.
constexpr std::int64_t longestWaitMs = 1'000;

std::int64_t delayAfter(std::int64_t attempts) {
    std::int64_t delay = webhookBaseDelayMs;
    for (std::int64_t i = 1; i < attempts && delay < webhookLongestDelayMs; ++i)
        delay *= 2;
    return std::min(delay, webhookLongestDelayMs);
}

} // namespace

Result<std::unique_ptr<StripeSandbox>> StripeSandbox::create(SandboxOptions options, const Clock& clock) {
    std::unique_ptr<StripeSandbox> sandbox(new StripeSandbox(std::move(options), clock));
    sandbox->store_ = TRY(StripeStore::open(sandbox->options_.stateDirectory, clock));
    sandbox->client_ = TRY(http::Client::create({}));
    return sandbox;
}

StripeSandbox::~StripeSandbox() {
    stop();
}

void StripeSandbox::addRoutes(http::Router& router) {
    addStripeApi(router, *this, clock_);
    addCheckoutPages(router, *this);
}

void StripeSandbox::start(std::string baseUrl) {
    WebhookSender::Source source;
    source.next = [this] { return nextWork(); };
    source.report = [this](const std::string& eventId, int status) { report(eventId, status); };
    // The server may be answering already.
    const std::lock_guard lock(mutex_);
    baseUrl_ = std::move(baseUrl);
    sender_ = std::make_unique<WebhookSender>(options_.webhook, clock_, *client_, std::move(source));
}

void StripeSandbox::stop() {
    sender_.reset();
}

Result<void> StripeSandbox::operate(const RequestInfo& request, const std::function<void(Desk&)>& operation) {
    Result<void> committed;
    WebhookSender* told = nullptr;
    {
        const std::lock_guard lock(mutex_);
        Desk desk{*store_, clock_, request, !options_.webhook.url.empty()};
        const std::size_t before = store_->ids("event").size();
        expireDueSessions(desk);
        operation(desk);
        committed = store_->commit();
        if (store_->ids("event").size() != before) told = sender_.get();
    }
    if (!committed)
        log::error("sandbox.stripe", "cannot keep the state", {{"why", describe(committed.error())}});
    if (told) told->wake();
    return committed;
}

WebhookSender::Work StripeSandbox::nextWork() {
    const std::lock_guard lock(mutex_);
    Desk desk{*store_, clock_, {}, !options_.webhook.url.empty()};
    expireDueSessions(desk);
    settleDueRefunds(desk);
    if (const auto kept = store_->commit(); !kept) return {std::nullopt, longestWaitMs};
    if (!desk.delivers) return {std::nullopt, longestWaitMs};

    const auto& events = store_->ids("event");
    for (; seenEvents_ < events.size(); ++seenEvents_)
        if ((*store_->find("event", events[seenEvents_]))["pending_webhooks"] != 0)
            pending_.push_back(events[seenEvents_]);
    const std::int64_t now = clock_.now().ms;
    for (const std::string& id : pending_) {
        const Json& event = *store_->find("event", id);
        if (event.value("_next_at", now) > now) continue;
        return {WebhookSender::Delivery{id, rendered(event, baseUrl_).dump(2)}, 0};
    }
    return {std::nullopt, pending_.empty() ? longestWaitMs : std::min<std::int64_t>(longestWaitMs, 100)};
}

void StripeSandbox::report(const std::string& eventId, int status) {
    const std::lock_guard lock(mutex_);
    Json event = *store_->find("event", eventId);
    const auto attempts = event["_attempts"].get<std::int64_t>() + 1;
    event["_attempts"] = attempts;
    event["_last_status"] = status;
    const bool delivered = status >= 200 && status < 300;
    if (delivered)
        event["pending_webhooks"] = 0;
    else
        event["_next_at"] = clock_.now().ms + delayAfter(attempts);
    // Given up until the next start; the event stays listed as undelivered.
    if (delivered || attempts % webhookAttempts == 0) std::erase(pending_, eventId);
    store_->put(std::move(event));
    if (const auto kept = store_->commit(); !kept)
        log::error("sandbox.stripe", "cannot keep the state", {{"why", describe(kept.error())}});
}

} // namespace headroom::sandbox
