#include "app/endpoint/endpoint.h"

#include "app/endpoint/api/api.h"
#include "app/endpoint/data_copy_loop.h"
#include "app/endpoint/desk/service_places.h"
#include "app/endpoint/desk/watched_gateway.h"
#include "app/endpoint/desk/watched_mailer.h"
#include "app/endpoint/desk/watched_store.h"
#include "app/endpoint/endpoint_limits.h"
#include "app/endpoint/generator_chain.h"
#include "app/endpoint/housekeeping.h"
#include "app/endpoint/mail_pictures.h"
#include "app/endpoint/new_team.h"
#include "app/endpoint/notice_loop.h"
#include "app/endpoint/open_database.h"
#include "app/endpoint/render/render_program.h"
#include "app/endpoint/resources.h"
#include "app/endpoint/routes/routes.h"
#include "app/endpoint/upkeep.h"
#include "core/http/client/client.h"
#include "core/http/server/server.h"
#include "core/mail/unsubscribe.h"
#include "core/payments/orders.h"
#include "core/payments/stripe/stripe_gateway.h"
#include "core/sync/endpoint_state.h"
#include "core/sync/team_write.h"
#include "core/teams/users.h"

namespace headroom::endpoint {

/// In the order in which they are made; destroyed in the reverse one, so that nothing outlives what it uses.
struct Endpoint::Parts {
    EndpointConfig config;
    SystemClock clock;
    std::string secret;
    std::unique_ptr<database::Database> database;
    std::unique_ptr<services::ServiceJournal> journal;
    std::unique_ptr<storage::BlobStore> blobs;
    std::unique_ptr<GeneratorChain> generators;
    std::unique_ptr<photos::Uploads> uploads;
    std::unique_ptr<Previews> previews;
    std::unique_ptr<mail::Mailer> mailer;
    std::unique_ptr<MailQueue> mail;
    std::unique_ptr<NoticeLoop> notices;
    std::unique_ptr<DataCopyLoop> dataCopies;
    std::unique_ptr<teams::SignIn> signIn;
    std::unique_ptr<teams::LocalEntry> localEntry;
    std::unique_ptr<http::Client> client;
    std::unique_ptr<payments::PaymentGateway> gateway;
    std::unique_ptr<ServiceDesk> desk;
    PushHub push;
    Metrics metrics;
    std::unique_ptr<Services> services;
    std::unique_ptr<Upkeep> upkeep;
    std::unique_ptr<http::Server> server;
    std::string address;

    Result<void> openStores();
    Result<void> openMail();
    Result<void> openPayments();
    Result<void> openLocalTeam(const LocalOwner& owner);
    Result<void> serve();
};

namespace {

std::string baseUrl(const EndpointConfig& config) {
    return config.publicUrl.empty() ? "http://" + config.listen : config.publicUrl;
}

void bindAll(Api& api) {
    bindSignInRoutes(api);
    bindTeamRoutes(api);
    bindMemberRoutes(api);
    bindInvitationRoutes(api);
    bindFeedRoutes(api);
    bindCreditRoutes(api);
    bindPaymentRoutes(api);
    bindPhotoRoutes(api);
    bindUploadRoutes(api);
    bindGeneratorRoutes(api);
    bindHeadshotRoutes(api);
    bindStyleRoutes(api);
    bindMailRoutes(api);
    bindDataCopyRoutes(api);
    bindServiceRoutes(api);
    bindOperationRoutes(api);
}

} // namespace

Result<void> Endpoint::Parts::openStores() {
    database = TRY(openDatabase(config, clock));
    const auto state = TRY(database->write([&](database::Transaction& transaction) {
        return sync::ensureEndpointState(transaction, clock.now());
    }));
    journal = std::make_unique<services::ServiceJournal>(*database, clock);
    blobs = TRY(openWatchedStore(config, clock, *journal));
    generators = TRY(
        GeneratorChain::open(config, *database, clock, faces::usableModels(config.modelsFolder), *journal));
    auto folder = TRY(photos::UploadFolder::open(config.dataFolder / "uploads"));
    uploads = std::make_unique<photos::Uploads>(*database, *blobs, std::move(folder), clock);
    previews = TRY(Previews::open(config.dataFolder, *blobs, renderProgram()));
    secret = state.secret;
    TRY(openMail());
    signIn = std::make_unique<teams::SignIn>(
        *database, clock,
        teams::SignInOptions{.signUp = config.signUpOpen ? teams::SignUp::Open : teams::SignUp::Closed,
                             .secret = state.secret});
    return {};
}

Result<void> Endpoint::Parts::openMail() {
    mailer = std::make_unique<WatchedMailer>(
        TRY(openMailer(config.mail, config.dataFolder, clock)), *journal,
        services::Service{services::ServiceKind::Mail, std::string(nameOf(config.mail))});
    // A SQLite file is one process's: what a killed endpoint had in its hands is due now.
    if (config.database == "sqlite") TRY(mail::MailOutbox(*database).endAllLeases());
    MailQueue::Options options;
    options.retryFirstMs = config.mail.retryFirstMs;
    options.unsubscribeUrl = [this](const MemberId& member, mail::MailSwitch which) {
        return baseUrl(config) +
               "/api/mail/unsubscribe?token=" + mail::unsubscribeToken({member, which}, secret);
    };
    options.pictures = [this](const mail::HeadshotsReady& ready) {
        return mailPictures(*database, *previews, ready);
    };
    mail = std::make_unique<MailQueue>(*mailer, *database, clock, std::move(options));
    notices = std::make_unique<NoticeLoop>(*database, clock);
    dataCopies = TRY(DataCopyLoop::start({.database = *database,
                                          .blobs = *blobs,
                                          .clock = clock,
                                          .scratch = config.dataFolder / "data-copies"}));
    return {};
}

Result<void> Endpoint::Parts::openPayments() {
    client = TRY(http::Client::create({.userAgent = "headroom-endpoint/" HEADROOM_VERSION, .caFile = ""}));
    if (config.stripeKey.empty()) return {};
    const payments::Livemode livemode = TRY(payments::livemodeOfKey(config.stripeKey));
    TRY(database->read(
        [&](database::Session& session) { return payments::checkLivemode(session, livemode); }));
    auto stripe = TRY(payments::makeStripeGateway(
        {.secretKey = config.stripeKey,
         .apiBase = config.stripeApiBase,
         .successUrl = baseUrl(config) + "/api/checkout/done?session={CHECKOUT_SESSION_ID}",
         .cancelUrl = baseUrl(config) + "/api/checkout/cancelled"},
        *client, clock));
    gateway = std::make_unique<WatchedGateway>(std::move(stripe), *journal,
                                               services::Service{services::ServiceKind::Payments, "stripe"});
    return {};
}

/// The owner's team, made at the first start; at later ones it is there.
Result<void> Endpoint::Parts::openLocalTeam(const LocalOwner& owner) {
    const bool known = TRY(database->read(
        [&](database::Session& session) { return teams::isKnownAddress(session, owner.email); }));
    if (!known) TRY(makeTeam(*database, clock, owner.teamName, owner.email, owner.name));
    localEntry = std::make_unique<teams::LocalEntry>(*database, clock, owner.email);
    return {};
}

Result<void> Endpoint::Parts::serve() {
    desk = std::make_unique<ServiceDesk>(ServiceDesk::Parts{.config = config,
                                                            .clock = clock,
                                                            .database = *database,
                                                            .journal = *journal,
                                                            .blobs = *blobs,
                                                            .generators = *generators,
                                                            .mailer = *mailer,
                                                            .gateway = gateway.get()});
    services = std::make_unique<Services>(Services{.config = config,
                                                   .clock = clock,
                                                   .database = *database,
                                                   .blobs = *blobs,
                                                   .generators = *generators,
                                                   .uploads = *uploads,
                                                   .previews = *previews,
                                                   .mail = *mail,
                                                   .push = push,
                                                   .metrics = metrics,
                                                   .journal = *journal,
                                                   .desk = *desk,
                                                   .signIn = *signIn,
                                                   .localEntry = localEntry.get(),
                                                   .gateway = gateway.get(),
                                                   .publicUrl = baseUrl(config),
                                                   .secret = secret});
    Api api(*services, TRY(readOperations(embedded(resources::endpointFiles(), "openapi.json"))));
    bindAll(api);
    upkeep = TRY(Upkeep::start(*services));
    database->onWake([this](std::string_view channel, std::string_view payload) {
        if (channel == sync::teamWakeChannel) {
            push.wake(payload);
            notices->wake();
        }
        if (channel == photos::workWakeChannel) upkeep->wakeWorkers();
        if (channel == generatorWakeChannel) generators->bringNews(payload);
        if (channel == mail::MailOutbox::wakeChannel) mail->wake();
        if (channel == data_copy::DataCopies::wakeChannel) dataCopies->wake();
    });
    metrics.addGauge("headroom_push_streams", "Desktops that listen for changes.",
                     [this] { return static_cast<double>(push.subscribers()); });
    http::ServerOptions options;
    options.listen = config.listen;
    // Behind a proxy everybody comes from the proxy's address.
    if (config.behindTls || !config.trustedProxies.empty())
        options.limits.connectionsPerAddress = options.limits.connections;
    options.observer = [this](const http::RequestRecord& record) { metrics.record(record); };
    server = TRY(http::Server::create(std::move(options), TRY(api.router())));
    address = config.listen.starts_with("unix:")
                  ? config.listen
                  : "http://" + config.listen.substr(0, config.listen.rfind(':') + 1) +
                        std::to_string(server->port());
    return {};
}

Endpoint::Endpoint(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)) {}

Result<std::unique_ptr<Endpoint>> Endpoint::start(const EndpointConfig& config,
                                                  const std::optional<LocalOwner>& localOwner) {
    auto parts = std::make_unique<Parts>();
    parts->config = config;
    TRY(parts->openStores());
    TRY(parts->openPayments());
    if (localOwner) TRY(parts->openLocalTeam(*localOwner));
    TRY(parts->serve());
    return std::unique_ptr<Endpoint>(new Endpoint(std::move(parts)));
}

Endpoint::~Endpoint() {
    parts_->push.closeAll();
    parts_->server->shutdown(drainMs);
    // The database's listener refers to push, mail and upkeep, which are destroyed before it.
    parts_->database->onWake({});
    parts_->upkeep.reset();
}

const std::string& Endpoint::address() const {
    return parts_->address;
}

std::string Endpoint::localSecret() const {
    return parts_->localEntry ? parts_->localEntry->secret() : std::string();
}

} // namespace headroom::endpoint
