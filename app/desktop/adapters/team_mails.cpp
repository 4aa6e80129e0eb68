#include "app/desktop/adapters/team_mails.h"

#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

namespace headroom::desktop {

using nlohmann::json;

TeamMails::TeamMails(client::Client& client, client::TeamSession& session, QObject* parent)
    : QObject(parent)
    , client_(client)
    , answer_(client, session, {}, [this](const json& answer) {
        known_ =
            Choice{shown(answer.at("colour").get<std::string>()), answer.at("low_credits_below").get<int>()};
    }) {
    connect(&answer_, &TeamAnswer::changed, this, &TeamMails::changed);
}

QString TeamMails::blockedBy() const {
    if (!answer_.isOwner()) return tr("Only the owner changes it");
    if (!answer_.offline().isEmpty()) return answer_.offline();
    if (!known_) return answer_.problem().isEmpty() ? tr("Asking the endpoint…") : answer_.problem();
    return wanted_ ? tr("A change is on its way") : QString();
}

void TeamMails::setColour(const QString& colour, Done done) {
    Choice wanted = known_.value_or(Choice());
    wanted.colour = colour;
    change(std::move(wanted), {{"colour", colour.toStdString()}}, std::move(done));
}

void TeamMails::setLowCreditsBelow(int credits, Done done) {
    Choice wanted = known_.value_or(Choice());
    wanted.lowCreditsBelow = credits;
    change(std::move(wanted), {{"low_credits_below", credits}}, std::move(done));
}

void TeamMails::change(Choice wanted, const json& body, Done done) {
    if (wanted_ || !known_) return done(fail(ErrorCode::Conflict, "one change is under way"));
    wanted_ = std::move(wanted);
    Q_EMIT changed();
    // Twice is the same as once, so a lost answer needs no key of the first.
    client_.call({"PATCH", answer_.path(), QByteArray::fromStdString(body.dump()),
                  QByteArray::fromStdString(newUuid())},
                 this, [this, done = std::move(done)](const Result<json>& answer) {
                     if (answer) known_ = wanted_;
                     wanted_.reset();
                     if (!answer) answer_.refresh(); // whether it was taken may not be known
                     Q_EMIT changed();
                     done(answer ? Result<void>() : Result<void>(fail(answer.error())));
                 });
}

} // namespace headroom::desktop
