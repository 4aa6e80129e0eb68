#pragma once

#include "core/client/client.h"
#include "core/client/store_thread.h"
#include "core/client/sync_engine.h"
#include "core/client/team_view.h"
#include "core/client/upload_queue.h"
#include "core/credits/credits_commands.h"

namespace headroom::client {

/// Styles and how many of each.
struct StyleCount {
    std::string style;
    int count = 1;
};

/// One team, opened: what it looks like (view()) and what can be done to it. Everything that can wait goes
/// through the outbox: it is stored, shown at once and sent as soon as possible, also days later. Made by
/// Client::openTeam; lives on the GUI's thread.
class TeamSession : public QObject {
    Q_OBJECT

public:
    ~TeamSession() override;

    TeamView& view() { return view_; }
    const Membership& membership() const { return membership_; }

    /// Called with the command's id once it is durable here, or with the reason why it could not be stored.
    using Stored = std::function<void(Result<CommandId>)>;

    void allocate(const credits::Allocate& command, Stored stored = {});
    void autoDistribute(const credits::AutoDistribute& command, Stored stored = {});
    void reassign(const credits::Reassign& command, Stored stored = {});
    void generate(const MemberId& member, const std::vector<PhotoId>& photos,
                  const std::vector<StyleCount>& styles, sync::CreditSource source, Stored stored = {});
    /// Ends what is not finished of a request (HeadshotRow::requestId) and gives its credits back; one that
    /// was not sent yet is taken out of the outbox.
    void cancelRequest(const RequestId& request, Stored stored = {});
    void renameHeadshot(const HeadshotId& headshot, const std::string& name, Stored stored = {});
    void setFavourite(const HeadshotId& headshot, bool favourite, Stored stored = {});
    void deleteHeadshot(const HeadshotId& headshot, Stored stored = {});
    void restoreHeadshot(const HeadshotId& headshot, Stored stored = {});
    void deletePhoto(const PhotoId& photo, Stored stored = {});
    void editMember(const MemberId& member, std::optional<std::string> name, std::optional<sync::Role> role,
                    std::optional<sync::MemberState> state, Stored stored = {});
    void removeMember(const MemberId& member, Stored stored = {});
    void renameTeam(const std::string& name, Stored stored = {});
    struct Invite {
        std::string email;
        std::string name;
        sync::Role role = sync::Role::Member;
    };
    /// The verdict on each address comes with commandEnded(), in the answer.
    void inviteMembers(const std::vector<Invite>& invites, Stored stored = {});
    void revokeInvitation(const InvitationId& invitation, Stored stored = {});

    /// What distributing by this rule would do, as things are shown; to be approved and given to
    /// autoDistribute().
    Result<credits::DistributePlan> previewDistribution(const credits::DistributeRule& rule) const;

    /// Of a refused command: take it away, or give it again (under a new id).
    void dismiss(const CommandId& command);
    void tryAgain(const CommandId& command);
    /// Takes back what was not sent yet.
    void withdraw(const CommandId& command, std::function<void(Result<void>)> then = {});

    /// A photo joins the upload queue; its id can be given to generate() at once. Errors: those of
    /// inspectSource().
    void addPhoto(const std::string& path, const MemberId& member, const std::string& mediaType,
                  std::function<void(Result<PhotoId>)> then);
    void pauseUpload(const PhotoId& photo);
    void resumeUpload(const PhotoId& photo);
    void dropUpload(const PhotoId& photo);

    /// Older ledger lines than the view holds, from this computer.
    void olderLedger(const sync::TransferRow& before, std::size_t count, QObject* context,
                     std::function<void(Result<std::vector<sync::TransferRow>>)> then);

    using Bytes = std::function<void(Result<std::string>)>;
    /// Full bytes, verified, from this computer or the endpoint. A ticket for cancelBytes().
    std::shared_ptr<std::uint64_t> headshotBytes(const sync::HeadshotRow& headshot, QObject* context,
                                                 Bytes then);
    /// The same, but only if they are on this computer; NotFound when they are not.
    void keptHeadshotBytes(const std::string& sha256, QObject* context, Bytes then);
    /// At most `edge` pixels wide and high.
    std::shared_ptr<std::uint64_t> headshotPreview(const sync::HeadshotRow& headshot, int edge,
                                                   QObject* context, Bytes then);
    /// The same of a photo that is at the endpoint; `edge` is one of sync::previewEdges.
    std::shared_ptr<std::uint64_t> photoPreview(const sync::PhotoRow& photo, int edge, QObject* context,
                                                Bytes then);
    void cancelBytes(std::shared_ptr<std::uint64_t> ticket);

    /// Look now: the window was activated, or the user asked.
    void syncNow();

Q_SIGNALS:
    /// A command was accepted or refused. `answer` of the row is the endpoint's JSON.
    void commandEnded(const headroom::client::OutboxRow& row);
    void uploadEnded(const headroom::client::UploadRow& row);
    /// Close this session and call Client::wipeTeam().
    void membershipEnded();

private:
    friend class Client;
    TeamSession(Client& client, Membership membership);
    void give(CommandKind kind, const nlohmann::json& body, Stored stored);
    std::shared_ptr<std::uint64_t> fetch(const BlobWish& wish, QObject* context, Bytes then);
    template <class Call>
    void onNetwork(Call call) {
        client_.network_.post(std::move(call));
    }

    Client& client_;
    Membership membership_;
    TeamView view_;
    std::unique_ptr<StoreThread> store_;
    SyncEngine* engine_ = nullptr; ///< these two live on the network's thread
    UploadQueue* uploads_ = nullptr;
};

} // namespace headroom::client
