#include "app/desktop/adapters/services_adapter.h"

#include "app/desktop/adapters/values.h"
#include "ui/words/words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::settings::PaymentMode;
using ui::settings::Service;
using ui::settings::ServiceError;
using ui::settings::ServiceKind;
using ui::settings::ServiceTest;

constexpr std::size_t servicesMost = 32; ///< a list beyond this is not ours
constexpr std::size_t errorsMost = 50;
/// A test may render a headshot or wait for a server that does not answer: a minute at the endpoint.
constexpr int testTimeoutMs = 90'000;

bool isUnderWay(const ServiceTest& test) {
    return test.state == ServiceTest::State::Waiting || test.state == ServiceTest::State::Running;
}

std::optional<ServiceKind> kindNamed(const std::string& name) {
    if (name == "generator") return ServiceKind::Generator;
    if (name == "storage") return ServiceKind::Storage;
    if (name == "mail") return ServiceKind::Mail;
    if (name == "payments") return ServiceKind::Payments;
    return std::nullopt; // of a later endpoint
}

std::string nameOf(ServiceKind kind) {
    switch (kind) {
    case ServiceKind::Generator:
        return "generator";
    case ServiceKind::Storage:
        return "storage";
    case ServiceKind::Mail:
        return "mail";
    case ServiceKind::Payments:
        return "payments";
    }
    __builtin_unreachable();
}

PaymentMode modeOf(const std::string& mode) {
    if (mode == "test") return PaymentMode::Test;
    return mode == "live" ? PaymentMode::Live : PaymentMode::None;
}

ServiceError errorFrom(const json& entry) {
    return {shown(Timestamp{entry.at("at").get<std::int64_t>()}), shown(entry.at("words").get<std::string>()),
            entry.value("times", 1)};
}

Service serviceFrom(ServiceKind kind, const json& entry) {
    Service service;
    service.kind = kind;
    service.name = shown(entry.at("name").get<std::string>());
    service.key = shown(nameOf(kind)) + QLatin1Char('/') + service.name;
    service.place = shown(entry.at("place").get<std::string>());
    service.mode = modeOf(entry.at("mode").get<std::string>());
    service.waiting = entry.at("waiting").get<int>();
    if (!entry.at("problem").is_null()) service.problem = errorFrom(entry.at("problem"));
    for (const json& error : entry.at("errors")) {
        if (service.errors.size() == errorsMost) break;
        service.errors.push_back(errorFrom(error));
    }
    return service;
}

ServiceTest testFrom(const json& answer) {
    const bool works = answer.at("outcome").get<std::string>() == "works";
    return {works ? ServiceTest::State::Works : ServiceTest::State::Fails,
            shown(answer.at("words").get<std::string>()), answer.at("took_ms").get<qint64>()};
}

} // namespace

ServicesAdapter::ServicesAdapter(client::Client& client, client::TeamSession& session, QObject* parent)
    : ServicesSource(parent)
    , client_(client)
    , answer_(client, session, QStringLiteral("services"), [this](const json& answer) { take(answer); }) {
    connect(&answer_, &TeamAnswer::changed, this, &ServicesAdapter::changed);
}

std::vector<Service> ServicesAdapter::services() const {
    std::vector<Service> services = services_;
    for (Service& service : services)
        if (const auto test = tests_.find(service.key); test != tests_.end()) service.test = test->second;
    return services;
}

QString ServicesAdapter::problem() const {
    return answer_.problem();
}

void ServicesAdapter::take(const json& answer) {
    std::vector<Service> services;
    for (const json& entry : answer.at("services")) {
        if (services.size() == servicesMost) break;
        if (const auto kind = kindNamed(entry.at("kind").get<std::string>()))
            services.push_back(serviceFrom(*kind, entry));
    }
    services_ = std::move(services);
}

void ServicesAdapter::refresh() {
    std::erase_if(tests_, [](const auto& one) { return !isUnderWay(one.second); });
    Q_EMIT changed();
    if (isOffered()) answer_.refresh();
}

void ServicesAdapter::test(const QString& key) {
    if (!std::ranges::count(services_, key, &Service::key) || isUnderWay(tests_[key])) return;
    tests_[key] = {ServiceTest::State::Waiting, {}, 0};
    queue_ << key;
    askNext();
    Q_EMIT changed();
}

void ServicesAdapter::askNext() {
    while (!asking_ && !queue_.isEmpty()) {
        const QString key = queue_.takeFirst();
        const auto service = std::ranges::find(services_, key, &Service::key);
        if (service == services_.end())
            tests_.erase(key); // the operator took it away meanwhile
        else
            ask(*service);
    }
}

void ServicesAdapter::ask(const Service& service) {
    asking_ = true;
    tests_[service.key] = {ServiceTest::State::Running, {}, 0};
    const json body{{"kind", nameOf(service.kind)}, {"name", service.name.toStdString()}};
    client_.call({"POST",
                  answer_.path(QStringLiteral("/test")),
                  QByteArray::fromStdString(body.dump()),
                  {},
                  testTimeoutMs},
                 this, [this, key = service.key](const Result<json>& answer) { takeOutcome(key, answer); });
}

void ServicesAdapter::takeOutcome(const QString& key, const Result<json>& answer) {
    asking_ = false;
    try {
        tests_[key] = answer ? testFrom(*answer)
                             : ServiceTest{ServiceTest::State::NotAsked, ui::sentence(answer.error()), 0};
    } catch (const json::exception&) {
        tests_[key] = {ServiceTest::State::NotAsked, ui::sentence(ErrorCode::Corrupt), 0};
    }
    askNext();
    Q_EMIT changed();
    answer_.refresh(); // it may have found a problem, or that there is none any more
}

} // namespace headroom::desktop
