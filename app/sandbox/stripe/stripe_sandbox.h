#pragma once

#include "app/sandbox/stripe/ledger_objects.h"
#include "app/sandbox/stripe/stripe_payments.h"
#include "app/sandbox/stripe/webhook_sender.h"
#include "core/base/clock.h"
#include "core/http/server/router.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace headroom::sandbox {

struct SandboxOptions {
    std::string stateDirectory;
    WebhookTarget webhook;
};

/// Stripe as one local process: the API, the checkout page and the webhooks over one store. Made by the
/// program or a test; routes() go into a server, which then tells its URL. Every operation runs under one
/// lock and is in the journal before anyone hears of it.
class StripeSandbox {
public:
    static Result<std::unique_ptr<StripeSandbox>> create(SandboxOptions options, const Clock& clock);
    ~StripeSandbox();
    StripeSandbox(const StripeSandbox&) = delete;
    StripeSandbox& operator=(const StripeSandbox&) = delete;

    /// Adds everything under /v1, /c/pay and /. The sandbox must outlive the server.
    void addRoutes(http::Router& router);

    /// Where the server listens (`http://127.0.0.1:4242`); then webhooks and expiry begin.
    void start(std::string baseUrl);
    /// Ends webhooks; the server must have been shut down before.
    void stop();

    /// Runs an operation under the lock and commits what it changed. Failing to is an Internal error.
    Result<void> operate(const RequestInfo& request, const std::function<void(Desk&)>& operation);

    /// Inside an operation only.
    const std::string& baseUrl() const { return baseUrl_; }

private:
    StripeSandbox(SandboxOptions options, const Clock& clock)
        : options_(std::move(options))
        , clock_(clock) {}

    WebhookSender::Work nextWork();
    void report(const std::string& eventId, int status);

    const SandboxOptions options_;
    const Clock& clock_;
    std::string baseUrl_;
    std::mutex mutex_;
    std::unique_ptr<StripeStore> store_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<WebhookSender> sender_;
    /// Events that were not delivered yet, so that looking for the next one need not walk through all.
    std::vector<std::string> pending_;
    std::size_t seenEvents_ = 0;
};

} // namespace headroom::sandbox
