#include "app/desktop/adapters/mail_settings_adapter.h"

#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::settings::MailSettings;
using ui::settings::MailSwitch;

constexpr std::size_t switchesMost = 32; ///< lists beyond these are not ours
constexpr std::size_t languagesMost = 100;

/// What concerns most people comes first; those of a later endpoint come last.
std::size_t placeOf(const MailSwitch& one) {
    static const std::array known{QStringLiteral("headshots_ready"), QStringLiteral("credits_received"),
                                  QStringLiteral("low_credits")};
    return std::size_t(std::ranges::find(known, one.name) - known.begin());
}

} // namespace

void MailSettingsAdapter::Changes::applyTo(MailSettings& mail) const {
    for (MailSwitch& one : mail.switches)
        if (const auto change = wanted.find(one.name); change != wanted.end()) one.wanted = change->second;
    if (language) mail.language = *language;
}

MailSettingsAdapter::MailSettingsAdapter(client::Client& client, client::TeamSession& session,
                                         QObject* parent)
    : MailSource(parent)
    , client_(client)
    , answer_(client, session, QStringLiteral("mail-settings"),
              [this](const json& answer) { take(answer); }) {
    connect(&answer_, &TeamAnswer::changed, this, &MailSettingsAdapter::changed);
}

std::optional<MailSettings> MailSettingsAdapter::mail() const {
    std::optional<MailSettings> mail = mail_;
    if (!mail) return mail;
    sent_.applyTo(*mail);
    next_.applyTo(*mail);
    return mail;
}

void MailSettingsAdapter::take(const json& answer) {
    MailSettings mail;
    for (const auto& [name, wanted] : answer.at("mails").items()) {
        if (mail.switches.size() == switchesMost) break;
        mail.switches.push_back({shown(name), wanted.get<bool>()});
    }
    std::ranges::stable_sort(mail.switches, {}, placeOf);
    for (const json& language : answer.at("languages")) {
        if (mail.languages.size() == languagesMost) break;
        mail.languages.push_back(
            {shown(language.at("tag").get<std::string>()), shown(language.at("name").get<std::string>())});
    }
    mail.language = shown(answer.at("language").get<std::string>());
    mail_ = std::move(mail);
}

void MailSettingsAdapter::setWanted(const QString& name, bool wanted, Done done) {
    next_.wanted[name] = wanted;
    next_.done.push_back(std::move(done));
    Q_EMIT changed();
    send();
}

void MailSettingsAdapter::setLanguage(const QString& tag, Done done) {
    next_.language = tag;
    next_.done.push_back(std::move(done));
    Q_EMIT changed();
    send();
}

void MailSettingsAdapter::send() {
    if (!sent_.empty() || next_.empty()) return;
    sent_ = std::exchange(next_, {});
    json body = json::object();
    for (const auto& [name, wanted] : sent_.wanted)
        body["mails"][name.toStdString()] = wanted;
    if (sent_.language) body["language"] = sent_.language->toStdString();
    client_.call({"PATCH", answer_.path(), QByteArray::fromStdString(body.dump()), {}}, this,
                 [this](const Result<json>& answer) { takeAnswer(answer); });
}

void MailSettingsAdapter::takeAnswer(const Result<json>& answer) {
    const Changes ended = std::exchange(sent_, {});
    if (answer)
        answer_.take(*answer);
    else
        answer_.refresh(); // whether it was taken may not be known
    for (const Done& done : ended.done)
        done(answer ? Result<void>() : Result<void>(fail(answer.error())));
    Q_EMIT changed();
    send();
}

} // namespace headroom::desktop
