#include "app/endpoint/generator_chain.h"

#include "app/endpoint/render/render_program.h"
#include "core/base/log.h"
#include "core/generators/hosted/https_url.h"
#include "core/generators/replicate/ready_mappings.h"
#include "core/studio/styles.h"

namespace headroom::endpoint {

namespace replicate = generators::replicate;
namespace hosted = generators::hosted;

namespace {

/// Where Replicate can tell us something: over https from outside, or on this machine from a sandbox.
std::string webhookUrl(const std::string& publicUrl, const hosted::UrlParts& api) {
    if (publicUrl.empty()) return {};
    const auto parts = hosted::parseUrl(publicUrl);
    if (!parts) return {};
    const bool reachable =
        parts->scheme == "https" || (hosted::isLoopbackHost(parts->host) && hosted::isLoopbackHost(api.host));
    return reachable ? publicUrl + "/api/replicate/webhook" : std::string();
}

} // namespace

GeneratorChain::GeneratorChain(const EndpointConfig& config, database::Database& database, const Clock& clock,
                               const faces::InstalledModels& models, services::ServiceJournal& journal)
    : config_(config.generators)
    , models_(models)
    , clock_(clock)
    , journal_(journal)
    , spending_(database, clock,
                {.currency = config.generators.currency, .dayLimitMicros = config.generators.dayLimitMicros})
    , preparer_(renderProgram({.runtime = models.runtime, .matte = {}, .likeness = {}}))
    , studio_(
          std::make_unique<generators::StudioGenerator>(renderProgram(models), [](std::string_view style) {
              return studio::findStyle(style) != nullptr;
          })) {}

GeneratorChain::~GeneratorChain() = default;

Result<std::unique_ptr<GeneratorChain>> GeneratorChain::open(const EndpointConfig& config,
                                                             database::Database& database, const Clock& clock,
                                                             const faces::InstalledModels& models,
                                                             services::ServiceJournal& journal) {
    std::unique_ptr<GeneratorChain> chain(new GeneratorChain(config, database, clock, models, journal));
    chain->client_ =
        TRY(http::Client::create({.userAgent = "headroom-endpoint/" HEADROOM_VERSION, .caFile = ""}));
    if (chain->config_.has("replicate")) TRY(chain->openReplicate(config));
    if (chain->config_.has("stability"))
        chain->stability_ = TRY(openStability(chain->config_.stability, chain->config_.currency,
                                              *chain->client_, chain->preparer_, clock));
    if (chain->config_.has("custom"))
        chain->custom_ = TRY(openCustom(chain->config_.custom, chain->config_.currency, config.publicUrl,
                                        *chain->client_, chain->preparer_));
    const std::map<std::string, generators::Generator*> opened{{"studio", chain->studio_.get()},
                                                               {"replicate", chain->replicate_.get()},
                                                               {"stability", chain->stability_.get()},
                                                               {"custom", chain->custom_.get()}};
    for (const std::string& name : chain->config_.chain) {
        chain->watched_.push_back(std::make_unique<WatchedGenerator>(*opened.at(name), journal));
        chain->all_.push_back(chain->watched_.back().get());
    }
    return chain;
}

Result<void> GeneratorChain::openReplicate(const EndpointConfig& config) {
    const ReplicateConfig& own = config_.replicate;
    auto mapping =
        own.mapping.empty() ? replicate::readyMapping(own.model) : replicate::readMapping(own.mapping);
    if (!mapping)
        return fail(
            ErrorCode::InvalidInput,
            std::string(own.mapping.empty() ? "HEADROOM_REPLICATE_MODEL: " : "HEADROOM_REPLICATE_MAPPING: ") +
                mapping.error().detail);
    if (mapping->price().expectedMicros() > 0 && mapping->price().currency != config_.currency)
        return fail(ErrorCode::InvalidInput, "mapping " + mapping->name() + " has its price in " +
                                                 mapping->price().currency +
                                                 ", but HEADROOM_SPENDING_CURRENCY is " + config_.currency);
    auto client =
        TRY(replicate::ReplicateClient::create({.token = own.token, .apiBase = own.api}, *client_, clock_));
    const auto api = TRY(hosted::parseServiceUrl(own.api));
    replicate::GeneratorOptions options;
    options.photos = own.smallPhotosInside ? replicate::PhotoRoute::DataUri : replicate::PhotoRoute::Files;
    options.waitSeconds = own.waitSeconds;
    options.outputs.loopback = hosted::isLoopbackHost(api.host);
    options.webhook = webhookUrl(config.publicUrl, api);
    replicateClient_ = std::make_unique<replicate::ReplicateClient>(client);
    replicate_ = std::make_unique<replicate::ReplicateGenerator>(std::move(client), *std::move(mapping),
                                                                 preparer_, *client_, std::move(options));
    return {};
}

generators::choice::Names GeneratorChain::names() const {
    generators::choice::Names names;
    for (const generators::Generator* generator : all_)
        names.emplace_back(generator->name());
    return names;
}

Result<generators::Generator*> GeneratorChain::find(std::string_view name) const {
    for (generators::Generator* generator : all_)
        if (generator->name() == name) return generator;
    return fail(ErrorCode::NotFound, "no such generator");
}

Result<std::string> GeneratorChain::ask(std::string_view generator) {
    if (replicate_ && generator == replicate_->name()) {
        TRY(replicate_->check());
        return std::string("Replicate answers, takes the token and has the model.");
    }
    if (stability_ && generator == stability_->name()) {
        const double credits = TRY(stability_->balance());
        return "Stability AI answers and takes the key. Credits left there: " +
               std::to_string(static_cast<std::int64_t>(credits)) + ".";
    }
    if (custom_ && generator == custom_->name()) {
        TRY(custom_->check());
        return std::string("The model answers and is ready.");
    }
    return fail(ErrorCode::NotFound, "no such service");
}

Result<std::string> GeneratorChain::check(std::string_view generator) {
    const services::Service service{services::ServiceKind::Generator, std::string(generator)};
    auto answer = ask(generator);
    if (answer) {
        journal_.worked(service);
        return answer;
    }
    log::error("generators.check", "a generator cannot be used",
               {{"generator", generator}, {"why", describe(answer.error())}});
    journal_.failed(service, answer.error());
    return answer;
}

void GeneratorChain::check() {
    if (replicate_) (void)check(replicate_->name());
    if (stability_) (void)check(stability_->name());
    if (custom_) (void)check(custom_->name());
}

void GeneratorChain::bringNews(std::string_view payload) {
    const std::size_t blank = payload.find(' ');
    if (blank == std::string_view::npos) return;
    const std::string_view generator = payload.substr(0, blank), id = payload.substr(blank + 1);
    if (replicate_ && generator == replicate_->name()) replicate_->bringNews(id);
    if (custom_ && generator == custom_->name()) custom_->bringNews(id);
}

Result<std::vector<std::string>> GeneratorChain::customSecrets() const {
    if (!custom_) return fail(ErrorCode::Unavailable, "custom is not among this endpoint's generators");
    return config_.custom.callbackSecrets;
}

Result<std::vector<std::string>> GeneratorChain::replicateSecrets() {
    if (!replicate_) return fail(ErrorCode::Unavailable, "replicate is not among this endpoint's generators");
    if (!config_.replicate.webhookSecrets.empty()) return config_.replicate.webhookSecrets;
    {
        const std::lock_guard lock(mutex_);
        if (!replicateSecrets_.empty()) return replicateSecrets_;
    }
    const auto secret = replicateClient_->webhookSecret();
    if (!secret) return fail(ErrorCode::Unavailable, "replicate does not say what it signs with");
    const std::lock_guard lock(mutex_);
    replicateSecrets_ = {*secret};
    return replicateSecrets_;
}

} // namespace headroom::endpoint
