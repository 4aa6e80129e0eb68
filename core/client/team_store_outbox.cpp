#include "core/client/client_limits.h"
#include "core/client/outbox_store.h"
#include "core/client/team_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

// The half of TeamStore that is about what is on its way to the endpoint.
namespace headroom::client {

using database::Session;
using database::Transaction;
using nlohmann::json;

namespace {

/// Rows about the same thing go in order; rows about different things do not wait for each other.
Result<std::string> laneOf(CommandKind kind, const json& body, const CommandId& id) {
    const auto about = [&](const char* prefix, const char* key) -> Result<std::string> {
        const auto found = body.find(key);
        if (found == body.end() || !found->is_string() || !isUuid(found->get_ref<const std::string&>()))
            return fail(ErrorCode::InvalidInput, std::string(key) + " is missing");
        return std::string(prefix) + found->get<std::string>();
    };
    switch (kind) {
    case CommandKind::Allocate:
    case CommandKind::AutoDistribute:
    case CommandKind::Reassign:
        return std::string(creditsLane);
    case CommandKind::Generate:
        return "generate:" + id.text();
    case CommandKind::EditHeadshot:
    case CommandKind::DeleteHeadshot:
    case CommandKind::RestoreHeadshot:
        return about("headshot:", "headshot_id");
    case CommandKind::DeletePhoto:
        return about("photo:", "photo_id");
    case CommandKind::EditMember:
    case CommandKind::RemoveMember:
        return about("member:", "member_id");
    case CommandKind::RevokeInvitation:
        return about("invitation:", "invitation_id");
    case CommandKind::CancelRequest: // behind the command that asked
        return about("generate:", "request_id");
    case CommandKind::InviteMembers:
        return std::string("invite");
    case CommandKind::RenameTeam:
        return std::string("team");
    }
    __builtin_unreachable();
}

} // namespace

OutboxRow* TeamStore::find(const CommandId& id) {
    const auto found = std::ranges::find(outbox_, id, &OutboxRow::id);
    return found == outbox_.end() ? nullptr : &*found;
}

Result<OutboxRow> TeamStore::enqueue(CommandKind kind, const std::string& body) {
    if (outbox_.size() >= outboxMax) return fail(ErrorCode::LimitExceeded, "the outbox is full");
    if (body.size() > commandBodyMaxBytes) return fail(ErrorCode::TooLarge, "command");
    const json parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object()) return fail(ErrorCode::InvalidInput, "the command is not a JSON object");
    OutboxRow row;
    row.id = CommandId::make();
    row.lane = TRY(laneOf(kind, parsed, row.id));
    row.kind = kind;
    row.body = body;
    row.createdAt = options_.clock->now();
    row =
        TRY(database_->write([&](Transaction& transaction) { return outbox_store::add(transaction, row); }));
    outbox_.push_back(row);
    touch(partsOfOutbox);
    return row;
}

/// Waits for photos that are still being uploaded or checked. A photo that nobody knows is for the endpoint
/// to refuse.
bool TeamStore::photosAreThere(const OutboxRow& generate) const {
    const json body = json::parse(generate.body, nullptr, false);
    const auto photos = body.find("photo_ids");
    if (photos == body.end() || !photos->is_array()) return true;
    for (const json& photo : *photos) {
        if (!photo.is_string()) continue;
        const std::string& id = photo.get_ref<const std::string&>();
        const auto known = truth_.photos.find(id);
        if (known != truth_.photos.end() && known->second->state == sync::PhotoState::Checking) return false;
        const auto upload = std::ranges::find_if(uploads_, [&](const UploadRow& row) {
            return row.photo.text() == id && row.state != UploadState::Failed;
        });
        if (known == truth_.photos.end() && upload != uploads_.end()) return false;
    }
    return true;
}

bool TeamStore::ready(const OutboxRow& row) const {
    for (const OutboxRow& other : outbox_) {
        if (other.position >= row.position) break;
        const bool open = other.state == OutboxState::Queued || other.state == OutboxState::Sending;
        if (!open) continue;
        if (other.lane == row.lane) return false;
        // Credits that an earlier command brings may be the ones that this request spends.
        if (row.kind == CommandKind::Generate && other.lane == creditsLane) return false;
    }
    return row.kind != CommandKind::Generate || photosAreThere(row);
}

Sendable TeamStore::sendable() const {
    Sendable result;
    const Timestamp now = options_.clock->now();
    std::set<std::string> lanes;
    for (const OutboxRow& row : outbox_) {
        if (row.state != OutboxState::Queued || lanes.contains(row.lane) || !ready(row)) continue;
        lanes.insert(row.lane);
        if (row.nextAt <= now)
            result.rows.push_back(row);
        else if (!result.nextAt || row.nextAt < *result.nextAt)
            result.nextAt = row.nextAt;
    }
    return result;
}

Result<void> TeamStore::markSending(const CommandId& id) {
    OutboxRow* row = find(id);
    if (!row || row->state != OutboxState::Queued) return {};
    OutboxRow next = *row;
    next.state = OutboxState::Sending;
    ++next.attempts;
    // Durable before the first send, so that after a crash nobody takes it for one that can still be
    // withdrawn. Later attempts change nothing that a restart would need.
    if (row->attempts == 0)
        TRY(database_->write(
            [&](Transaction& transaction) { return outbox_store::update(transaction, next); }));
    *row = std::move(next);
    touch(Part::Commands);
    return {};
}

Result<void> TeamStore::markAccepted(const CommandId& id, std::int64_t version, const std::string& answer) {
    OutboxRow* row = find(id);
    if (!row) return {}; // the feed was faster and has settled it
    OutboxRow next = *row;
    next.state = OutboxState::Accepted;
    next.version = std::max(version, next.version);
    next.answer = answer;
    const bool shownAlready = next.version <= position_.version;
    TRY(database_->write([&](Transaction& transaction) -> Result<void> {
        if (shownAlready) return outbox_store::remove(transaction, id);
        return outbox_store::update(transaction, next);
    }));
    if (shownAlready)
        std::erase_if(outbox_, [&](const OutboxRow& other) { return other.id == id; });
    else
        *row = std::move(next);
    touch(partsOfOutbox);
    return {};
}

Result<void> TeamStore::markRefused(const CommandId& id, ErrorCode code, const std::string& answer) {
    OutboxRow* row = find(id);
    if (!row || row->state == OutboxState::Accepted) return {};
    OutboxRow next = *row;
    next.state = OutboxState::Refused;
    next.code = code;
    next.answer = answer;
    TRY(database_->write([&](Transaction& transaction) { return outbox_store::update(transaction, next); }));
    *row = std::move(next);
    touch(partsOfOutbox);
    return {};
}

void TeamStore::markPostponed(const CommandId& id, Timestamp nextAt) {
    OutboxRow* row = find(id);
    if (!row || row->state != OutboxState::Sending) return;
    row->state = OutboxState::Queued;
    row->nextAt = nextAt;
    touch(Part::Commands);
}

void TeamStore::retryNow() {
    for (OutboxRow& row : outbox_)
        row.nextAt = {};
}

Result<void> TeamStore::dismiss(const CommandId& id) {
    const OutboxRow* row = find(id);
    if (!row || row->state != OutboxState::Refused) return fail(ErrorCode::NotFound, "no refused command");
    TRY(database_->write([&](Transaction& transaction) { return outbox_store::remove(transaction, id); }));
    std::erase_if(outbox_, [&](const OutboxRow& other) { return other.id == id; });
    touch(Part::Commands);
    return {};
}

Result<OutboxRow> TeamStore::tryAgain(const CommandId& refused) {
    const OutboxRow* row = find(refused);
    if (!row || row->state != OutboxState::Refused) return fail(ErrorCode::NotFound, "no refused command");
    OutboxRow next;
    next.id = CommandId::make();
    next.lane = row->kind == CommandKind::Generate ? "generate:" + next.id.text() : row->lane;
    next.kind = row->kind;
    next.body = row->body;
    next.createdAt = options_.clock->now();
    next = TRY(database_->write([&](Transaction& transaction) -> Result<OutboxRow> {
        TRY(outbox_store::remove(transaction, refused));
        return outbox_store::add(transaction, next);
    }));
    std::erase_if(outbox_, [&](const OutboxRow& other) { return other.id == refused; });
    outbox_.push_back(next);
    touch(partsOfOutbox);
    return next;
}

Result<void> TeamStore::withdraw(const CommandId& id) {
    const OutboxRow* row = find(id);
    if (!row) return fail(ErrorCode::NotFound, "no such command");
    // After an attempt nobody knows whether it happened, so it cannot be unsaid.
    if (row->state != OutboxState::Queued || row->attempts > 0)
        return fail(ErrorCode::Conflict, "the command is on its way");
    TRY(database_->write([&](Transaction& transaction) { return outbox_store::remove(transaction, id); }));
    std::erase_if(outbox_, [&](const OutboxRow& other) { return other.id == id; });
    touch(partsOfOutbox);
    return {};
}

Result<std::int64_t> TeamStore::everEnqueued() {
    return database_->read([](Session& session) { return outbox_store::everAdded(session); });
}

Result<void> TeamStore::putUpload(const UploadRow& row) {
    const auto known = std::ranges::find(uploads_, row.photo, &UploadRow::photo);
    if (known == uploads_.end() && uploads_.size() >= uploadsMax)
        return fail(ErrorCode::LimitExceeded, "too many uploads");
    TRY(database_->write(
        [&](Transaction& transaction) { return outbox_store::putUpload(transaction, row); }));
    if (known == uploads_.end())
        uploads_.push_back(row);
    else
        *known = row;
    touch(Part::Uploads);
    return {};
}

void TeamStore::noteUploadProgress(const PhotoId& photo, std::int64_t sentBytes) {
    const auto known = std::ranges::find(uploads_, photo, &UploadRow::photo);
    if (known == uploads_.end()) return;
    known->sentBytes = sentBytes;
    touch(Part::Uploads);
}

Result<void> TeamStore::removeUpload(const PhotoId& photo) {
    TRY(database_->write(
        [&](Transaction& transaction) { return outbox_store::removeUpload(transaction, photo); }));
    std::erase_if(uploads_, [&](const UploadRow& row) { return row.photo == photo; });
    touch(Part::Uploads);
    return {};
}

} // namespace headroom::client
