#include "app/desktop/adapters/team_answer.h"

#include "app/desktop/adapters/values.h"
#include "ui/words/words.h"

#include <nlohmann/json.hpp>

namespace headroom::desktop {

using nlohmann::json;

TeamAnswer::TeamAnswer(client::Client& client, client::TeamSession& session, const QString& what, Take take,
                       QObject* parent)
    : QObject(parent)
    , client_(client)
    , session_(session)
    , what_(what)
    , take_(std::move(take))
    , wasOnline_(online()) {
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        const bool status = has(parts, client::Part::Status);
        const bool back = status && online() && !wasOnline_;
        wasOnline_ = online();
        if (back && lookedAt_ && (!known_ || !problem_.isEmpty())) ask();
        if (status || has(parts, client::Part::Members)) Q_EMIT changed();
    });
}

bool TeamAnswer::online() const {
    return session_.view().status().link == client::Link::Online;
}

QString TeamAnswer::offline() const {
    return online() ? QString() : tr("This needs a connection to the endpoint");
}

bool TeamAnswer::isOwner() const {
    const auto& own = session_.view().own();
    return (own ? own->row().role : session_.membership().role) == sync::Role::Owner;
}

QString TeamAnswer::path(const QString& rest) const {
    const QString team = QStringLiteral("/api/teams/") + shown(session_.membership().team.text());
    return what_.isEmpty() ? team + rest : team + QLatin1Char('/') + what_ + rest;
}

void TeamAnswer::refresh() {
    lookedAt_ = true;
    ask();
}

void TeamAnswer::ask() {
    client_.call({"GET", path(), {}, {}}, this, [this, number = ++asked_](const Result<json>& answer) {
        if (number <= newest_) return;
        newest_ = number;
        if (answer) return read(*answer);
        problem_ = ui::sentence(answer.error());
        Q_EMIT changed();
    });
}

void TeamAnswer::take(const json& answer) {
    newest_ = ++asked_;
    read(answer);
}

void TeamAnswer::read(const json& answer) {
    try {
        take_(answer);
        known_ = true;
        problem_.clear();
    } catch (const json::exception&) {
        problem_ = ui::sentence(ErrorCode::Corrupt);
    }
    Q_EMIT changed();
}

} // namespace headroom::desktop
