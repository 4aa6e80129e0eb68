#include "app/endpoint/desk/service_desk.h"

#include "app/endpoint/desk/service_places.h"
#include "app/endpoint/endpoint_limits.h"
#include "core/mail/mail_outbox.h"

namespace headroom::endpoint {

namespace {

using services::Service;
using services::ServiceKind;

} // namespace

Result<std::vector<ServiceDesk::Listed>> ServiceDesk::list() {
    const EndpointConfig& config = parts_.config;
    const auto mailsWaiting = TRY(parts_.database.read(mail::MailOutbox::waiting));
    std::vector<Listed> all;
    for (const std::string& name : parts_.generators.names())
        all.push_back({.service = {ServiceKind::Generator, name},
                       .place = placeOfGenerator(name, config.generators),
                       .mode = {},
                       .waiting = 0,
                       .health = {}});
    all.push_back({.service = {ServiceKind::Storage, std::string(nameOf(config.storage.kind))},
                   .place = placeOfStorage(config.storage),
                   .mode = {},
                   .waiting = 0,
                   .health = {}});
    all.push_back({.service = {ServiceKind::Mail, std::string(nameOf(config.mail))},
                   .place = placeOfMail(config.mail),
                   .mode = {},
                   .waiting = mailsWaiting,
                   .health = {}});
    const bool live = parts_.gateway && parts_.gateway->livemode() == payments::Livemode::Live;
    all.push_back({.service = {ServiceKind::Payments, parts_.gateway ? "stripe" : "none"},
                   .place = placeOfPayments(config),
                   .mode = !parts_.gateway ? ""
                           : live          ? "live"
                                           : "test",
                   .waiting = 0,
                   .health = {}});
    for (Listed& listed : all)
        listed.health = TRY(parts_.journal.healthOf(listed.service));
    return all;
}

Result<void> ServiceDesk::admit() {
    const Timestamp now = parts_.clock.now();
    while (!trials_.empty() && now.ms - trials_.front().ms > trialsWindowMs)
        trials_.pop_front();
    if (trials_.size() >= trialsMost)
        return fail(ErrorCode::RateLimited, "services were tested often just now: wait some minutes");
    trials_.push_back(now);
    return {};
}

Result<ServiceDesk::Trial> ServiceDesk::test(const Service& service, const mail::Envelope& asker) {
    bool known = false;
    for (const Listed& listed : TRY(list()))
        known = known || (listed.service == service && service.name != "none");
    if (!known) return fail(ErrorCode::NotFound, "the endpoint has no such service");
    const std::unique_lock lock(busy_, std::try_to_lock);
    if (!lock) return fail(ErrorCode::RateLimited, "another test is under way: wait until it has ended");
    TRY(admit());
    const Timestamp begun = parts_.clock.now();
    const auto tried = tryOut(service, asker);
    Trial trial;
    trial.works = tried.has_value();
    trial.words = tried ? *tried : services::wordsOf(tried.error());
    trial.tookMs = std::max<std::int64_t>(0, parts_.clock.now().ms - begun.ms);
    return trial;
}

} // namespace headroom::endpoint
