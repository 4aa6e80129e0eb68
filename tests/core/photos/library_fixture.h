#pragma once

#include "core/base/crypto.h"
#include "core/photos/photo_library.h"
#include "core/photos/uploads.h"
#include "core/storage/disk_store.h"
#include "core/sync/team_write.h"
#include "tests/support/test_database.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

namespace headroom::test {

/// The value, or the test program ends with the error on standard error.
template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "unexpected error: %s\n", describe(result.error()).c_str());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class T>
ErrorCode codeOf(const Result<T>& result) {
    if (result) std::fprintf(stderr, "an error was expected\n");
    return result ? ErrorCode::Internal : result.error().code;
}

/// A team with members on a real database, and blobs on a real disk.
class TeamFixture {
public:
    explicit TeamFixture(database::Engine engine, std::shared_ptr<database::Faults> faults = nullptr)
        : database(engine, Schema::Endpoint, std::move(faults))
        , blobs(must(storage::DiskStore::open(path() / "blobs"))) {
        must(database->write([&](database::Transaction& transaction) -> Result<void> {
            TRY(transaction.execute(
                "INSERT INTO teams (id, name, created_at, updated_at) VALUES ($1, 'Team', 1, 1)", {team}));
            TRY(sync::TeamWrite::beginNewTeam(transaction, team, clock.now()));
            return {};
        }));
        member = addMember();
    }

    std::filesystem::path path() const { return folder.path().toStdString(); }

    MemberId addMember() {
        const MemberId id = MemberId::make();
        must(database->write([&](database::Transaction& transaction) {
            return transaction.execute(
                "INSERT INTO members (id, team_id, role, state, created_at, updated_at) "
                "VALUES ($1, $2, 'member', 'active', 1, 1)",
                {id, team});
        }));
        return id;
    }

    /// Runs `block(TeamWrite&)` in one transaction.
    template <class Block>
    auto write(Block&& block) -> std::invoke_result_t<Block&, sync::TeamWrite&> {
        return database->write(
            [&](database::Transaction& transaction) -> std::invoke_result_t<Block&, sync::TeamWrite&> {
                auto teamWrite = TRY(sync::TeamWrite::begin(transaction, team, clock.now()));
                return block(teamWrite);
            });
    }

    std::int64_t number(const std::string& sql, const database::Params& params = {}) {
        return must(database->read([&](database::Session& session) -> Result<std::int64_t> {
            const auto row = TRY(session.one(sql, params));
            return row->integer("n");
        }));
    }

    void execute(const std::string& sql, const database::Params& params = {}) {
        must(database->write(
            [&](database::Transaction& transaction) { return transaction.execute(sql, params); }));
    }

    std::int64_t changesOf(std::string_view kind, std::string_view id) {
        return number("SELECT COUNT(*) AS n FROM changes WHERE kind = $1 AND row_id = $2", {kind, id});
    }

    int blobCount(std::string_view prefix) {
        return static_cast<int>(must(blobs->list(prefix, "", 1000)).blobs.size());
    }

    /// A photo as it stands after upload and check, with bytes in the store.
    PhotoId addPhoto(const MemberId& owner, sync::PhotoState state = sync::PhotoState::Usable,
                     std::string bytes = {}) {
        const PhotoId id = PhotoId::make();
        if (bytes.empty()) bytes = "\xff\xd8\xff\xe0 photo " + id.text();
        const std::string key = photos::photoBlobKey(team, id);
        storage::MemorySource source(bytes);
        must(blobs->put(*storage::BlobKey::parse(key),
                        {static_cast<std::int64_t>(bytes.size()), toHex(sha256(bytes)), "image/jpeg"},
                        source));
        must(write([&](sync::TeamWrite& w) -> Result<void> {
            TRY(w.transaction().execute(
                "INSERT INTO photos (id, team_id, member_id, uploader_id, media_type, size_bytes, sha256, "
                "blob_key, state, created_at, updated_at) VALUES ($1, $2, $3, $3, 'image/jpeg', $4, $5, $6, "
                "$7, $8, $8)",
                {id, team, owner, bytes.size(), toHex(sha256(bytes)), key, name(state), clock.now()}));
            return w.changed(sync::RowKind::Photo, id.text(), owner);
        }));
        clock.advanceMs(1);
        return id;
    }

    QTemporaryDir folder;
    FakeClock clock;
    TestDatabase database;
    std::unique_ptr<storage::DiskStore> blobs;
    TeamId team = TeamId::make();
    MemberId member;
};

} // namespace headroom::test
