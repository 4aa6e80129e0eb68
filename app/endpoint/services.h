#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "app/endpoint/desk/service_desk.h"
#include "app/endpoint/feed/push_hub.h"
#include "app/endpoint/generator_chain.h"
#include "app/endpoint/mail_queue.h"
#include "app/endpoint/metrics.h"
#include "app/endpoint/previews/previews.h"
#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/payments/payment_gateway.h"
#include "core/photos/photo_library.h"
#include "core/photos/uploads.h"
#include "core/storage/blob_store.h"
#include "core/teams/sign_in.h"

#include <string>

namespace headroom::endpoint {

/// Everything that routes use, made and owned by Endpoint (endpoint.cpp), alive for as long as the server
/// runs. Each part is safe on any thread.
struct Services {
    const EndpointConfig& config;
    const Clock& clock;
    database::Database& database;
    storage::BlobStore& blobs;
    GeneratorChain& generators;
    photos::Uploads& uploads;
    Previews& previews;
    MailQueue& mail;
    PushHub& push;
    Metrics& metrics;
    services::ServiceJournal& journal;
    ServiceDesk& desk;
    teams::SignIn& signIn;
    /// Set when a desktop started this endpoint for its own user.
    teams::LocalEntry* localEntry = nullptr;
    /// Null when no Stripe key is set: buying answers with Unavailable and says so.
    payments::PaymentGateway* gateway = nullptr;
    /// How the world reaches this endpoint, without a slash at the end.
    std::string publicUrl;
    /// Signs links in mails; never leaves the endpoint.
    std::string secret;
};

} // namespace headroom::endpoint
