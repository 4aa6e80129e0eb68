#include "core/client/team_store.h"

#include "core/client/cache_migrations.h"
#include "core/client/client_limits.h"
#include "core/client/outbox_store.h"
#include "core/client/projection.h"
#include "core/database/migrations.h"
#include "core/database/sqlite/sqlite_database.h"

#include <algorithm>

namespace headroom::client {

using database::Session;
using database::Transaction;

Result<std::unique_ptr<TeamStore>> TeamStore::open(TeamStoreOptions options) {
    auto database = TRY(database::openSqlite({options.file, options.faults}));
    TRY(database::migrate(*database, resources::cacheMigrations(), *options.clock));
    std::unique_ptr<TeamStore> store(new TeamStore(std::move(options), std::move(database)));
    TRY(store->loadAll());
    return store;
}

Result<void> TeamStore::loadAll() {
    return database_->read([&](Session& session) -> Result<void> {
        position_ = TRY(cache_store::position(session));
        truth_ = TRY(cache_store::load(session, position_.generation));
        outbox_ = TRY(outbox_store::all(session));
        for (OutboxRow& row : outbox_)
            if (row.state == OutboxState::Sending)
                row.state = OutboxState::Queued; // outcome unknown: same id again
        uploads_ = TRY(outbox_store::uploads(session));
        touch(Part::All);
        return {};
    });
}

Result<void> TeamStore::beginSnapshot() {
    const std::int64_t next = position_.generation + 1;
    TRY(database_->write([&](Transaction& transaction) -> Result<void> {
        return cache_store::dropOtherGenerations(transaction, position_.generation);
    }));
    building_ = next;
    return {};
}

Result<void> TeamStore::addToSnapshot(const std::vector<FeedRow>& rows) {
    if (!building_) return fail(ErrorCode::Conflict, "no snapshot is under way");
    return database_->write([&](Transaction& transaction) -> Result<void> {
        return cache_store::put(transaction, *building_, rows);
    });
}

Result<void> TeamStore::finishSnapshot(const std::string& cursor, std::int64_t version) {
    if (!building_) return fail(ErrorCode::Conflict, "no snapshot is under way");
    // Read before the swap: a snapshot with a broken row must not replace a good cache.
    auto truth =
        TRY(database_->read([&](Session& session) { return cache_store::load(session, *building_); }));
    cache_store::Position next{*building_, cursor, version, options_.clock->now()};
    std::vector<OutboxRow> outbox = outbox_;
    std::vector<UploadRow> uploads = uploads_;
    TRY(database_->write([&](Transaction& transaction) -> Result<void> {
        outbox = outbox_;
        uploads = uploads_;
        TRY(cache_store::setPosition(transaction, next));
        TRY(cache_store::dropOtherGenerations(transaction, next.generation));
        for (OutboxRow& row : outbox) {
            const auto done = TRY(cache_store::versionOfCommand(transaction, next.generation, row.id));
            if (!done || row.state == OutboxState::Refused) continue;
            row.state = OutboxState::Accepted;
            row.version = *done;
        }
        TRY(settleOutbox(transaction, {}, version, outbox));
        std::vector<FeedRow> photos;
        for (const auto& [id, row] : truth.photos)
            photos.push_back({sync::RowKind::Photo, id, FeedRow::Change::Put, {}});
        return settleUploads(transaction, uploads, photos);
    }));
    truth_ = std::move(truth);
    position_ = std::move(next);
    outbox_ = std::move(outbox);
    uploads_ = std::move(uploads);
    building_.reset();
    touch(Part::All);
    return {};
}

/// Lets go of the rows whose effect is in the cache now. A transfer that names a command proves that it was
/// carried out, even when its answer was lost or is still on the way.
Result<void> TeamStore::settleOutbox(Transaction& transaction, const std::vector<FeedRow>& rows,
                                     std::optional<std::int64_t> reached,
                                     std::vector<OutboxRow>& kept) const {
    for (const FeedRow& feedRow : rows) {
        if (feedRow.kind != sync::RowKind::Transfer || feedRow.change == FeedRow::Change::Removed) continue;
        const auto transfer = TRY(parseRow<sync::TransferRow>(feedRow.body));
        for (OutboxRow& row : kept) {
            if (row.id != transfer.commandId || row.state == OutboxState::Refused) continue;
            if (row.state == OutboxState::Accepted && row.version >= transfer.version) continue;
            row.state = OutboxState::Accepted;
            row.version = transfer.version;
            TRY(outbox_store::update(transaction, row));
        }
    }
    if (!reached) return {};
    for (const OutboxRow& row : kept)
        if (row.state == OutboxState::Accepted && row.version <= *reached)
            TRY(outbox_store::remove(transaction, row.id));
    std::erase_if(kept, [&](const OutboxRow& row) {
        return row.state == OutboxState::Accepted && row.version <= *reached;
    });
    return {};
}

/// A photo that the feed shows has arrived.
Result<void> TeamStore::settleUploads(Transaction& transaction, std::vector<UploadRow>& kept,
                                      const std::vector<FeedRow>& rows) const {
    for (const FeedRow& row : rows) {
        if (row.kind != sync::RowKind::Photo) continue;
        const auto arrived = std::ranges::find_if(
            kept, [&](const UploadRow& upload) { return upload.photo.text() == row.id; });
        if (arrived == kept.end()) continue;
        TRY(outbox_store::removeUpload(transaction, arrived->photo));
        kept.erase(arrived);
    }
    return {};
}

Result<void> TeamStore::applyChanges(const std::vector<FeedRow>& rows, const std::string& cursor,
                                     std::optional<std::int64_t> reached) {
    // Rows are shared pointers, so a copy of the tables costs little and a bad row leaves the old ones in
    // place.
    Truth truth = truth_;
    Part parts = Part::Status;
    for (const FeedRow& row : rows) {
        TRY(truth.apply(row));
        parts = parts | partsOf(row.kind);
    }
    cache_store::Position next = position_;
    next.cursor = cursor;
    next.version = std::max(position_.version, reached.value_or(0));
    next.syncedAt = options_.clock->now();
    std::vector<OutboxRow> outbox;
    std::vector<UploadRow> uploads;
    TRY(database_->write([&](Transaction& transaction) -> Result<void> {
        outbox = outbox_;
        uploads = uploads_;
        TRY(cache_store::put(transaction, next.generation, rows));
        TRY(cache_store::setPosition(transaction, next));
        TRY(settleOutbox(transaction, rows, reached, outbox));
        return settleUploads(transaction, uploads, rows);
    }));
    if (outbox.size() != outbox_.size()) parts = parts | partsOfOutbox;
    // Any truth may lie under an edit that waits in the outbox.
    if (!outbox.empty()) parts = parts | Part::Commands;
    if (uploads.size() != uploads_.size()) parts = parts | Part::Uploads;
    for (const FeedRow& row : rows)
        TRY(truth_.apply(row));
    position_ = std::move(next);
    outbox_ = std::move(outbox);
    uploads_ = std::move(uploads);
    touch(parts);
    return {};
}

Result<void> TeamStore::noteSynced() {
    position_.syncedAt = options_.clock->now(); // in memory: not worth a sync of the disk every few seconds
    touch(Part::Status);
    return {};
}

Result<std::vector<sync::TransferRow>>
TeamStore::ledgerPage(const std::optional<cache_store::LedgerPosition>& before, std::size_t count) {
    return database_->read(
        [&](Session& session) { return cache_store::ledger(session, position_.generation, before, count); });
}

std::shared_ptr<const ShownTeam> TeamStore::shown(Part& changed) {
    changed = dirty_;
    if (shown_ && dirty_ == Part::None) return shown_;
    auto next = shown_ ? std::make_shared<ShownTeam>(*shown_) : std::make_shared<ShownTeam>();
    next->complete = complete();
    next->version = position_.version;
    next->syncedAt = position_.syncedAt;
    if (has(dirty_, Part::Ledger) || !next->ledger || !next->days) {
        auto ledger = ledgerPage(std::nullopt, ledgerRowsInView);
        auto days = database_->read(
            [&](Session& session) { return cache_store::dayUse(session, position_.generation); });
        // A failed read shows what was there before; the next change tries again.
        if (ledger) next->ledger = std::make_shared<const std::vector<sync::TransferRow>>(std::move(*ledger));
        if (days) next->days = std::make_shared<const std::vector<DayUse>>(std::move(*days));
        if (!next->ledger) next->ledger = std::make_shared<const std::vector<sync::TransferRow>>();
        if (!next->days) next->days = std::make_shared<const std::vector<DayUse>>();
    }
    if (has(dirty_, Part::Uploads) || !next->uploads)
        next->uploads = std::make_shared<const std::vector<UploadRow>>(uploads_);
    project({truth_, outbox_, options_.me, options_.clock->now()}, dirty_, *next);
    dirty_ = Part::None;
    shown_ = std::move(next);
    return shown_;
}

} // namespace headroom::client
