#include "app/endpoint/api/peer.h"
#include "app/endpoint/routes/membership_json.h"
#include "app/endpoint/routes/routes.h"
#include "core/mail/messages.h"
#include "core/mail/words.h"
#include "core/teams/mail_people.h"
#include "core/teams/sign_in.h"
#include "core/teams/teams_limits.h"
#include "core/teams/users.h"

namespace headroom::endpoint {

namespace {

Result<http::Response> beginSignIn(Call& call) {
    const auto body = TRY(call.body());
    const std::string email = TRY(textField(body, "email"));
    const std::string nonce = TRY(textField(body, "device_nonce"));
    const std::string language = TRY(textField(body, "language"));
    auto begun = TRY(call.services.signIn.begin(email, nonce, peerOf(call)));
    if (begun.mail)
        call.services.mail.postCode(
            mail::signInCodeMessage({.to = begun.mail->email,
                                     .code = begun.mail->code,
                                     .minutes = static_cast<int>(teams::codeLifetimeMs / teams::minuteMs),
                                     .language = language}),
            begun.expiresAt);
    const std::int64_t lifeMs = begun.expiresAt.ms - call.services.clock.now().ms;
    return jsonResponse(202, {{"attempt_id", begun.attempt.text()}, {"expires_in_s", lifeMs / 1000}});
}

Result<http::Response> signedInResponse(Call& call, const teams::SignedIn& signedIn) {
    const nlohmann::json teams = TRY(membershipsJson(call.services.database, signedIn.user));
    return jsonResponse(200,
                        {{"token", signedIn.token}, {"user_id", signedIn.user.text()}, {"teams", teams}});
}

/// The desktop says its locale; one that we have no words for changes nothing, and neither does a database
/// that is busy: who has a token by now is signed in.
void rememberLanguage(Call& call, const std::string& locale, const UserId& user) {
    const std::string language = mail::knownLanguage(locale);
    if (language.empty()) return;
    (void)call.services.database.write(
        [&](database::Transaction& transaction) { return teams::setLanguage(transaction, user, language); });
}

Result<http::Response> completeSignIn(Call& call) {
    const auto body = TRY(call.body());
    const std::string code = TRY(textField(body, "code"));
    const std::string nonce = TRY(textField(body, "device_nonce"));
    const std::string device = TRY(textField(body, "device_name"));
    const std::string locale = TRY(textField(body, "language"));
    const auto signedIn = TRY(
        call.services.signIn.complete(call.request.parameter("attempt"), code, nonce, device, peerOf(call)));
    rememberLanguage(call, locale, signedIn.user);
    return signedInResponse(call, signedIn);
}

Result<http::Response> localSignIn(Call& call) {
    if (!call.services.localEntry)
        return fail(ErrorCode::NotFound, "this endpoint was not started by a desktop");
    const auto body = TRY(call.body());
    const std::string secret = TRY(textField(body, "secret"));
    const std::string device = TRY(textField(body, "device_name"));
    const std::string locale = TRY(textField(body, "language"));
    const auto signedIn = TRY(call.services.localEntry->redeem(secret, device));
    rememberLanguage(call, locale, signedIn.user);
    return signedInResponse(call, signedIn);
}

Result<http::Response> signOut(Call& call) {
    TRY(call.services.database.write([&](database::Transaction& transaction) {
        return teams::signOut(transaction, call.user->user, call.user->device, call.services.clock.now());
    }));
    return http::Response::empty(204);
}

Result<http::Response> signOutEverywhere(Call& call) {
    TRY(call.services.database.write([&](database::Transaction& transaction) {
        return teams::signOutEverywhere(transaction, call.user->user, call.services.clock.now());
    }));
    return http::Response::empty(204);
}

Result<http::Response> listDevices(Call& call) {
    const auto devices = TRY(call.services.database.read([&](database::Session& session) {
        return teams::listDevices(session, call.user->user, call.services.clock.now());
    }));
    nlohmann::json list = nlohmann::json::array();
    for (const teams::DeviceInfo& device : devices)
        list.push_back({{"id", device.id.text()},
                        {"name", device.name},
                        {"created_at", device.createdAt.ms},
                        {"last_seen_at", device.lastSeenAt.ms},
                        {"this_device", device.id == call.user->device}});
    return jsonResponse(200, {{"devices", list}});
}

Result<http::Response> signOutDevice(Call& call) {
    const auto device = TRY(call.pathId<DeviceId>("device"));
    TRY(call.services.database.write([&](database::Transaction& transaction) {
        return teams::signOut(transaction, call.user->user, device, call.services.clock.now());
    }));
    return http::Response::empty(204);
}

Result<http::Response> me(Call& call) {
    // A signed-in person who was invited meanwhile joins here, without signing in again.
    TRY(call.services.database.write([&](database::Transaction& transaction) {
        return teams::takeUpInvitations(transaction, call.user->user, call.services.clock.now());
    }));
    const nlohmann::json teams = TRY(membershipsJson(call.services.database, call.user->user));
    return jsonResponse(200, {{"user_id", call.user->user.text()}, {"teams", teams}});
}

} // namespace

nlohmann::json membershipJson(const teams::Membership& membership) {
    return {{"team_id", membership.team.text()},
            {"team_name", membership.teamName},
            {"member_id", membership.member.text()},
            {"role", sync::name(membership.role)},
            {"state", sync::name(membership.state)}};
}

Result<nlohmann::json> membershipsJson(database::Database& database, const UserId& user) {
    const auto memberships =
        TRY(database.read([&](database::Session& session) { return teams::membershipsOf(session, user); }));
    nlohmann::json list = nlohmann::json::array();
    for (const auto& membership : memberships)
        list.push_back(membershipJson(membership));
    return list;
}

void bindSignInRoutes(Api& api) {
    api.bind("beginSignIn", beginSignIn);
    api.bind("completeSignIn", completeSignIn);
    api.bind("localSignIn", localSignIn);
    api.bind("signOut", signOut);
    api.bind("signOutEverywhere", signOutEverywhere);
    api.bind("listDevices", listDevices);
    api.bind("signOutDevice", signOutDevice);
    api.bind("getMe", me);
}

} // namespace headroom::endpoint
