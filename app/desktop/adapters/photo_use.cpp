#include "app/desktop/adapters/photo_use.h"

#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::desktop {

namespace {

using nlohmann::json;

constexpr int longestKept = 36'500; ///< days; a number beyond it is not ours
constexpr qsizetype namesMost = 200;

QStringList namesFrom(const json& list) {
    QStringList names;
    for (const json& name : list) {
        if (names.size() == namesMost) break;
        names << shown(name.get<std::string>());
    }
    return names;
}

} // namespace

PhotoUse::PhotoUse(client::Client& client, client::TeamSession& session, QObject* parent)
    : QObject(parent)
    , answer_(client, session, QStringLiteral("photo-use"), [this](const json& answer) { take(answer); }) {
    connect(&answer_, &TeamAnswer::changed, this, &PhotoUse::changed);
    connect(&session.view(), &client::TeamView::changed, this,
            [this, &session](client::Part parts) { viewChanged(session, parts); });
    viewChanged(session, client::Part::Status);
}

void PhotoUse::viewChanged(client::TeamSession& session, client::Part parts) {
    const bool wasOnline = online_;
    online_ = session.view().status().link == client::Link::Online;
    const bool back = online_ && !wasOnline;
    if (back || (online_ && has(parts, client::Part::Team))) answer_.refresh();
}

void PhotoUse::take(const json& answer) {
    Known known;
    known.makers = namesFrom(answer.at("makers"));
    known.services = namesFrom(answer.at("services"));
    for (const auto& [style, names] : answer.at("styles").items()) {
        if (known.styles.size() == namesMost) break;
        known.styles[shown(style)] = namesFrom(names);
    }
    known.daysKept = std::clamp(answer.at("days_kept").get<int>(), 0, longestKept);
    known_ = std::move(known);
}

std::optional<ui::create::PhotoUse> PhotoUse::forStyles(const QStringList& styles) const {
    if (!known_) return std::nullopt;
    ui::create::PhotoUse use;
    use.daysKept = known_->daysKept;
    const auto add = [&](const QStringList& makers) {
        for (const QString& maker : makers)
            if (known_->services.contains(maker) && !use.services.contains(maker)) use.services << maker;
        if (makers.isEmpty() || !known_->services.contains(makers.first())) use.always = false;
    };
    for (const QString& style : styles)
        add(known_->styles.value(style, known_->makers));
    if (styles.isEmpty()) add(known_->makers);
    return use;
}

} // namespace headroom::desktop
