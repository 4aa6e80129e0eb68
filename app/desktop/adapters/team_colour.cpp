#include "app/desktop/adapters/team_colour.h"

#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

namespace headroom::desktop {

using nlohmann::json;

TeamColour::TeamColour(client::Client& client, client::TeamSession& session, QObject* parent)
    : QObject(parent)
    , client_(client)
    , answer_(client, session, {},
              [this](const json& answer) { colour_ = shown(answer.at("colour").get<std::string>()); }) {
    connect(&answer_, &TeamAnswer::changed, this, &TeamColour::changed);
}

QString TeamColour::blockedBy() const {
    if (!answer_.isOwner()) return tr("Only the owner changes it");
    if (!answer_.offline().isEmpty()) return answer_.offline();
    if (!colour_) return answer_.problem().isEmpty() ? tr("Asking the endpoint…") : answer_.problem();
    return wanted_ ? tr("A change is on its way") : QString();
}

void TeamColour::set(const QString& colour, Done done) {
    if (wanted_) return done(fail(ErrorCode::Conflict, "one change is under way"));
    wanted_ = colour;
    Q_EMIT changed();
    const QByteArray body = QByteArray::fromStdString(json{{"colour", colour.toStdString()}}.dump());
    // Twice is the same as once, so a lost answer needs no key of the first.
    client_.call({"PATCH", answer_.path(), body, QByteArray::fromStdString(newUuid())}, this,
                 [this, done = std::move(done)](const Result<json>& answer) {
                     if (answer) colour_ = wanted_;
                     wanted_.reset();
                     if (!answer) answer_.refresh(); // whether it was taken may not be known
                     Q_EMIT changed();
                     done(answer ? Result<void>() : Result<void>(fail(answer.error())));
                 });
}

} // namespace headroom::desktop
