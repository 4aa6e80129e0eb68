#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/client/api_client.h"
#include "core/client/blob_fetcher.h"
#include "core/client/sync_timing.h"
#include "core/client/token_store.h"
#include "core/client/worker.h"
#include "core/sync/vocabulary.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <memory>

namespace headroom::client {

struct ClientOptions {
    QUrl endpoint;
    std::filesystem::path dataFolder;  ///< caches and outboxes: must not get lost
    std::filesystem::path cacheFolder; ///< bytes that can be fetched again
    std::shared_ptr<TokenStore> tokens;
    std::shared_ptr<const Clock> clock;
    SyncTiming timing;
    std::string deviceName;
    /// The name under which the token, caches and outboxes of this endpoint are kept, for one whose address
    /// may change; empty: its address.
    std::string keptAs = {};
};

struct Membership {
    TeamId team;
    std::string teamName;
    MemberId member;
    sync::Role role = sync::Role::Member;
};

struct Account {
    UserId user;
    std::vector<Membership> teams;
};

class TeamSession;

/// One endpoint as the desktop sees it: who is signed in, and the calls that need no team's cache. Lives on
/// the GUI's thread and never blocks it but while being made and destroyed; the network has a thread of its
/// own, and so have slow things like key ring and files. Answers arrive on the GUI's thread unless `context`
/// is gone.
class Client : public QObject {
    Q_OBJECT

public:
    /// InvalidInput for an endpoint that is not https; FileAccess when the folders cannot be made.
    static Result<std::unique_ptr<Client>> create(ClientOptions options);
    ~Client() override;

    template <class T>
    using Then = std::function<void(Result<T>)>;

    /// Signed in from before? NotFound when there is no token, Unauthenticated when it is not taken any more;
    /// Offline with a token that could not be tried: teams that are cached can be opened.
    void resume(QObject* context, Then<Account> then);

    /// Sends a code to the address. The attempt's id, for enterCode().
    void beginSignIn(const std::string& email, QObject* context, Then<std::string> then);
    void enterCode(const std::string& attempt, const std::string& code, QObject* context, Then<Account> then);
    /// "Use this computer": the secret comes from the endpoint that this program has started itself.
    void signInLocally(const std::string& secret, QObject* context, Then<Account> then);
    /// Forgets the token here in any case, and tells the endpoint if it can be reached.
    void signOut(QObject* context, std::function<void()> then);

    /// Any other call, in JSON: packages, styles, checkout, invitations. Online only.
    void call(const ApiRequest& request, QObject* context, Then<nlohmann::json> then);

    /// The team's cache is opened and kept in step until the session is destroyed, which must be before the
    /// client is.
    std::unique_ptr<TeamSession> openTeam(const Membership& membership);

    /// For what else the program keeps about a team on this computer; not made here, and wiped with the team.
    std::filesystem::path teamFolder(const TeamId& team) const;

    /// Removes what is kept of a team on this computer: signed out, or not a member any more. No session of
    /// it may be open.
    void wipeTeam(const TeamId& team);

    /// Bytes of headshots that are kept on this computer to show them at once, for all teams.
    void cachedBytes(QObject* context, std::function<void(std::int64_t)> then);
    /// Removes them; they come again from the endpoint.
    void clearCachedBytes(QObject* context, std::function<void()> then);

    const ClientOptions& options() const { return options_; }

Q_SIGNALS:
    /// The endpoint does not take the token any more; sessions wait until signedIn().
    void signedOut();
    void signedIn();

private:
    friend class TeamSession;
    friend class FileSave;
    explicit Client(ClientOptions options, std::shared_ptr<BlobStore> blobs);

    void takeSession(const Result<nlohmann::json>& answer, const Then<Account>& then);
    void useToken(const std::string& token);
    void raw(const ApiRequest& request, QObject* context, std::function<void(ApiResult)> then);
    std::string keptAs() const;
    std::string teamStem(const TeamId& team) const;
    std::filesystem::path teamFile(const TeamId& team) const;

    ClientOptions options_;
    std::shared_ptr<BlobStore> blobs_;
    std::string deviceNonce_;
    Worker files_;
    Worker network_;
    ApiClient* api_ = nullptr; ///< these two live on network_
    BlobFetcher* fetcher_ = nullptr;
};

/// The account of a sign-in answer or of /api/me. Corrupt for anything else.
Result<Account> parseAccount(const nlohmann::json& json);

} // namespace headroom::client
