#include "app/endpoint/pages/unsubscribe_page.h"
#include "app/endpoint/routes/routes.h"
#include "core/mail/mail_switches.h"
#include "core/mail/unsubscribe.h"
#include "core/mail/words.h"
#include "core/teams/mail_people.h"

namespace headroom::endpoint {

namespace {

Result<nlohmann::json> settingsJson(database::Session& session, const teams::Actor& actor) {
    const auto off = TRY(mail::switchedOff(session, actor.member));
    const std::string language = TRY(teams::languageOf(session, actor.user));
    nlohmann::json mails = nlohmann::json::object();
    for (const mail::MailSwitch which : mail::mailSwitches)
        mails[std::string(mail::name(which))] = !off.contains(which);
    nlohmann::json languages = nlohmann::json::array();
    for (const std::string& tag : mail::Words::languages())
        languages.push_back({{"tag", tag}, {"name", mail::Words::of(tag).text("language.name")}});
    return nlohmann::json{{"mails", mails}, {"language", language}, {"languages", languages}};
}

Result<http::Response> getMailSettings(Call& call) {
    return jsonResponse(200, TRY(call.services.database.read([&](database::Session& session) {
                            return settingsJson(session, call.member());
                        })));
}

struct Change {
    mail::MailSwitch which = mail::MailSwitch::HeadshotsReady;
    mail::Wanted wanted = mail::Wanted::Yes;
};

Result<std::vector<Change>> changesOf(const nlohmann::json& body) {
    std::vector<Change> changes;
    const auto mails = body.find("mails");
    if (mails == body.end()) return changes;
    if (!mails->is_object()) return fail(ErrorCode::InvalidInput, "mails must be an object");
    for (const auto& [name, wanted] : mails->items()) {
        const auto which = mail::switchNamed(name);
        if (!which) return fail(ErrorCode::InvalidInput, "no such mail can be switched: " + name);
        if (!wanted.is_boolean()) return fail(ErrorCode::InvalidInput, name + " must be true or false");
        changes.push_back({*which, wanted.get<bool>() ? mail::Wanted::Yes : mail::Wanted::No});
    }
    return changes;
}

/// One's own switches in this team, and the language of all mails to oneself. Nothing of it travels in the
/// feed, and the same twice is the same as once, so this is no team command.
Result<http::Response> changeMailSettings(Call& call) {
    const auto body = TRY(call.body());
    const auto changes = TRY(changesOf(body));
    const std::string language = TRY(textField(body, "language"));
    if (changes.empty() && language.empty())
        return fail(ErrorCode::InvalidInput, "mails or language must be given");
    if (!language.empty() && mail::knownLanguage(language) != language)
        return fail(ErrorCode::InvalidInput, "there are no mails in this language");
    return jsonResponse(
        200,
        TRY(call.services.database.write([&](database::Transaction& transaction) -> Result<nlohmann::json> {
            const auto actor = TRY(teams::actorFor(transaction, call.user->user, call.member().team));
            for (const Change& change : changes)
                TRY(mail::setSwitch(transaction, actor.member, change.which, change.wanted,
                                    call.services.clock.now()));
            if (!language.empty()) TRY(teams::setLanguage(transaction, actor.user, language));
            return settingsJson(transaction, actor);
        })));
}

http::Response page(int status, std::string html) {
    return http::Response::text(status, std::move(html), "text/html; charset=utf-8")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store");
}

/// What mail programs and people who only look open; it changes nothing.
Result<http::Response> unsubscribePage(Call& call) {
    const std::string_view token = call.request.query("token");
    const std::string_view language = call.request.header("Accept-Language");
    const auto what = mail::readUnsubscribeToken(token, call.services.secret);
    if (!what) return page(404, brokenLinkPage(language));
    return page(200, unsubscribeQuestion(what->which, token, language));
}

/// RFC 8058: the link itself says whom and what, whoever sends it. Twice is once.
Result<http::Response> unsubscribe(Call& call) {
    const std::string_view language = call.request.header("Accept-Language");
    const auto what = mail::readUnsubscribeToken(call.request.query("token"), call.services.secret);
    if (!what) return page(404, brokenLinkPage(language));
    TRY(call.services.database.write([&](database::Transaction& transaction) {
        return mail::setSwitch(transaction, what->member, what->which, mail::Wanted::No,
                               call.services.clock.now());
    }));
    return page(200, unsubscribedPage(language));
}

} // namespace

void bindMailRoutes(Api& api) {
    api.bind("getMailSettings", getMailSettings);
    api.bind("changeMailSettings", changeMailSettings);
    api.bind("unsubscribePage", unsubscribePage);
    api.bind("unsubscribe", unsubscribe);
}

} // namespace headroom::endpoint
