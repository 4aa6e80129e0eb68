#include "core/client/client.h"

#include "core/base/crypto.h"
#include "core/client/client_limits.h"
#include "core/client/team_session.h"

#include <nlohmann/json.hpp>

#include <QLocale>

namespace headroom::client {

using nlohmann::json;

namespace {

/// What the endpoint writes mails in, where it has the words.
std::string locale() {
    return QLocale().name().toStdString();
}

} // namespace

Result<std::unique_ptr<Client>> Client::create(ClientOptions options) {
    options.endpoint = TRY(ApiClient::checkEndpoint(options.endpoint));
    std::error_code failed;
    std::filesystem::create_directories(options.dataFolder, failed);
    if (failed) return fail(ErrorCode::FileAccess, "data folder");
    std::filesystem::permissions(options.dataFolder, std::filesystem::perms::owner_all, failed);
    auto blobs = TRY(BlobStore::open(options.cacheFolder / "blobs", blobCacheMaxBytes));
    return std::unique_ptr<Client>(new Client(std::move(options), std::move(blobs)));
}

Client::Client(ClientOptions options, std::shared_ptr<BlobStore> blobs)
    : options_(std::move(options))
    , blobs_(std::move(blobs))
    , deviceNonce_(randomToken())
    , files_("headroom-files")
    , network_("headroom-network") {
    network_.runAndWait([this] {
        api_ = new ApiClient(options_.endpoint, options_.timing.requestMs);
        fetcher_ = new BlobFetcher(*api_, blobs_, files_, options_.timing);
    });
}

Client::~Client() {
    network_.runAndWait([this] {
        delete fetcher_;
        delete api_;
    });
}

void Client::raw(const ApiRequest& request, QObject* context, std::function<void(ApiResult)> then) {
    auto postbox = std::make_shared<Postbox>(context);
    network_.post([this, request, postbox, then = std::move(then)] {
        api_->send(request, api_, [postbox, then](ApiResult result) {
            postbox->deliver([then, result = std::move(result)] { then(result); });
        });
    });
}

void Client::call(const ApiRequest& request, QObject* context, Then<json> then) {
    raw(request, context, [this, then = std::move(then)](const ApiResult& result) {
        if (!result) {
            if (result.error().error.code == ErrorCode::Unauthenticated) Q_EMIT signedOut();
            return then(fail(result.error().error));
        }
        if (result->body.isEmpty()) return then(json::object());
        auto parsed = json::parse(result->body.begin(), result->body.end(), nullptr, false);
        if (parsed.is_discarded()) return then(fail(ErrorCode::Corrupt, "the answer is not JSON"));
        then(std::move(parsed));
    });
}

void Client::useToken(const std::string& token) {
    network_.post([this, token] { api_->setToken(QByteArray::fromStdString(token)); });
    if (!token.empty()) Q_EMIT signedIn();
}

void Client::resume(QObject* context, Then<Account> then) {
    const std::string endpoint = keptAs();
    files_.ask(
        this, [tokens = options_.tokens, endpoint] { return tokens->read(endpoint); },
        [this, context = QPointer<QObject>(context),
         then = std::move(then)](std::optional<std::string> token) {
            if (!context) return;
            if (!token) return then(fail(ErrorCode::NotFound, "no token"));
            useToken(*token);
            call({"GET", "/api/me", {}, {}}, context, [then](Result<json> answer) {
                then(answer ? parseAccount(*answer) : Result<Account>(fail(answer.error())));
            });
        });
}

void Client::beginSignIn(const std::string& email, QObject* context, Then<std::string> then) {
    const json body{{"email", email}, {"device_nonce", deviceNonce_}, {"language", locale()}};
    call({"POST", "/api/sign-in", QByteArray::fromStdString(body.dump()), {}}, context,
         [then](Result<json> answer) {
             if (!answer) return then(fail(answer.error()));
             const auto id = answer->find("attempt_id");
             if (id == answer->end() || !id->is_string())
                 return then(fail(ErrorCode::Corrupt, "no attempt_id"));
             then(id->get<std::string>());
         });
}

void Client::enterCode(const std::string& attempt, const std::string& code, QObject* context,
                       Then<Account> then) {
    if (!isUuid(attempt)) return then(fail(ErrorCode::InvalidInput, "not an attempt"));
    const json body{{"code", code},
                    {"device_nonce", deviceNonce_},
                    {"device_name", options_.deviceName},
                    {"language", locale()}};
    call({"POST",
          "/api/sign-in/" + QString::fromStdString(attempt) + "/code",
          QByteArray::fromStdString(body.dump()),
          {}},
         context, [this, then = std::move(then)](Result<json> answer) { takeSession(answer, then); });
}

void Client::signInLocally(const std::string& secret, QObject* context, Then<Account> then) {
    const json body{{"secret", secret}, {"device_name", options_.deviceName}, {"language", locale()}};
    call({"POST", "/api/sign-in/local", QByteArray::fromStdString(body.dump()), {}}, context,
         [this, then = std::move(then)](Result<json> answer) { takeSession(answer, then); });
}

void Client::takeSession(const Result<json>& answer, const Then<Account>& then) {
    if (!answer) return then(fail(answer.error()));
    auto account = parseAccount(*answer);
    const auto token = answer->find("token");
    if (!account || token == answer->end() || !token->is_string() ||
        token->get_ref<const std::string&>().empty())
        return then(fail(ErrorCode::Corrupt, "the answer is no session"));
    useToken(token->get<std::string>());
    const std::string endpoint = keptAs();
    files_.post([tokens = options_.tokens, endpoint, text = token->get<std::string>()] {
        // Not kept means: sign in again at the next start.
        static_cast<void>(tokens->write(endpoint, text));
    });
    then(std::move(account));
}

void Client::signOut(QObject* context, std::function<void()> then) {
    const std::string endpoint = keptAs();
    files_.post([tokens = options_.tokens, endpoint] { tokens->remove(endpoint); });
    raw({"POST", "/api/sign-out", {}, {}}, context, [this, then = std::move(then)](const ApiResult&) {
        useToken({});
        Q_EMIT signedOut();
        then();
    });
}

std::string Client::keptAs() const {
    return options_.keptAs.empty() ? options_.endpoint.toString().toStdString() : options_.keptAs;
}

std::string Client::teamStem(const TeamId& team) const {
    // One endpoint's team is not another's, whatever their ids are.
    const std::string endpoint = toHex(sha256(keptAs())).substr(0, 16);
    return "team-" + endpoint + "-" + team.text();
}

std::filesystem::path Client::teamFile(const TeamId& team) const {
    return options_.dataFolder / (teamStem(team) + ".sqlite");
}

std::filesystem::path Client::teamFolder(const TeamId& team) const {
    return options_.dataFolder / teamStem(team);
}

std::unique_ptr<TeamSession> Client::openTeam(const Membership& membership) {
    return std::unique_ptr<TeamSession>(new TeamSession(*this, membership));
}

void Client::wipeTeam(const TeamId& team) {
    files_.runAndWait([file = teamFile(team), folder = teamFolder(team), blobs = blobs_] {
        std::error_code ignored;
        for (const char* part : {"", "-wal", "-shm", ".lock"})
            std::filesystem::remove(file.string() + part, ignored);
        std::filesystem::remove_all(folder, ignored);
        blobs->clear();
    });
}

void Client::cachedBytes(QObject* context, std::function<void(std::int64_t)> then) {
    files_.ask(
        context, [blobs = blobs_] { return blobs->sizeBytes(); }, std::move(then));
}

void Client::clearCachedBytes(QObject* context, std::function<void()> then) {
    files_.ask(
        context,
        [blobs = blobs_] {
            blobs->clear();
            return true;
        },
        [then = std::move(then)](bool) { then(); });
}

Result<Account> parseAccount(const json& object) {
    try {
        Account account;
        account.user = TRY(UserId::parse(object.at("user_id").get<std::string>()));
        for (const json& entry : object.at("teams")) {
            Membership membership;
            membership.team = TRY(TeamId::parse(entry.at("team_id").get<std::string>()));
            membership.member = TRY(MemberId::parse(entry.at("member_id").get<std::string>()));
            membership.teamName = entry.at("team_name");
            const auto role = sync::fromName<sync::Role>(entry.at("role").get<std::string>());
            if (!role) return fail(ErrorCode::Corrupt, "unknown role");
            membership.role = *role;
            account.teams.push_back(std::move(membership));
        }
        return account;
    } catch (const json::exception& malformed) {
        return fail(ErrorCode::Corrupt, std::string("account: ") + malformed.what());
    }
}

} // namespace headroom::client
