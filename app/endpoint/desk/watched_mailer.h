#pragma once

#include "core/mail/mailer.h"
#include "core/services/service_journal.h"

#include <memory>

namespace headroom::endpoint {

/// A mailer whose mishaps are written down, also refusals of single messages: a server that takes nothing
/// from us says so message by message. The journal must live longer.
class WatchedMailer final : public mail::Mailer {
public:
    WatchedMailer(std::unique_ptr<mail::Mailer> mailer, services::ServiceJournal& journal,
                  services::Service service)
        : mailer_(std::move(mailer))
        , journal_(journal)
        , service_(std::move(service)) {}

    Result<void> send(const mail::Message& message) override {
        auto sent = mailer_->send(message);
        if (sent)
            journal_.worked(service_);
        else
            journal_.failed(service_, sent.error());
        return sent;
    }

private:
    std::unique_ptr<mail::Mailer> mailer_;
    services::ServiceJournal& journal_;
    const services::Service service_;
};

} // namespace headroom::endpoint
