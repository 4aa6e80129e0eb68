#include "core/client/team_session.h"

#include "core/credits/credits_rules.h"

#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace headroom::client {

using nlohmann::json;

TeamSession::TeamSession(Client& client, Membership membership)
    : client_(client)
    , membership_(std::move(membership)) {
    const ClientOptions& options = client_.options();
    store_ = std::make_unique<StoreThread>(
        TeamStoreOptions{client_.teamFile(membership_.team), membership_.member, options.clock, nullptr},
        [this](std::shared_ptr<const ShownTeam> team, Part changed) {
            QMetaObject::invokeMethod(
                &view_, [this, team = std::move(team), changed] { view_.show(team, changed); },
                Qt::QueuedConnection);
        });
    client_.network_.runAndWait([this, &options] {
        engine_ = new SyncEngine(membership_.team, *client_.api_, *store_, options.clock, options.timing);
        uploads_ = new UploadQueue(membership_.team, *client_.api_, *store_, options.timing);
        connect(engine_, &SyncEngine::cameOnline, uploads_, &UploadQueue::pump);
        engine_->start();
    });
    // Signals from the network's thread arrive queued.
    connect(engine_, &SyncEngine::statusChanged, &view_, &TeamView::setStatus, Qt::QueuedConnection);
    connect(engine_, &SyncEngine::commandEnded, this, &TeamSession::commandEnded, Qt::QueuedConnection);
    connect(engine_, &SyncEngine::membershipEnded, this, &TeamSession::membershipEnded, Qt::QueuedConnection);
    connect(uploads_, &UploadQueue::uploadEnded, this, &TeamSession::uploadEnded, Qt::QueuedConnection);
    connect(&client_, &Client::signedIn, this, &TeamSession::syncNow);
}

TeamSession::~TeamSession() {
    client_.network_.runAndWait([this] {
        delete engine_;
        delete uploads_;
    });
    store_.reset();
}

void TeamSession::give(CommandKind kind, const json& body, Stored stored) {
    store_->run(
        this, [kind, text = body.dump()](TeamStore& store) { return store.enqueue(kind, text); },
        [this, stored = std::move(stored)](Result<OutboxRow> row) {
            onNetwork([this] { engine_->pump(); });
            if (stored) stored(row ? Result<CommandId>(row->id) : Result<CommandId>(fail(row.error())));
        });
}

void TeamSession::allocate(const credits::Allocate& command, Stored stored) {
    give(CommandKind::Allocate, credits::toJson(command), std::move(stored));
}

void TeamSession::autoDistribute(const credits::AutoDistribute& command, Stored stored) {
    give(CommandKind::AutoDistribute, credits::toJson(command), std::move(stored));
}

void TeamSession::reassign(const credits::Reassign& command, Stored stored) {
    give(CommandKind::Reassign, credits::toJson(command), std::move(stored));
}

void TeamSession::generate(const MemberId& member, const std::vector<PhotoId>& photos,
                           const std::vector<StyleCount>& styles, sync::CreditSource source, Stored stored) {
    json body{{"member_id", member.text()},
              {"photo_ids", json::array()},
              {"styles", json::array()},
              {"source", std::string(sync::name(source))}};
    for (const PhotoId& photo : photos)
        body["photo_ids"].push_back(photo.text());
    for (const StyleCount& entry : styles)
        body["styles"].push_back({{"style", entry.style}, {"count", entry.count}});
    give(CommandKind::Generate, body, std::move(stored));
}

void TeamSession::cancelRequest(const RequestId& request, Stored stored) {
    store_->run(
        this,
        [request](TeamStore& store) -> Result<CommandId> {
            // A request has the id of the command that asks for it.
            const auto asked = CommandId::trusted(request.text());
            if (store.withdraw(asked)) return asked;
            return TRY(store.enqueue(CommandKind::CancelRequest, json{{"request_id", request.text()}}.dump()))
                .id;
        },
        [this, stored = std::move(stored)](Result<CommandId> id) {
            onNetwork([this] { engine_->pump(); });
            if (stored) stored(std::move(id));
        });
}

void TeamSession::renameHeadshot(const HeadshotId& headshot, const std::string& name, Stored stored) {
    give(CommandKind::EditHeadshot, {{"headshot_id", headshot.text()}, {"name", name}}, std::move(stored));
}

void TeamSession::setFavourite(const HeadshotId& headshot, bool favourite, Stored stored) {
    give(CommandKind::EditHeadshot, {{"headshot_id", headshot.text()}, {"favourite", favourite}},
         std::move(stored));
}

void TeamSession::deleteHeadshot(const HeadshotId& headshot, Stored stored) {
    give(CommandKind::DeleteHeadshot, {{"headshot_id", headshot.text()}}, std::move(stored));
}

void TeamSession::restoreHeadshot(const HeadshotId& headshot, Stored stored) {
    give(CommandKind::RestoreHeadshot, {{"headshot_id", headshot.text()}}, std::move(stored));
}

void TeamSession::deletePhoto(const PhotoId& photo, Stored stored) {
    give(CommandKind::DeletePhoto, {{"photo_id", photo.text()}}, std::move(stored));
}

void TeamSession::editMember(const MemberId& member, std::optional<std::string> name,
                             std::optional<sync::Role> role, std::optional<sync::MemberState> state,
                             Stored stored) {
    json body{{"member_id", member.text()}};
    if (name) body["name"] = *name;
    if (role) body["role"] = std::string(sync::name(*role));
    if (state) body["state"] = std::string(sync::name(*state));
    give(CommandKind::EditMember, body, std::move(stored));
}

void TeamSession::removeMember(const MemberId& member, Stored stored) {
    give(CommandKind::RemoveMember, {{"member_id", member.text()}}, std::move(stored));
}

void TeamSession::renameTeam(const std::string& name, Stored stored) {
    give(CommandKind::RenameTeam, {{"name", name}}, std::move(stored));
}

void TeamSession::inviteMembers(const std::vector<Invite>& invites, Stored stored) {
    json list = json::array();
    for (const Invite& invite : invites)
        list.push_back(
            {{"email", invite.email}, {"name", invite.name}, {"role", std::string(sync::name(invite.role))}});
    give(CommandKind::InviteMembers, {{"invitations", std::move(list)}}, std::move(stored));
}

void TeamSession::revokeInvitation(const InvitationId& invitation, Stored stored) {
    give(CommandKind::RevokeInvitation, {{"invitation_id", invitation.text()}}, std::move(stored));
}

Result<credits::DistributePlan> TeamSession::previewDistribution(const credits::DistributeRule& rule) const {
    const ShownTeam& shown = view_.team();
    credits::State state;
    state.team.purchased = shown.credits.purchased;
    state.team.pool = shown.credits.pool;
    state.team.held = shown.credits.held;
    state.team.spent = shown.credits.spent;
    state.team.refunded = shown.credits.refunded;
    state.team.debt = shown.credits.debt;
    state.memberVersion = shown.team.memberVersion;
    for (const ShownMember& member : *shown.members)
        state.members[member.row().id] = {member.row().state, member.available, member.held, member.spent};
    auto plan = credits::plan(state, rule);
    if (!plan) return fail(credits::asError(plan.error()));
    return std::move(*plan);
}

void TeamSession::dismiss(const CommandId& command) {
    store_->run(
        this, [command](TeamStore& store) { return store.dismiss(command); }, [](Result<void>) {});
}

void TeamSession::tryAgain(const CommandId& command) {
    store_->run(
        this, [command](TeamStore& store) { return store.tryAgain(command); },
        [this](Result<OutboxRow>) { onNetwork([this] { engine_->pump(); }); });
}

void TeamSession::withdraw(const CommandId& command, std::function<void(Result<void>)> then) {
    store_->run(
        this, [command](TeamStore& store) { return store.withdraw(command); },
        [this, then = std::move(then)](Result<void> done) {
            onNetwork([this] { engine_->pump(); });
            if (then) then(std::move(done));
        });
}

void TeamSession::addPhoto(const std::string& path, const MemberId& member, const std::string& mediaType,
                           std::function<void(Result<PhotoId>)> then) {
    store_->run(
        this,
        [path, member, mediaType, clock = client_.options().clock](TeamStore& store) -> Result<PhotoId> {
            const SourceFile source = TRY(inspectSource(path));
            UploadRow row;
            row.photo = PhotoId::make();
            row.member = member;
            row.path = path;
            row.fileName = QFileInfo(QString::fromStdString(path)).fileName().toStdString();
            row.mediaType = mediaType;
            row.sizeBytes = source.sizeBytes;
            row.modifiedMs = source.modifiedMs;
            row.headSha256 = source.headSha256;
            row.createdAt = clock->now();
            TRY(store.putUpload(row));
            return row.photo;
        },
        [this, then = std::move(then)](Result<PhotoId> photo) {
            onNetwork([this] { uploads_->pump(); });
            if (then) then(std::move(photo));
        });
}

void TeamSession::pauseUpload(const PhotoId& photo) {
    onNetwork([this, photo] { uploads_->pause(photo); });
}

void TeamSession::resumeUpload(const PhotoId& photo) {
    onNetwork([this, photo] { uploads_->resume(photo); });
}

void TeamSession::dropUpload(const PhotoId& photo) {
    onNetwork([this, photo] { uploads_->drop(photo); });
}

void TeamSession::olderLedger(const sync::TransferRow& before, std::size_t count, QObject* context,
                              std::function<void(Result<std::vector<sync::TransferRow>>)> then) {
    store_->run(
        context,
        [from = cache_store::LedgerPosition{before.version, before.ordinal}, count](TeamStore& store) {
            return store.ledgerPage(from, count);
        },
        std::move(then));
}

std::shared_ptr<std::uint64_t> TeamSession::fetch(const BlobWish& wish, QObject* context, Bytes then) {
    auto ticket = std::make_shared<std::uint64_t>(0); // written and read on the network's thread only
    auto postbox = std::make_shared<Postbox>(context);
    onNetwork([this, wish, ticket, postbox, then = std::move(then)] {
        *ticket = client_.fetcher_->fetch(wish, [postbox, then](Result<std::string> bytes) {
            postbox->deliver([then, bytes = std::move(bytes)] { then(bytes); });
        });
    });
    return ticket;
}

std::shared_ptr<std::uint64_t> TeamSession::headshotBytes(const sync::HeadshotRow& headshot, QObject* context,
                                                          Bytes then) {
    const QString path = "/api/teams/" + QString::fromStdString(membership_.team.text()) + "/headshots/" +
                         QString::fromStdString(headshot.id.text()) + "/content";
    return fetch({path, headshot.sha256, {}}, context, std::move(then));
}

void TeamSession::keptHeadshotBytes(const std::string& sha256, QObject* context, Bytes then) {
    client_.files_.ask(
        context, [blobs = client_.blobs_, sha256] { return blobs->read(sha256); },
        [then = std::move(then)](Result<std::string> bytes) { then(std::move(bytes)); });
}

std::shared_ptr<std::uint64_t> TeamSession::headshotPreview(const sync::HeadshotRow& headshot, int edge,
                                                            QObject* context, Bytes then) {
    const QString path = "/api/teams/" + QString::fromStdString(membership_.team.text()) + "/headshots/" +
                         QString::fromStdString(headshot.id.text()) +
                         "/preview?edge=" + QString::number(edge);
    return fetch({path, headshot.sha256, "p" + std::to_string(edge)}, context, std::move(then));
}

std::shared_ptr<std::uint64_t> TeamSession::photoPreview(const sync::PhotoRow& photo, int edge,
                                                         QObject* context, Bytes then) {
    const QString path = "/api/teams/" + QString::fromStdString(membership_.team.text()) + "/photos/" +
                         QString::fromStdString(photo.id.text()) + "/preview?edge=" + QString::number(edge);
    return fetch({path, photo.sha256, "p" + std::to_string(edge)}, context, std::move(then));
}

void TeamSession::cancelBytes(std::shared_ptr<std::uint64_t> ticket) {
    onNetwork([this, ticket = std::move(ticket)] { client_.fetcher_->cancel(*ticket); });
}

void TeamSession::syncNow() {
    onNetwork([this] {
        engine_->wake();
        uploads_->pump();
    });
}

} // namespace headroom::client
