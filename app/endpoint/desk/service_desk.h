#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "app/endpoint/generator_chain.h"
#include "core/base/clock.h"
#include "core/mail/mailer.h"
#include "core/mail/messages.h"
#include "core/payments/payment_gateway.h"
#include "core/services/service_journal.h"
#include "core/storage/blob_store.h"

#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace headroom::endpoint {

/// What owners see of the services that the operator chose, and the test that they can ask for. Everything
/// blocks; any thread.
class ServiceDesk {
public:
    /// All of them outlive the desk.
    struct Parts {
        const EndpointConfig& config;
        const Clock& clock;
        database::Database& database;
        services::ServiceJournal& journal;
        storage::BlobStore& blobs;
        GeneratorChain& generators;
        mail::Mailer& mailer;
        payments::PaymentGateway* gateway = nullptr; ///< null: nothing can be bought
    };

    explicit ServiceDesk(Parts parts)
        : parts_(parts) {}

    struct Listed {
        services::Service service;
        std::string place;
        std::string mode;         ///< of payments: "test" or "live"
        std::int64_t waiting = 0; ///< mails
        services::Health health;
    };
    /// Generators in the operator's order, then storage, mail, payments.
    Result<std::vector<Listed>> list();

    struct Trial {
        bool works = false;
        std::string words; ///< for people: what was done, or what is wrong
        std::int64_t tookMs = 0;
    };
    /// One real round trip, which may take half a minute. A mail goes to `asker`. NotFound when there is no
    /// such service, RateLimited while another test runs and after trialsMost of them.
    Result<Trial> test(const services::Service& service, const mail::Envelope& asker);

private:
    Result<void> admit();
    Result<std::string> tryOut(const services::Service& service, const mail::Envelope& asker);
    Result<std::string> tryGenerator(const std::string& name);
    Result<std::string> tryStudio();
    Result<std::string> tryStorage();
    Result<std::string> tryMail(const mail::Envelope& asker);
    Result<std::string> tryPayments();

    const Parts parts_;
    std::mutex busy_; ///< held while a test runs
    std::deque<Timestamp> trials_;
};

} // namespace headroom::endpoint
