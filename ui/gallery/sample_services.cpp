#include "ui/gallery/sample_services.h"

#include <algorithm>

namespace headroom::ui::gallery {

using namespace settings;

namespace {

constexpr qint64 unit = 1'000'000;
constexpr int days = 31;

Service makeService(ServiceKind kind, const char* name, const QString& place) {
    Service service;
    service.key = QString::number(int(kind)) + QLatin1Char('/') + QLatin1String(name);
    service.kind = kind;
    service.name = QLatin1String(name);
    service.place = place;
    return service;
}

std::vector<Service> sampleServices() {
    const QDateTime now = QDateTime::currentDateTime();
    std::vector<Service> services{
        makeService(ServiceKind::Generator, "replicate", QStringLiteral("api.replicate.com")),
        makeService(ServiceKind::Generator, "studio", QStringLiteral("this computer")),
        makeService(ServiceKind::Storage, "s3",
                    QStringLiteral("bucket headshots at s3.eu-central-1.amazonaws.com")),
        makeService(ServiceKind::Mail, "smtp", QStringLiteral("mail.northwind.design:587")),
        makeService(ServiceKind::Payments, "stripe", QStringLiteral("api.stripe.com"))};
    const QString refused = QStringLiteral("The server refused the password (535 5.7.8).");
    services[0].errors = {
        {now.addDays(-2), QStringLiteral("Replicate had no machine free within 60 s."), 2},
        {now.addDays(-6), QStringLiteral("No answer from api.replicate.com within 30 s."), 1}};
    services[3].problem = ServiceError{now.addSecs(-2400), refused, 1};
    services[3].waiting = 3;
    services[3].errors = {{now.addSecs(-2400), refused, 4},
                          {now.addDays(-3), QStringLiteral("mail.northwind.design did not answer."), 1}};
    services[4].mode = PaymentMode::Test;
    return services;
}

std::vector<StyleName> sampleStyles() {
    return {{QStringLiteral("studio-grey"), QStringLiteral("Studio grey")},
            {QStringLiteral("clean-white"), QStringLiteral("Clean white")},
            {QStringLiteral("charcoal"), QStringLiteral("Charcoal")},
            {QStringLiteral("brand-blue"), QStringLiteral("Brand blue")},
            {QStringLiteral("city-office"), QStringLiteral("City office")},
            {QStringLiteral("garden"), QStringLiteral("Garden")},
            {QStringLiteral("warm-loft"), QStringLiteral("Warm loft")}};
}

Generators sampleGenerators() {
    Generators all;
    all.available = {{QStringLiteral("replicate"),
                      QStringLiteral("api.replicate.com"),
                      true,
                      40'000,
                      QStringLiteral("USD"),
                      {}},
                     {QStringLiteral("stability"),
                      QStringLiteral("api.stability.ai"),
                      true,
                      65'000,
                      QStringLiteral("USD"),
                      {}},
                     {QStringLiteral("studio"), {}, false, 0, QStringLiteral("USD"), {}}};
    all.choice.styles[QStringLiteral("charcoal")] = {QStringLiteral("studio")};
    all.choice.consents = {QStringLiteral("replicate")};
    all.styles = sampleStyles();
    all.spending.currency = QStringLiteral("USD");
    all.spending.operatorDayLimitMicros = 20 * unit;
    const QDate today = QDateTime::currentDateTimeUtc().date();
    for (int i = days - 1; i >= 0; --i) {
        const QDate day = today.addDays(-i);
        // Quiet weekends, busy weeks, the same in every run of a day.
        const qint64 micros = day.dayOfWeek() > 5 ? 0 : (day.dayOfYear() * 7919 % 97) * 120'000;
        all.spending.days.push_back({day, i == 0 ? 3'240'000 : micros});
    }
    all.spending.todayMicros = 3'240'000;
    return all;
}

MailSettings sampleMail() {
    return {{{QStringLiteral("headshots_ready"), true},
             {QStringLiteral("credits_received"), true},
             {QStringLiteral("low_credits"), false}},
            {{QStringLiteral("en"), QStringLiteral("English")},
             {QStringLiteral("de"), QStringLiteral("Deutsch")}},
            QStringLiteral("en")};
}

} // namespace

SampleServices::SampleServices(QObject* parent)
    : ServicesSource(parent)
    , services_(sampleServices()) {}

void SampleServices::test(const QString& key) {
    tested << key;
    endTest(key, {ServiceTest::State::Running, {}, 0});
}

void SampleServices::refresh() {
    ++refreshed;
    for (Service& service : services_)
        if (service.test.state != ServiceTest::State::Running) service.test = {};
    Q_EMIT changed();
}

void SampleServices::setOffered(bool offered) {
    offered_ = offered;
    Q_EMIT changed();
}

void SampleServices::setServices(std::vector<Service> services) {
    services_ = std::move(services);
    Q_EMIT changed();
}

void SampleServices::setProblem(const QString& why) {
    problem_ = why;
    Q_EMIT changed();
}

void SampleServices::setOffline(const QString& why) {
    offline_ = why;
    Q_EMIT changed();
}

void SampleServices::endTest(const QString& key, const ServiceTest& outcome) {
    const auto found = std::ranges::find(services_, key, &Service::key);
    if (found != services_.end()) found->test = outcome;
    Q_EMIT changed();
}

SampleGenerators::SampleGenerators(QObject* parent)
    : GeneratorsSource(parent)
    , generators_(sampleGenerators()) {}

void SampleGenerators::choose(const GeneratorChoice& choice, Done done) {
    chosen.push_back(choice);
    if (refuseWith) return done(fail(*refuseWith));
    generators_->choice = choice;
    done({});
    Q_EMIT changed();
}

void SampleGenerators::setOffered(bool offered) {
    offered_ = offered;
    Q_EMIT changed();
}

void SampleGenerators::setGenerators(std::optional<Generators> generators) {
    generators_ = std::move(generators);
    Q_EMIT changed();
}

void SampleGenerators::setProblem(const QString& why) {
    problem_ = why;
    Q_EMIT changed();
}

void SampleGenerators::setOffline(const QString& why) {
    offline_ = why;
    Q_EMIT changed();
}

SampleMail::SampleMail(QObject* parent)
    : MailSource(parent)
    , mail_(sampleMail()) {}

void SampleMail::setWanted(const QString& name, bool wanted, Done done) {
    if (refuseWith) return done(fail(*refuseWith));
    const auto found = std::ranges::find(mail_->switches, name, &MailSwitch::name);
    if (found != mail_->switches.end()) found->wanted = wanted;
    done({});
    Q_EMIT changed();
}

void SampleMail::setLanguage(const QString& tag, Done done) {
    if (refuseWith) return done(fail(*refuseWith));
    mail_->language = tag;
    done({});
    Q_EMIT changed();
}

void SampleMail::setMail(std::optional<MailSettings> mail) {
    mail_ = std::move(mail);
    Q_EMIT changed();
}

void SampleMail::setProblem(const QString& why) {
    problem_ = why;
    Q_EMIT changed();
}

void SampleMail::setOffline(const QString& why) {
    offline_ = why;
    Q_EMIT changed();
}

void SampleSettingsParts::setOffline(const QString& why) {
    values.setOffline(why);
    services.setOffline(why);
    generators.setOffline(why);
    mail.setOffline(why);
    dataCopies.setOffline(why);
}

void SampleSettingsParts::forgetAnswers(const QString& problem) {
    services.setServices({});
    services.setProblem(problem);
    generators.setGenerators({});
    generators.setProblem(problem);
    mail.setMail({});
    mail.setProblem(problem);
    for (const auto of : {settings::CopyOf::Oneself, settings::CopyOf::Team})
        dataCopies.setCopy(of, std::nullopt);
    dataCopies.setProblem(problem);
}

} // namespace headroom::ui::gallery
