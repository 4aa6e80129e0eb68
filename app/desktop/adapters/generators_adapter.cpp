#include "app/desktop/adapters/generators_adapter.h"

#include "app/desktop/adapters/style_words.h"
#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::settings::Generator;
using ui::settings::GeneratorChoice;
using ui::settings::Generators;
using ui::settings::Service;
using ui::settings::ServiceKind;
using ui::settings::Spending;
using ui::settings::SpendingDay;

constexpr std::size_t generatorsMost = 32; ///< lists beyond these are not ours
constexpr std::size_t stylesMost = 200;
constexpr int daysShown = 31; ///< as many as the endpoint tells of

QStringList namesFrom(const json& list) {
    QStringList names;
    for (const json& name : list) {
        if (names.size() == qsizetype(generatorsMost)) break;
        names << shown(name.get<std::string>());
    }
    return names;
}

json asJson(const QStringList& names) {
    json list = json::array();
    for (const QString& name : names)
        list.push_back(name.toStdString());
    return list;
}

json asJson(const GeneratorChoice& choice) {
    json body{{"generators", asJson(choice.order)},
              {"styles", json::object()},
              {"consents", asJson(choice.consents)},
              {"day_limit_micros", nullptr}};
    for (auto style = choice.styles.constBegin(); style != choice.styles.constEnd(); ++style)
        body["styles"][style.key().toStdString()] = asJson(style.value());
    if (choice.dayLimitMicros) body["day_limit_micros"] = *choice.dayLimitMicros;
    return body;
}

GeneratorChoice choiceFrom(const json& answer) {
    GeneratorChoice choice;
    choice.order = namesFrom(answer.at("generators"));
    choice.consents = namesFrom(answer.at("consents"));
    for (const auto& [style, names] : answer.at("styles").items()) {
        if (choice.styles.size() == qsizetype(stylesMost)) break;
        choice.styles[shown(style)] = namesFrom(names);
    }
    const json& limit = answer.at("day_limit_micros");
    if (!limit.is_null()) choice.dayLimitMicros = limit.get<qint64>();
    return choice;
}

Generator generatorFrom(const json& entry) {
    Generator generator;
    generator.name = shown(entry.at("name").get<std::string>());
    generator.photosLeave = entry.at("photos_leave").get<bool>();
    generator.costMicros = entry.at("cost_micros").get<qint64>();
    generator.currency = shown(entry.at("currency").get<std::string>()).toUpper();
    if (!entry.at("problem").is_null()) generator.problem = shown(entry.at("problem").get<std::string>());
    return generator;
}

/// Days without spending are not told of; a chart needs them.
std::vector<SpendingDay> daysFrom(const json& list, const QDate& today) {
    std::vector<SpendingDay> days;
    for (int i = daysShown - 1; i >= 0; --i)
        days.push_back({today.addDays(-i), 0});
    for (const json& entry : list) {
        const QDate day = QDateTime::fromMSecsSinceEpoch(entry.at("day").get<qint64>(), Qt::UTC).date();
        const auto found = std::ranges::find(days, day, &SpendingDay::day);
        if (found != days.end()) found->micros = entry.at("micros").get<qint64>();
    }
    return days;
}

} // namespace

GeneratorsAdapter::GeneratorsAdapter(client::Client& client, client::TeamSession& session,
                                     const ui::settings::ServicesSource& services, QObject* parent)
    : GeneratorsSource(parent)
    , client_(client)
    , services_(services)
    , answer_(client, session, QStringLiteral("generators"), [this](const json& answer) { take(answer); }) {
    for (const std::string& id : shippedStyles())
        styles_.push_back({shown(id), styleName(id)});
    connect(&answer_, &TeamAnswer::changed, this, &GeneratorsAdapter::changed);
}

std::optional<Generators> GeneratorsAdapter::generators() const {
    std::optional<Generators> all = generators_;
    if (!all) return all;
    all->styles = styles_;
    for (const Service& service : services_.services())
        for (Generator& generator : all->available)
            if (service.kind == ServiceKind::Generator && service.name == generator.name)
                generator.place = service.place;
    return all;
}

void GeneratorsAdapter::take(const json& answer) {
    Generators all;
    for (const json& entry : answer.at("available")) {
        if (all.available.size() == generatorsMost) break;
        all.available.push_back(generatorFrom(entry));
    }
    all.choice = choiceFrom(answer);
    Spending& spending = all.spending;
    spending.currency = shown(answer.at("currency").get<std::string>()).toUpper();
    spending.todayMicros = answer.at("spent_today_micros").get<qint64>();
    spending.operatorDayLimitMicros = answer.at("operator_day_limit_micros").get<qint64>();
    spending.days = daysFrom(answer.at("days"), QDateTime::currentDateTimeUtc().date());
    generators_ = std::move(all);
}

void GeneratorsAdapter::refresh() {
    if (!isOffered()) return;
    answer_.refresh();
    loadStyles();
}

void GeneratorsAdapter::loadStyles() {
    if (stylesKnown_ || stylesAsked_) return;
    stylesAsked_ = true;
    client_.call({"GET", QStringLiteral("/api/styles"), {}, {}}, this, [this](const Result<json>& answer) {
        stylesAsked_ = false;
        if (answer) takeStyles(*answer); // without it, those that ship with the program stay
    });
}

void GeneratorsAdapter::takeStyles(const json& answer) {
    try {
        std::vector<ui::settings::StyleName> styles;
        for (const json& entry : answer.at("styles")) {
            if (styles.size() == stylesMost) break;
            const auto id = entry.at("id").get<std::string>();
            styles.push_back({shown(id), styleName(id, shown(entry.at("name").get<std::string>()))});
        }
        styles_ = std::move(styles);
        stylesKnown_ = true;
        Q_EMIT changed();
    } catch (const json::exception&) {
        // Not an answer of ours: those that ship with the program stay.
    }
}

void GeneratorsAdapter::choose(const GeneratorChoice& choice, Done done) {
    const QByteArray body = QByteArray::fromStdString(asJson(choice).dump());
    if (body != sent_) key_ = QByteArray::fromStdString(newUuid());
    sent_ = body;
    client_.call({"PUT", answer_.path(), body, key_}, this,
                 [this, choice, done = std::move(done)](const Result<json>& answer) {
                     if (answer || retry(answer.error().code) == Retry::Never) sent_.clear();
                     if (!answer) return done(fail(answer.error()));
                     if (generators_) generators_->choice = choice;
                     Q_EMIT changed();
                     done({});
                     answer_.refresh();
                 });
}

} // namespace headroom::desktop
