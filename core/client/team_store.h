#pragma once

#include "core/base/clock.h"
#include "core/client/cache_store.h"
#include "core/client/shown_team.h"
#include "core/database/database.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace headroom::client {

struct TeamStoreOptions {
    std::filesystem::path file; ///< one per endpoint and team; made when missing, 0600
    MemberId me;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<database::Faults> faults; ///< tests only
};

/// What may be sent now, and when to look again.
struct Sendable {
    std::vector<OutboxRow> rows;
    std::optional<Timestamp> nextAt;
};

/// A team on this computer: server truth, outbox and uploads in one file and in memory. The file is written
/// first, so memory never knows what a crash would forget. All functions run on one thread that may block
/// (the store's worker). Errors: those of the database (DiskFull, Unavailable), Corrupt for rows that are
/// none.
class TeamStore {
public:
    /// SchemaFromFuture for a file of a newer version; Corrupt for a damaged one (the caller may wipe it:
    /// what it holds beside the outbox comes again from the endpoint).
    static Result<std::unique_ptr<TeamStore>> open(TeamStoreOptions options);

    // Server truth.
    const cache_store::Position& position() const { return position_; }
    bool complete() const { return !position_.cursor.empty(); }

    /// A snapshot is built beside what is shown and takes its place in one step.
    Result<void> beginSnapshot();
    Result<void> addToSnapshot(const std::vector<FeedRow>& rows);
    Result<void> finishSnapshot(const std::string& cursor, std::int64_t version);

    /// `reached` is the newest version of which nothing is missing; outbox rows that waited for it go with
    /// it.
    Result<void> applyChanges(const std::vector<FeedRow>& rows, const std::string& cursor,
                              std::optional<std::int64_t> reached);
    Result<void> noteSynced();

    Result<std::vector<sync::TransferRow>>
    ledgerPage(const std::optional<cache_store::LedgerPosition>& before, std::size_t count);

    // Outbox.
    /// Makes the command's id and stores it: durable when this returns. LimitExceeded, TooLarge,
    /// InvalidInput.
    Result<OutboxRow> enqueue(CommandKind kind, const std::string& body);
    const std::vector<OutboxRow>& outbox() const { return outbox_; }
    Sendable sendable() const;
    Result<void> markSending(const CommandId& id);
    Result<void> markAccepted(const CommandId& id, std::int64_t version, const std::string& answer);
    Result<void> markRefused(const CommandId& id, ErrorCode code, const std::string& answer);
    /// Outcome unknown or nothing happened: the same id again, not before `nextAt`.
    void markPostponed(const CommandId& id, Timestamp nextAt);
    /// Signed in or online again: everything may go at once.
    void retryNow();
    /// Takes a refused row away. NotFound.
    Result<void> dismiss(const CommandId& id);
    /// A refused row once more, as a new command with a new id. NotFound.
    Result<OutboxRow> tryAgain(const CommandId& refused);
    /// A row that was never sent can be taken back. NotFound, Conflict once it is on its way.
    Result<void> withdraw(const CommandId& id);
    Result<std::int64_t> everEnqueued();

    // Uploads.
    const std::vector<UploadRow>& uploads() const { return uploads_; }
    Result<void> putUpload(const UploadRow& row);
    /// Progress for the eye; the endpoint is asked anyway, so it need not be durable.
    void noteUploadProgress(const PhotoId& photo, std::int64_t sentBytes);
    Result<void> removeUpload(const PhotoId& photo);

    /// The picture of the team now, and what changed in it since the last call.
    std::shared_ptr<const ShownTeam> shown(Part& changed);

private:
    TeamStore(TeamStoreOptions options, std::unique_ptr<database::Database> database)
        : options_(std::move(options))
        , database_(std::move(database)) {}

    Result<void> loadAll();
    Result<void> settleOutbox(database::Transaction& transaction, const std::vector<FeedRow>& rows,
                              std::optional<std::int64_t> reached, std::vector<OutboxRow>& kept) const;
    Result<void> settleUploads(database::Transaction& transaction, std::vector<UploadRow>& kept,
                               const std::vector<FeedRow>& rows) const;
    OutboxRow* find(const CommandId& id);
    bool ready(const OutboxRow& row) const;
    bool photosAreThere(const OutboxRow& generate) const;
    void touch(Part parts) { dirty_ = dirty_ | parts; }

    TeamStoreOptions options_;
    std::unique_ptr<database::Database> database_;
    cache_store::Position position_;
    Truth truth_;
    std::vector<OutboxRow> outbox_;
    std::vector<UploadRow> uploads_;
    std::optional<std::int64_t> building_; ///< generation of the snapshot under way
    Part dirty_ = Part::All;
    std::shared_ptr<const ShownTeam> shown_;
};

/// What an outbox row may show to have touched, for any kind.
inline constexpr Part partsOfOutbox = Part::Commands | Part::Credits | Part::Members | Part::Headshots |
                                      Part::Photos | Part::Team | Part::Invitations;

} // namespace headroom::client
